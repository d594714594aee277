/** How loud a tone is in a sound. */
import { BYTES_PER_SAMPLE } from '../../audio/pcm.ts';
import { decibels } from './levels.ts';

/**
 * The RMS level in dBFS of what has the frequency `hz` in s16le mono, by Goertzel's algorithm under a Hann
 * window, which keeps loud sound of other frequencies out.
 */
export function toneLevelDb(pcm: Buffer, { hz, rateHz }: { hz: number; rateHz: number }): number {
  const samples = Math.floor(pcm.length / BYTES_PER_SAMPLE);
  if (samples < 2) return decibels(0);
  const angle = (2 * Math.PI * hz) / rateHz;
  const coefficient = 2 * Math.cos(angle);
  let [before, beforeThat] = [0, 0];
  for (let i = 0; i < samples; i++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / samples);
    const sample = (pcm.readInt16LE(i * BYTES_PER_SAMPLE) / 32_768) * hann;
    [before, beforeThat] = [sample + coefficient * before - beforeThat, before];
  }
  const power = before ** 2 + beforeThat ** 2 - coefficient * before * beforeThat;
  // The mean of the window is a half; a sine's RMS is its amplitude by the root of two.
  const amplitude = (4 * Math.sqrt(Math.max(0, power))) / samples;
  return decibels(amplitude / Math.SQRT2);
}
