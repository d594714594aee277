/**
 * From a parsed message of the service to what it says, in our words. One message may say several
 * things at once (ai.google.dev/api/live), so every field is looked at; a field of the wrong shape
 * is reported and the rest still counts. Never throws.
 */
import { BYTES_PER_SAMPLE } from '../audio/pcm.ts';
import type { SessionEvent, ToolCall } from './session.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Room for any handle seen so far (some hundred characters), and an end to nonsense. */
const MAX_HANDLE_CHARACTERS = 16_384;
const MAX_CALLS = 64;
const MAX_TEXT_CHARACTERS = 100_000;

export function decode(message: unknown): SessionEvent[] {
  if (!isFields(message)) return [malformed('a message that is not an object')];
  const events: SessionEvent[] = [];
  for (const [name, read] of Object.entries(readers)) {
    const value = message[name];
    if (value === undefined || value === null) continue;
    if (isFields(value)) read(value, events);
    else events.push(malformed(`${name} is not an object`));
  }
  return events;
}

const readers: Readonly<Record<string, (fields: Fields, into: SessionEvent[]) => void>> = {
  sessionResumptionUpdate: ({ resumable, newHandle }, into) => {
    if (resumable !== true || newHandle === undefined || newHandle === '') return;
    if (typeof newHandle === 'string' && newHandle.length <= MAX_HANDLE_CHARACTERS)
      into.push({ type: 'resumable', handle: newHandle });
    else into.push(malformed('a handle that is no short text'));
  },

  // Words and sound come before the marks that end them, also within one message.
  serverContent: (content, into) => {
    readTranscript('user', content['inputTranscription'], into);
    readModelTurn(content['modelTurn'], into);
    readTranscript('model', content['outputTranscription'], into);
    if (content['interrupted'] === true) into.push({ type: 'interrupted' });
    if (content['generationComplete'] === true) into.push({ type: 'generationComplete' });
    if (content['turnComplete'] === true) into.push({ type: 'turnComplete' });
  },

  toolCall: ({ functionCalls }, into) => {
    if (!Array.isArray(functionCalls))
      return void into.push(malformed('a tool call without calls'));
    const calls = functionCalls.slice(0, MAX_CALLS).flatMap((call) => readCall(call, into));
    if (calls.length > 0) into.push({ type: 'toolCall', calls });
  },

  toolCallCancellation: ({ ids }, into) => {
    if (!Array.isArray(ids)) return void into.push(malformed('a cancellation without ids'));
    into.push({ type: 'toolCancelled', ids: ids.filter((id) => typeof id === 'string') });
  },

  goAway: ({ timeLeft }, into) => {
    into.push({ type: 'goAway', timeLeftMs: durationMs(timeLeft) ?? 0 });
  },

  usageMetadata: ({ totalTokenCount }, into) => {
    if (Number.isSafeInteger(totalTokenCount))
      into.push({ type: 'usage', totalTokens: totalTokenCount as number });
  },
};

function readModelTurn(turn: unknown, into: SessionEvent[]): void {
  if (turn === undefined || turn === null) return;
  if (!isFields(turn)) return void into.push(malformed('a model turn that is not an object'));
  const parts = turn['parts'] ?? [];
  if (!Array.isArray(parts)) return void into.push(malformed('a model turn without parts'));
  for (const part of parts) {
    const data = isFields(part) ? part['inlineData'] : undefined;
    if (isFields(data)) readAudio(data, into);
  }
}

function readAudio({ mimeType, data }: Fields, into: SessionEvent[]): void {
  // Vertex leaves the rate out; it is the same.
  if (typeof mimeType !== 'string' || !/^audio\/pcm(;\s*rate=24000)?$/.test(mimeType))
    return void into.push(malformed('sound in a format other than 24 kHz PCM'));
  if (typeof data !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(data))
    return void into.push(malformed('sound that is not base64'));
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length % BYTES_PER_SAMPLE !== 0)
    into.push(malformed('sound that ends in half a sample'));
  const pcm = bytes.subarray(0, bytes.length - (bytes.length % BYTES_PER_SAMPLE));
  if (pcm.length > 0) into.push({ type: 'audio', pcm });
}

function readTranscript(speaker: 'user' | 'model', value: unknown, into: SessionEvent[]): void {
  const text = isFields(value) ? value['text'] : undefined;
  if (typeof text === 'string' && text !== '')
    into.push({ type: 'transcript', speaker, text: text.slice(0, MAX_TEXT_CHARACTERS) });
}

function readCall(call: unknown, into: SessionEvent[]): ToolCall[] {
  const { id, name, args } = isFields(call) ? call : {};
  if (typeof id === 'string' && typeof name === 'string')
    return [{ id, name, args: isFields(args) ? args : {} }];
  into.push(malformed('a tool call without id or name'));
  return [];
}

/** `"50s"`, `"1.5s"`: a duration as protocol buffers write it in JSON. */
function durationMs(value: unknown): number | undefined {
  const seconds =
    typeof value === 'string' ? /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(value)?.[1] : undefined;
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const malformed = (reason: string): SessionEvent => ({ type: 'malformed', reason });
