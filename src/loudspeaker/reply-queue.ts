import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { WholeSamples } from '../audio/whole-samples.ts';

/** The part of a reply that has arrived and is not played yet. Bounded: what is too much is dropped. */
export class ReplyQueue {
  readonly #samples = new WholeSamples();
  #pieces: Buffer[] = [];
  #heldBytes = 0;
  #phase: 'arriving' | 'too long' | 'complete' = 'complete';
  readonly #tooLong: () => void;

  /** `tooLong` is called once for a reply of which something had to be dropped. */
  constructor({ tooLong }: { readonly tooLong: () => void }) {
    this.#tooLong = tooLong;
  }

  /** Whether more of the reply is to come. */
  get isComplete(): boolean {
    return this.#phase === 'complete';
  }

  get isEmpty(): boolean {
    return this.#heldBytes === 0;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** The next piece of a reply, of any length. */
  push(piece: Buffer): void {
    const whole = this.#samples.push(piece);
    if (this.#heldBytes + whole.length > LIMIT_BYTES) {
      if (this.#phase !== 'too long') this.#tooLong();
      this.#phase = 'too long';
      return;
    }
    if (this.#phase === 'complete') this.#phase = 'arriving';
    if (whole.length > 0) this.#pieces.push(whole);
    this.#heldBytes += whole.length;
  }

  /** Nothing more of this reply will come; half a sample at its end is nothing. */
  complete(): void {
    this.#phase = 'complete';
    this.#samples.reset();
  }

  /** The next `bytes` of it, or what there is; whole samples if `bytes` is. A copy only where pieces are joined. */
  take(bytes: number): Buffer {
    const taken: Buffer[] = [];
    let wantedBytes = Math.min(bytes, this.#heldBytes);
    this.#heldBytes -= wantedBytes;
    while (wantedBytes > 0) {
      const first = this.#pieces[0];
      if (first === undefined) break;
      taken.push(first.subarray(0, wantedBytes));
      if (first.length > wantedBytes) this.#pieces[0] = first.subarray(wantedBytes);
      else this.#pieces.shift();
      wantedBytes -= Math.min(wantedBytes, first.length);
    }
    return taken.length === 1 && taken[0] !== undefined ? taken[0] : Buffer.concat(taken);
  }

  clear(): void {
    this.complete();
    this.#pieces = [];
    this.#heldBytes = 0;
  }
}

/** Ten minutes: the service sends faster than it is played, but no sane answer is longer. */
const LIMIT_BYTES = msToBytes(10 * 60_000, REPLY_RATE_HZ);
