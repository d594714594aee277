import { BYTES_PER_SAMPLE } from '../../src/audio/pcm.ts';
import type { Recorder } from '../parts/sound/recorder.ts';
import { PERIOD_MS } from './ear.ts';
import { machineNowMs } from './machine-clock.ts';

/**
 * A recording of a null sink from here on, in which each sample has its time on the clock of the machine. Nothing comes
 * too early: the piece that came with the least delay tells when the recording began.
 */
export class Timeline {
  readonly rateHz: number;
  readonly #recorder: Recorder;
  readonly #mark: number;
  #beganAtMs = Infinity;

  /** Whoever listens to the recorder already goes on hearing it. */
  constructor({ recorder, rateHz }: { readonly recorder: Recorder; readonly rateHz: number }) {
    this.#recorder = recorder;
    this.#mark = recorder.mark;
    this.rateHz = rateHz;
    const pass = recorder.arrived;
    recorder.arrived = (piece) => {
      const lengthMs = this.#toMs((recorder.mark - this.#mark) / BYTES_PER_SAMPLE);
      this.#beganAtMs = Math.min(this.#beganAtMs, machineNowMs() - lengthMs + PERIOD_MS);
      pass(piece);
    };
  }

  /** From that time on, as far as there is a recording, and the time of its first sample. */
  between(fromMs: number, toMs: number): { readonly atMs: number; readonly samples: Int16Array } {
    const all = samplesOf(this.#recorder.since(this.#mark));
    const index = (ms: number) =>
      Math.max(0, Math.round(((ms - this.#beganAtMs) * this.rateHz) / 1_000));
    const first = index(fromMs);
    return {
      atMs: this.#beganAtMs + this.#toMs(first),
      samples: all.subarray(first, index(toMs)),
    };
  }

  #toMs(samples: number): number {
    return (samples * 1_000) / this.rateHz;
  }
}

/** s16le. */
export const samplesOf = (pcm: Buffer): Int16Array =>
  Int16Array.from({ length: pcm.length / BYTES_PER_SAMPLE }, (_, i) =>
    pcm.readInt16LE(i * BYTES_PER_SAMPLE),
  );
