import { msToBytes, SPEECH_RATE_HZ } from '../../audio/pcm.ts';
import { SILENCE_DB } from './levels.ts';
import { toneLevelDb } from './tone.ts';

export interface ToneHeard {
  readonly state: 'heard' | 'not heard';
  /** Of the tone while it was played, for most of its time; RMS. */
  readonly levelDb: number;
  /** Of the same frequency before. */
  readonly beforeDb: number;
}

/**
 * Whether a tone of a second at `hz` is in what was heard meanwhile, which is longer since nobody knows when it
 * arrives: for most of a second there is far more of it than before, and more than of the frequencies beside
 * it, which speech and noise have as well.
 */
export function judgeTone({
  before,
  during,
  hz,
}: {
  readonly before: Buffer;
  readonly during: Buffer;
  readonly hz: number;
}): ToneHeard {
  const beforeDb = Math.max(SILENCE_DB, ...windowsOf(before).map((window) => levelDb(window, hz)));
  const standing = windowsOf(during)
    .map((window) => {
      const level = levelDb(window, hz);
      const beside = Math.max(...BESIDE.map((part) => levelDb(window, hz * part)));
      return level >= beside + STANDS_OUT_DB ? level : SILENCE_DB;
    })
    .sort((a, b) => b - a);
  const level = standing[LEAST_WINDOWS - 1] ?? SILENCE_DB;
  const isHeard = level >= Math.max(beforeDb + LOUDER_DB, LEAST_DB);
  return { state: isHeard ? 'heard' : 'not heard', levelDb: level, beforeDb };
}

const levelDb = (window: Buffer, hz: number): number =>
  toneLevelDb(window, { hz, rateHz: SPEECH_RATE_HZ });

function windowsOf(pcm: Buffer): Buffer[] {
  const windows: Buffer[] = [];
  for (let at = 0; at + WINDOW_BYTES <= pcm.length; at += STEP_BYTES)
    windows.push(pcm.subarray(at, at + WINDOW_BYTES));
  return windows;
}

const WINDOW_BYTES = msToBytes(100, SPEECH_RATE_HZ);
const STEP_BYTES = msToBytes(50, SPEECH_RATE_HZ);
/** 600 ms of the second. */
const LEAST_WINDOWS = 11;
/** A fifth of the frequency: farther than the window blurs, and not a harmonic of anything likely. */
const BESIDE = [0.8, 1.2];
const STANDS_OUT_DB = 6;
const LOUDER_DB = 10;
const LEAST_DB = -85;
