import type { SessionEvent } from '../../src/live/session.ts';

/** What is wrong with events that are to be handed on; nothing is wrong with an empty list. */
export function faultsOf(events: readonly SessionEvent[]): readonly string[] {
  const faults = events.flatMap((event) => (isValid(event) ? [] : [`not valid: ${event.type}`]));
  const soundBytes = events.reduce((sum, event) => sum + soundOf(event), 0);
  if (events.length > 400) faults.push('too many events');
  if (soundBytes > 3_000_000) faults.push('too much sound');
  if (events.filter(({ type }) => type === 'turnComplete').length > 1) faults.push('two ends');
  return faults;
}

function isValid(event: SessionEvent): boolean {
  switch (event.type) {
    case 'goAway':
      return Number.isInteger(event.timeLeftMs) && isIn(event.timeLeftMs, 0, 86_400_000);
    case 'resumable':
      return isText(event.handle, 20_000);
    case 'audio':
      return Buffer.isBuffer(event.pcm) && event.pcm.length > 0 && event.pcm.length % 2 === 0;
    case 'toolCall':
      return isIn(event.calls.length, 1, 64) && event.calls.every(isCall);
    case 'toolCancelled':
      return isIn(event.ids.length, 1, 64) && event.ids.every((id) => isText(id, 256));
    case 'interrupted':
    case 'generationComplete':
      return Object.keys(event).length === 1;
    case 'turnComplete':
      return !('why' in event) || /^[A-Z_]{1,64}$/.test(event.why ?? '');
    case 'transcript':
      return ['user', 'model'].includes(event.speaker) && isText(event.text, 100_000);
    case 'usage': {
      const { prompt, toolUse, response, ...counts } = event.usage;
      const parts = [prompt, toolUse, response].map(({ text, audio, image, video, ...others }) => [
        Object.keys(others).length,
        ...[text, audio, image, video],
      ]);
      const numbers = [...parts.flat(), counts.thoughts, counts.cached, counts.total];
      return numbers.every((count) => Number.isSafeInteger(count) && count >= 0);
    }
    case 'sources':
      return isIn(event.sources.length, 1, 20) && event.sources.every(isSource);
    case 'malformed':
      return /^The service sent a message [\w ]{5,80}\.$/.test(event.reason);
    // Not from messages.
    case 'opened':
    case 'closed':
    case 'simplified':
      return false;
  }
}

const soundOf = (event: SessionEvent): number => (event.type === 'audio' ? event.pcm.length : 0);
const isIn = (value: number, from: number, to: number): boolean => value >= from && value <= to;
const isText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && isIn(value.length, 1, most);

const isSource = ({ title, url }: { title: unknown; url: unknown }): boolean =>
  isText(title, 253) && isText(url, 10_000) && /^https?:\/\/[^\s@/]+\//.test(String(url));

const isCall = ({ id, name, args }: { id: unknown; name: unknown; args: unknown }): boolean =>
  isText(id, 256) &&
  isText(name, 128) &&
  Object.getPrototypeOf(args) === Object.prototype &&
  isWalkable(args);

/** By whoever goes through it step by step, and copies what is in it. */
function isWalkable(args: unknown): boolean {
  const json = JSON.stringify(args);
  return json.length < 1_000_000 && !json.includes('"__proto__":');
}
