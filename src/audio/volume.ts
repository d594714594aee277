import { BYTES_PER_SAMPLE } from './pcm.ts';

/**
 * The factor for a loudness as people set it, 0 (silence) to 100 (as it came). Loudness is heard by
 * ratios: the cube, which PulseAudio uses as well, makes equal steps of the setting sound equal.
 */
export const gainOf = (volume: number): number => (Math.min(100, Math.max(0, volume)) / 100) ** 3;

/** A copy of s16le `pcm`, as loud as `gain` makes it; what is too loud is clipped, never wrapped around. */
export function withGain(pcm: Buffer, gain: number): Buffer {
  const louder = Buffer.allocUnsafe(pcm.length);
  for (let at = 0; at + BYTES_PER_SAMPLE <= pcm.length; at += BYTES_PER_SAMPLE) {
    const sample = Math.round(pcm.readInt16LE(at) * gain);
    louder.writeInt16LE(Math.min(MAX_SAMPLE, Math.max(MIN_SAMPLE, sample)), at);
  }
  return louder;
}

const MAX_SAMPLE = 32_767;
const MIN_SAMPLE = -32_768;
