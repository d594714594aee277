/** A tone, and how loud it is in a sound. */
import { BYTES_PER_SAMPLE } from '../../audio/pcm.ts';
import { decibels } from './levels.ts';

/** s16le mono of a sine that begins and ends softly, so that it does not click. */
export function toneOf({
  hz,
  ms,
  rateHz,
  amplitude,
}: {
  readonly hz: number;
  readonly ms: number;
  readonly rateHz: number;
  /** 0 to 1. */
  readonly amplitude: number;
}): Buffer {
  const samples = Math.round((ms * rateHz) / 1_000);
  const soft = (FADE_MS * rateHz) / 1_000;
  const pcm = Buffer.alloc(samples * BYTES_PER_SAMPLE);
  for (let i = 0; i < samples; i++) {
    const fade = Math.min(1, i / soft, (samples - 1 - i) / soft);
    const value = amplitude * fade * Math.sin((2 * Math.PI * hz * i) / rateHz);
    pcm.writeInt16LE(Math.round(value * MAX_SAMPLE), i * BYTES_PER_SAMPLE);
  }
  return pcm;
}

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

const FADE_MS = 10;
const MAX_SAMPLE = 32_767;
