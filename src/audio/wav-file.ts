import { closeSync, openSync, writeSync } from 'node:fs';
import { WAV_HEADER_BYTES, wavHeader } from './wav.ts';

/** A mono s16le WAVE file that grows; it can be read at any time, also while it is written. */
export class WavFile {
  readonly #descriptor: number;
  readonly #rateHz: number;
  #dataBytes = 0;

  /** Makes or empties the file; throws when it cannot. */
  constructor({ path, rateHz }: { readonly path: string; readonly rateHz: number }) {
    this.#rateHz = rateHz;
    this.#descriptor = openSync(path, 'w');
    this.append(Buffer.alloc(0));
  }

  /** Whole samples. */
  append(pcm: Buffer): void {
    writeSync(this.#descriptor, pcm, 0, pcm.length, WAV_HEADER_BYTES + this.#dataBytes);
    this.#dataBytes += pcm.length;
    const header = wavHeader({ rateHz: this.#rateHz, dataBytes: this.#dataBytes });
    writeSync(this.#descriptor, header, 0, header.length, 0);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
