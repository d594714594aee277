/** Pauses in a sound that should have none. */
import { BYTES_PER_SAMPLE } from '../../src/audio/pcm.ts';
import { GAP_MS, LOUD, type Pause } from './ear.ts';

export interface Heard {
  /** From the first loud sample to the last. */
  readonly spanMs: number;
  /** All of it that was sound. */
  readonly soundMs: number;
  /** Each of `GAP_MS` or more. */
  readonly pauses: readonly Pause[];
}

/** The sound in a recording, s16le mono, from its first loud sample to its last. */
export function heardIn(pcm: Buffer, rateHz: number): Heard {
  const pauses: Pause[] = [];
  let first: number | undefined;
  let last = 0;
  for (let at = 0; at + BYTES_PER_SAMPLE <= pcm.length; at += BYTES_PER_SAMPLE) {
    if (Math.abs(pcm.readInt16LE(at)) <= LOUD) continue;
    const sample = at / BYTES_PER_SAMPLE;
    const ms = ((sample - last - 1) * 1000) / rateHz;
    if (first !== undefined && ms >= GAP_MS)
      pauses.push({ atMs: ((last + 1 - first) * 1000) / rateHz, ms });
    first ??= sample;
    last = sample;
  }
  const spanMs = first === undefined ? 0 : ((last - first + 1) * 1000) / rateHz;
  return { spanMs, soundMs: spanMs - sum(pauses.map(({ ms }) => ms)), pauses };
}

export const sum = (values: Iterable<number>): number =>
  [...values].reduce((total, value) => total + value, 0);
