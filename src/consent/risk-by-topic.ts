/** What topic and payload say of the risk, where the name of the thing does not. */
import { speakOf } from './danger-words.ts';
import { heardIn } from './phrases.ts';
import type { RiskByName } from './risk-by-name.ts';

/** Where programs are told to do something to themselves, or anything to any device. */
const PROGRAMS: readonly (readonly [RegExp, RiskByName])[] = [
  [/(?:^|\/)bridge\/request\/(?:permit_join|install_code|touchlink)(?:\/|$)/, 'join'],
  [/(?:^|\/)bridge\/request\/restart$/, 'restart'],
  [/(?:^|\/)bridge\/request\/device\/ota_update\//, 'update'],
  [/(?:^|\/)bridge\/request\//, 'setup'],
  [/(?:^|\/)_CLIENTS\/[^/]+\/(?:api|broadcast|multicast)\//, 'setup'],
];

/** The last part of a topic of Tasmota, which has `cmnd` before it somewhere. */
const OF_TASMOTA: ReadonlyMap<string, RiskByName> = new Map([
  ['restart', 'restart'],
  ['reset', 'restart'],
  ['upgrade', 'update'],
]);

/** That nobody may join any more. */
const CLOSED = /^\s*(?:false|\{\s*"time"\s*:\s*0\s*\})\s*$/;

/** A sentence is no command. */
const MOST_WORDS = 3;

interface Message {
  readonly topic: string;
  readonly payload: string;
}

/** Of a request to a program, whoever makes it. */
export function riskByProgram({ topic, payload }: Message): RiskByName | undefined {
  const segments = topic.split('/');
  const command = segments.at(-1)?.toLowerCase() ?? '';
  const ofTasmota = segments.includes('cmnd') ? OF_TASMOTA.get(command) : undefined;
  const risk = ofTasmota ?? PROGRAMS.find(([pattern]) => pattern.test(topic))?.[1];
  return risk === 'join' && CLOSED.test(payload) ? undefined : risk;
}

/**
 * Of a message to something of which nothing else is known: what unlocks, disarms or opens a door says so. Where the
 * topic names the door, a payload that only says `OPEN` is enough, but for a cover: its own name and class count.
 */
export function riskByWords(
  { topic, payload }: Message,
  { isCover = false }: { readonly isCover?: boolean } = {},
): RiskByName | undefined {
  const told = heardIn(payload);
  const isCommand = /^\s*\{/.test(payload) || told.length <= MOST_WORDS;
  const said = isCommand ? told : [];
  const words = [...heardIn(topic), ...said];
  if (speakOf(words, 'keys')) return undefined;
  if (speakOf(words, 'unlock')) return 'unlock';
  if (speakOf(words, 'disarm')) return 'disarm';
  if (!speakOf(said, 'open')) return undefined;
  return isWayIn(said) || (!isCover && isWayIn(words)) ? 'open' : undefined;
}

const isWayIn = (words: readonly string[]): boolean =>
  speakOf(words, 'door', 'gate', 'garage', 'safe') && !speakOf(words, 'window', 'shutter', 'other');
