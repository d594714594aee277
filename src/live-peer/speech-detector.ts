/** Pure: where speech begins and ends in a stream of sound, by how loud it is; in the time of the sound, not of a clock. */
import { BYTES_PER_SAMPLE, msToBytes } from '../audio/pcm.ts';
import type { Setup } from './setup-message.ts';

/** `AutomaticActivityDetection` of the setup, with what holds where it says nothing. */
export interface Detection {
  /** Root mean square of what is speech, and of what goes on being speech. */
  readonly startLevel: number;
  readonly stayLevel: number;
  /** So much speech makes a start of it (`prefixPaddingMs`). */
  readonly startMs: number;
  /** So much silence makes an end of it (`silenceDurationMs`). */
  readonly endMs: number;
}

export interface Ear {
  readonly hears:
    | { readonly type: 'silence' }
    /** Too short to be speech so far. */
    | { readonly type: 'something'; readonly held: readonly Buffer[] }
    | { readonly type: 'speech'; readonly silentMs: number };
  /** Less than a frame. */
  readonly rest: Buffer;
}

/** In order, as it stands in the sound. */
export type Overheard =
  | { readonly type: 'begin' }
  | { readonly type: 'speech'; readonly pcm: Buffer }
  | { readonly type: 'end' }
  | { readonly type: 'silence'; readonly pcm: Buffer };

const FRAME_MS = 20;

/** Which levels the words of the API stand for is not documented; a room is at about 100, speech at 1000 and more. */
const START_LEVELS = { START_SENSITIVITY_HIGH: 400, START_SENSITIVITY_LOW: 1_600 } as const;

/** The documentation names no defaults but HIGH; these are of the order that users report. */
export function detectionOf({ realtimeInputConfig }: Setup): Detection {
  const {
    startOfSpeechSensitivity = 'START_SENSITIVITY_HIGH',
    endOfSpeechSensitivity = 'END_SENSITIVITY_HIGH',
    prefixPaddingMs = FRAME_MS,
    silenceDurationMs = endOfSpeechSensitivity === 'END_SENSITIVITY_HIGH' ? 500 : 1_000,
  } = realtimeInputConfig?.automaticActivityDetection ?? {};
  const startLevel = START_LEVELS[startOfSpeechSensitivity];
  const stayLevel = endOfSpeechSensitivity === 'END_SENSITIVITY_HIGH' ? startLevel : startLevel / 2;
  return { startLevel, stayLevel, startMs: prefixPaddingMs, endMs: silenceDurationMs };
}

export const closedEar: Ear = { hears: { type: 'silence' }, rest: Buffer.alloc(0) };

/** Goes on listening, to `pcm`, which follows on what was heard before. */
export function listen(
  ear: Ear,
  { pcm, rateHz }: { readonly pcm: Buffer; readonly rateHz: number },
  detection: Detection,
): { readonly ear: Ear; readonly overheard: readonly Overheard[] } {
  const sound = Buffer.concat([ear.rest, pcm]);
  const frameBytes = msToBytes(FRAME_MS, rateHz);
  const overheard: Overheard[] = [];
  let { hears } = ear;
  let at = 0;
  for (; at + frameBytes <= sound.length; at += frameBytes) {
    const next = hear(hears, sound.subarray(at, at + frameBytes), detection);
    hears = next.hears;
    overheard.push(...next.overheard);
  }
  return { ear: { hears, rest: sound.subarray(at) }, overheard: joined(overheard) };
}

type Heard = { readonly hears: Ear['hears']; readonly overheard: readonly Overheard[] };

function hear(hears: Ear['hears'], frame: Buffer, detection: Detection): Heard {
  const level = loudness(frame);
  switch (hears.type) {
    case 'silence':
      return suspect([], frame, level, detection);
    case 'something':
      return suspect(hears.held, frame, level, detection);
    case 'speech': {
      const silentMs = level >= detection.stayLevel ? 0 : hears.silentMs + FRAME_MS;
      const speech: Overheard = { type: 'speech', pcm: frame };
      if (silentMs < detection.endMs)
        return { hears: { type: 'speech', silentMs }, overheard: [speech] };
      return { hears: { type: 'silence' }, overheard: [speech, { type: 'end' }] };
    }
  }
}

function suspect(
  before: readonly Buffer[],
  frame: Buffer,
  level: number,
  detection: Detection,
): Heard {
  const held = [...before, frame];
  const pcm = Buffer.concat(held);
  if (level < detection.startLevel)
    return { hears: { type: 'silence' }, overheard: [{ type: 'silence', pcm }] };
  if (held.length * FRAME_MS < detection.startMs)
    return { hears: { type: 'something', held }, overheard: [] };
  return {
    hears: { type: 'speech', silentMs: 0 },
    overheard: [{ type: 'begin' }, { type: 'speech', pcm }],
  };
}

/** Root mean square. */
function loudness(frame: Buffer): number {
  let sum = 0;
  for (let at = 0; at < frame.length; at += BYTES_PER_SAMPLE) sum += frame.readInt16LE(at) ** 2;
  return Math.sqrt((sum * BYTES_PER_SAMPLE) / frame.length);
}

/** What follows one another and is of a kind, in one piece. */
function joined(overheard: readonly Overheard[]): readonly Overheard[] {
  const pieces: Overheard[] = [];
  for (const next of overheard) {
    const last = pieces.at(-1);
    if (last && 'pcm' in last && 'pcm' in next && last.type === next.type)
      pieces[pieces.length - 1] = { type: last.type, pcm: Buffer.concat([last.pcm, next.pcm]) };
    else pieces.push(next);
  }
  return pieces;
}
