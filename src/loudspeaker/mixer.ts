import { BYTES_PER_SAMPLE, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { samplesOf } from '../audio/samples.ts';
import { Volume } from '../audio/volume.ts';

/**
 * Makes one sound of the reply and the cues, as loud as it is to be: at the very last moment, so that a cue
 * and a change of the volume are heard in the middle of a reply. Cues follow one another. 24 kHz s16le mono.
 */
export class Mixer {
  readonly #volume: Volume;
  #cues: Buffer = NOTHING;

  /** `volume` is 0 to 100. */
  constructor({ volume }: { readonly volume: number }) {
    this.#volume = new Volume(volume);
  }

  /** Whether no cue is left. */
  get isEmpty(): boolean {
    return this.#cues.length === 0;
  }

  /** 0 to 100; `during` silence it is so at once. */
  setVolume(volume: number, during: 'sound' | 'silence'): void {
    this.#volume.set(volume);
    if (during === 'silence') this.#volume.settle();
  }

  /** Adds a cue; one for which too many others would have to be waited for is dropped. */
  add(cue: Buffer): void {
    if (this.#cues.length + cue.length <= LIMIT_BYTES)
      this.#cues = Buffer.concat([this.#cues, cue]);
  }

  /** No cue is left. */
  clear(): void {
    this.#cues = NOTHING;
  }

  /** All of `reply`, with cues in it, and cues alone up to `bytes` if it is shorter than that. */
  mix(reply: Buffer, bytes: number): Buffer {
    const cues = this.#cues.subarray(0, Math.max(reply.length, bytes));
    this.#cues = this.#cues.subarray(cues.length);
    if (cues.length === 0 && this.#volume.isFull) return reply;
    const sums = new Int32Array(Math.max(reply.length, cues.length) / BYTES_PER_SAMPLE);
    sums.set(samplesOf(reply));
    for (const [i, sample] of samplesOf(cues).entries()) sums[i] = (sums[i] ?? 0) + sample;
    const mixed = this.#volume.applyTo(sums);
    return Buffer.from(mixed.buffer);
  }
}

const NOTHING = Buffer.alloc(0);
/** Of a cue that comes so much later nobody knows what it is about. */
const LIMIT_BYTES = msToBytes(1_000, REPLY_RATE_HZ);
