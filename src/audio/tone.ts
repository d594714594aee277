import { BYTES_PER_SAMPLE } from './pcm.ts';

export interface Tone {
  readonly hz: number;
  readonly ms: number;
  readonly rateHz: number;
  /** 0 to 1. */
  readonly amplitude: number;
  /** How long it takes to begin and to end, so that it does not click; 10 if it is not said. */
  readonly fadeMs?: number;
}

/** A sine as s16le mono. */
export function toneOf({ hz, ms, rateHz, amplitude, fadeMs = 10 }: Tone): Buffer {
  const samples = Math.round((ms * rateHz) / 1_000);
  const fadeSamples = (fadeMs * rateHz) / 1_000;
  const pcm = Buffer.alloc(samples * BYTES_PER_SAMPLE);
  for (let i = 0; i < samples; i++) {
    const fade = Math.min(1, i / fadeSamples, (samples - 1 - i) / fadeSamples);
    const wave = Math.sin((2 * Math.PI * hz * i) / rateHz);
    pcm.writeInt16LE(Math.round(amplitude * MAX_SAMPLE * fade * wave), i * BYTES_PER_SAMPLE);
  }
  return pcm;
}

const MAX_SAMPLE = 32_767;
