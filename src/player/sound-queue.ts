/** What has come and was not written to the device yet, in order. */
export class SoundQueue {
  readonly #pieces: Buffer[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** `pcm` belongs to the queue from here on. */
  push(pcm: Buffer): void {
    if (pcm.length === 0) return;
    this.#pieces.push(pcm);
    this.#bytes += pcm.length;
  }

  /** The next `bytes` of it, or all there is, as memory of its own: it may be changed. */
  take(bytes: number): Buffer {
    const taken = Buffer.allocUnsafe(Math.min(bytes, this.#bytes));
    let filled = 0;
    while (filled < taken.length) {
      const piece = this.#pieces.shift();
      if (piece === undefined) break;
      const copied = piece.copy(taken, filled);
      filled += copied;
      if (copied < piece.length) this.#pieces.unshift(piece.subarray(copied));
    }
    this.#bytes -= filled;
    return taken;
  }

  clear(): void {
    this.#pieces.length = 0;
    this.#bytes = 0;
  }
}
