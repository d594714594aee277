/**
 * From a parsed message of the service to what it says, in our words. One message may say several
 * things at once (ai.google.dev/api/live), so every field is looked at; a field of the wrong shape
 * is reported and the rest still counts. Never throws, keeps nothing, and its work is bounded by the
 * length of the message.
 */

import type { SessionEvent } from '../live/session.ts';
import { readSound } from './decode-audio.ts';
import { readCalls, readCancellation } from './decode-calls.ts';
import { durationMs } from './decode-duration.ts';
import {
  type Fields,
  fieldsOf,
  type Heard,
  isFields,
  isSet,
  shortTextOf,
  textOf,
} from './decode-fields.ts';
import { readSources } from './decode-sources.ts';
import { readUsage } from './decode-usage.ts';

/** Room for any handle seen so far (some hundred characters), and an end to nonsense. */
const MAX_HANDLE_CHARACTERS = 16_384;
const MAX_TEXT_CHARACTERS = 100_000;
const MAX_WORD_CHARACTERS = 64;

/** In order of meaning, not of writing: whatever a mark ends comes before it. */
export function decode(message: unknown): SessionEvent[] {
  if (!isFields(message)) return [malformed('that is not an object')];
  const heard: Heard = { events: [], complaints: new Set() };
  const content = fieldsOf(message, 'serverContent', heard) ?? {};
  readResumption(message, heard);
  readTranscript('user', content, 'inputTranscription', heard);
  readSound(content, heard);
  readTranscript('model', content, 'outputTranscription', heard);
  readSources(content, heard);
  readCalls(message, heard);
  readCancellation(message, heard);
  readUsage(message, heard);
  readMarks(message, content, heard);
  readGoAway(message, heard);
  return [...heard.events, ...[...heard.complaints].map((what) => malformed(`in which ${what}`))];
}

function readResumption(message: Fields, heard: Heard): void {
  const update = fieldsOf(message, 'sessionResumptionUpdate', heard) ?? {};
  const handle = shortTextOf(update, 'newHandle', MAX_HANDLE_CHARACTERS, heard);
  // While it generates there is no new one, and the last one stays in force.
  if (isSet(update, 'resumable', heard) && handle !== undefined)
    heard.events.push({ type: 'resumable', handle });
}

/** Pieces of a text, to be put together as they are. */
function readTranscript(
  speaker: 'user' | 'model',
  content: Fields,
  name: string,
  heard: Heard,
): void {
  const text = textOf(fieldsOf(content, name, heard) ?? {}, 'text', heard);
  if (text === undefined) return;
  if (text.length > MAX_TEXT_CHARACTERS) heard.complaints.add('a transcript is too long');
  heard.events.push({ type: 'transcript', speaker, text: text.slice(0, MAX_TEXT_CHARACTERS) });
}

function readMarks(message: Fields, content: Fields, heard: Heard): void {
  if (isSet(content, 'interrupted', heard)) heard.events.push({ type: 'interrupted' });
  if (isSet(content, 'generationComplete', heard))
    heard.events.push({ type: 'generationComplete' });
  const why = whyOf(content, heard);
  if (isEnd(message, content, heard)) heard.events.push({ type: 'turnComplete', ...why });
}

/**
 * A model that goes on thinking behind its words ends each utterance with `turnComplete` and says
 * `IN_PROGRESS`; only when it is `IDLE`, which may be said later and alone, has the turn ended. Other
 * models leave the status out (ai.google.dev/gemini-api/docs/live-api/thinking).
 */
function isEnd(message: Fields, content: Fields, heard: Heard): boolean {
  const turnComplete = isSet(content, 'turnComplete', heard);
  const outer = shortTextOf(message, 'interactionStatus', MAX_WORD_CHARACTERS, heard);
  const inner = shortTextOf(content, 'interactionStatus', MAX_WORD_CHARACTERS, heard);
  switch (inner ?? outer) {
    case 'IN_PROGRESS':
      return false;
    case 'IDLE':
    // What `IDLE` was called before.
    case 'REQUIRES_ACTION':
      return true;
    default:
      return turnComplete;
  }
}

function whyOf(content: Fields, heard: Heard): { why?: string } {
  const why = shortTextOf(content, 'turnCompleteReason', MAX_WORD_CHARACTERS, heard);
  if (why === undefined || why === 'TURN_COMPLETE_REASON_UNSPECIFIED') return {};
  if (/^[A-Z_]+$/.test(why)) return { why };
  heard.complaints.add('turnCompleteReason is not a word in capitals');
  return {};
}

function readGoAway(message: Fields, heard: Heard): void {
  const goAway = fieldsOf(message, 'goAway', heard);
  if (goAway === undefined) return;
  const timeLeftMs = durationMs(goAway['timeLeft'] ?? '0s');
  if (timeLeftMs === undefined) heard.complaints.add('timeLeft is not a duration');
  else heard.events.push({ type: 'goAway', timeLeftMs });
}

const malformed = (what: string): SessionEvent => ({
  type: 'malformed',
  reason: `The service sent a message ${what}.`,
});
