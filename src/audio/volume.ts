import { REPLY_RATE_HZ } from './pcm.ts';

/**
 * The factor for a loudness as people set it, 0 (silence) to 100 (as it came). Loudness is heard by
 * ratios: the cube, which PulseAudio uses as well, makes equal steps of the setting sound equal.
 */
export const gainOf = (volume: number): number => (Math.min(100, Math.max(0, volume)) / 100) ** 3;

/** How loud sound is made. A change is spread over 10 ms, so that it is no click itself. */
export class Volume {
  #gain: number;
  #goalGain: number;
  #samplesToGoal = 0;

  /** `volume` is 0 to 100. */
  constructor(volume: number) {
    this.#gain = gainOf(volume);
    this.#goalGain = this.#gain;
  }

  /** Whether sound comes out of here as it goes in. */
  get isFull(): boolean {
    return this.#samplesToGoal === 0 && this.#gain === 1;
  }

  /** 0 to 100. */
  set(volume: number): void {
    this.#goalGain = gainOf(volume);
    this.#samplesToGoal = this.#goalGain === this.#gain ? 0 : RAMP_SAMPLES;
  }

  /** Nothing is heard: what was set is so at once. */
  settle(): void {
    this.#gain = this.#goalGain;
    this.#samplesToGoal = 0;
  }

  /** Samples that may be sums, as loud as they are to be; what is too loud is clipped, never wrapped around. */
  applyTo(sums: Int32Array): Int16Array {
    const samples = new Int16Array(sums.length);
    for (let i = 0; i < sums.length; i++) {
      if (this.#samplesToGoal > 0) this.#approach();
      const sample = Math.round((sums[i] ?? 0) * this.#gain);
      samples[i] = Math.min(MAX_SAMPLE, Math.max(MIN_SAMPLE, sample));
    }
    return samples;
  }

  #approach(): void {
    this.#gain += (this.#goalGain - this.#gain) / this.#samplesToGoal;
    this.#samplesToGoal--;
    if (this.#samplesToGoal === 0) this.#gain = this.#goalGain;
  }
}

const RAMP_SAMPLES = (10 * REPLY_RATE_HZ) / 1000;
const MAX_SAMPLE = 32_767;
const MIN_SAMPLE = -32_768;
