import { BYTES_PER_SAMPLE } from './pcm.ts';

/**
 * Makes whole samples of pieces that were cut anywhere: half a sample at the end of one piece is kept
 * for the next. Without it one odd byte would turn everything after it into noise.
 */
export class WholeSamples {
  #half: Buffer = NOTHING;

  /** What of `piece`, and of what was kept before it, is whole; perhaps nothing. */
  push(piece: Buffer): Buffer {
    const all = this.#half.length === 0 ? piece : Buffer.concat([this.#half, piece]);
    const wholeBytes = all.length - (all.length % BYTES_PER_SAMPLE);
    this.#half = wholeBytes === all.length ? NOTHING : Buffer.from(all.subarray(wholeBytes));
    return all.subarray(0, wholeBytes);
  }

  /** A new sound begins: what was kept of the last one is dropped. */
  reset(): void {
    this.#half = NOTHING;
  }
}

const NOTHING = Buffer.alloc(0);
