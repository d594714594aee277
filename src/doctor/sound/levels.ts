/** How loud a sound is. Levels are in dBFS: 0 is as loud as a sample can be, for peak and for RMS alike. */
import { BYTES_PER_SAMPLE } from '../../audio/pcm.ts';

export interface Levels {
  readonly samples: number;
  /** The sample that is farthest from the middle of the sound. */
  readonly peakDb: number;
  readonly rmsDb: number;
  /** How far the middle is from zero, as a part of full scale, -1 to 1. */
  readonly offset: number;
  /** Highest less lowest sample, in steps of the converter. */
  readonly spread: number;
  /** Samples that stand at an end of the scale, several in a row. */
  readonly clipped: number;
}

/** Less than the least step, where there is nothing at all. */
export const SILENCE_DB = -100;

/** Of s16le mono. */
export function levelsOf(pcm: Buffer): Levels {
  const samples = Math.floor(pcm.length / BYTES_PER_SAMPLE);
  let [sum, squares, lowest, highest] = [0, 0, MAX, MIN];
  let [clipped, atTheEnd, endBefore] = [0, 0, 0];
  for (let i = 0; i < samples; i++) {
    const sample = pcm.readInt16LE(i * BYTES_PER_SAMPLE);
    sum += sample;
    squares += sample * sample;
    lowest = Math.min(lowest, sample);
    highest = Math.max(highest, sample);
    const end = sample >= MAX - NEAR ? 1 : sample <= MIN + NEAR ? -1 : 0;
    atTheEnd = end !== 0 && end === endBefore ? atTheEnd + 1 : Math.abs(end);
    endBefore = end;
    if (atTheEnd === IN_A_ROW) clipped += IN_A_ROW;
    else if (atTheEnd > IN_A_ROW) clipped += 1;
  }
  if (samples === 0) return NOTHING;
  const middle = sum / samples;
  const variance = Math.max(0, squares / samples - middle * middle);
  return {
    samples,
    peakDb: decibels(Math.max(highest - middle, middle - lowest) / FULL_SCALE),
    rmsDb: decibels(Math.sqrt(variance) / FULL_SCALE),
    offset: middle / FULL_SCALE,
    spread: highest - lowest,
    clipped,
  };
}

/** Of an amplitude between 0 and 1. */
export const decibels = (amplitude: number): number =>
  amplitude <= 0 ? SILENCE_DB : Math.max(SILENCE_DB, 20 * Math.log10(amplitude));

/** `-23 dBFS`. */
export const inDb = (db: number): string => `${Math.round(db)} dBFS`;

const MIN = -32_768;
const MAX = 32_767;
const FULL_SCALE = 32_768;
/** Some converters stop a few steps before the end. */
const NEAR = 8;
/** A single one is a sound that just fits. */
const IN_A_ROW = 3;

const NOTHING: Levels = {
  samples: 0,
  peakDb: SILENCE_DB,
  rmsDb: SILENCE_DB,
  offset: 0,
  spread: 0,
  clipped: 0,
};
