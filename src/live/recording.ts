import { bytesToMs, SPEECH_RATE_HZ } from '../audio/pcm.ts';

export type Piece = { readonly pcm: Buffer } | { readonly jpeg: Buffer };

/** Pictures beyond this are left out; a minute of them at usual sizes takes less. */
const MAX_IMAGE_BYTES = 16 * 1024 * 1024;

/** What the user says, and shows, in order; kept whole so that it can be said again. */
export class Recording {
  readonly #longestMs: number;
  #pieces: Piece[];
  #soundBytes: number;
  #imageBytes = 0;

  /** Beyond `longestMs` the oldest sound is forgotten. */
  constructor(before: Buffer, longestMs = Number.POSITIVE_INFINITY) {
    this.#longestMs = longestMs;
    this.#pieces = [{ pcm: before }];
    this.#soundBytes = before.length;
  }

  /** 16 kHz s16le mono. */
  addSound(pcm: Buffer): void {
    this.#pieces.push({ pcm });
    this.#soundBytes += pcm.length;
    while (bytesToMs(this.#soundBytes, SPEECH_RATE_HZ) > this.#longestMs) {
      const oldest = this.#pieces.shift();
      if (oldest === undefined) return;
      if ('pcm' in oldest) this.#soundBytes -= oldest.pcm.length;
    }
  }

  /** Whether there was room for it. */
  addImage(jpeg: Buffer): boolean {
    if (this.#imageBytes + jpeg.length > MAX_IMAGE_BYTES) return false;
    this.#imageBytes += jpeg.length;
    this.#pieces.push({ jpeg });
    return true;
  }

  /** Whether there is no sound in it yet. */
  get isSilent(): boolean {
    return this.#soundBytes === 0;
  }

  clear(): void {
    this.#pieces = [];
    this.#soundBytes = this.#imageBytes = 0;
  }

  /** In as few pieces as there can be. */
  *pieces(): Generator<Piece> {
    let sound: Buffer[] = [];
    const gathered = (): Piece[] => {
      const pcm = Buffer.concat(sound);
      sound = [];
      return pcm.length > 0 ? [{ pcm }] : [];
    };
    for (const piece of this.#pieces) {
      if ('pcm' in piece) sound.push(piece.pcm);
      else yield* [...gathered(), piece];
    }
    yield* gathered();
  }
}
