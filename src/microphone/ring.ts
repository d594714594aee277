import { BYTES_PER_SAMPLE, msToBytes } from '../audio/pcm.ts';

/** The last `lengthMs` of a sound, in memory that is claimed once. Pieces are whole samples. */
export class Ring {
  readonly #memory: Buffer;
  /** Where the next byte goes. */
  #next = 0;
  #heldBytes = 0;

  constructor({ lengthMs, rateHz }: { readonly lengthMs: number; readonly rateHz: number }) {
    this.#memory = Buffer.alloc(msToBytes(lengthMs, rateHz));
  }

  /** Adds the newest piece; the oldest sound gives way. */
  push(chunk: Buffer): void {
    const size = this.#memory.length;
    if (size < BYTES_PER_SAMPLE) return;
    const skip = Math.max(0, chunk.length - size);
    const untilEnd = Math.min(chunk.length - skip, size - this.#next);
    chunk.copy(this.#memory, this.#next, skip, skip + untilEnd);
    chunk.copy(this.#memory, 0, skip + untilEnd);
    this.#next = (this.#next + chunk.length - skip) % size;
    this.#heldBytes = Math.min(size, this.#heldBytes + chunk.length);
  }

  /** A copy of what is held, the oldest sample first; the ring is empty afterwards. */
  take(): Buffer {
    const size = this.#memory.length;
    const start = size === 0 ? 0 : (this.#next - this.#heldBytes + size) % size;
    const untilEnd = Math.min(this.#heldBytes, size - start);
    const sound = Buffer.concat([
      this.#memory.subarray(start, start + untilEnd),
      this.#memory.subarray(0, this.#heldBytes - untilEnd),
    ]);
    this.clear();
    return sound;
  }

  /** Forgets the sound, also in memory. */
  clear(): void {
    this.#memory.fill(0);
    this.#next = 0;
    this.#heldBytes = 0;
  }
}
