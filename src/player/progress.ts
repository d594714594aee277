import type { Report } from './protocol.ts';

/** How much of a sound has come and has been heard; says so now and then, and when it is all there is. */
export class Progress {
  readonly #say: (report: Report) => void;
  #givenBytes = 0;
  #playedBytes = 0;
  #tellNextMs = 0;

  constructor(say: (report: Report) => void) {
    this.#say = say;
  }

  /** As was told last. */
  get playedBytes(): number {
    return this.#playedBytes;
  }

  /** That what has come is too little. */
  get faded(): Report {
    return { report: 'faded', givenBytes: this.#givenBytes };
  }

  /** So much more has come. */
  given(bytes: number): void {
    this.#givenBytes += bytes;
  }

  /** The first of it is in the device. */
  begins(nowMs: number): void {
    this.#tellNextMs = nowMs + TELL_EVERY_MS;
  }

  /** So much has been heard, all in all. */
  played(bytes: number): void {
    this.#playedBytes = bytes;
  }

  /** So much has been heard, all in all; to be told, unless that was done just now. */
  tell(playedBytes: number, nowMs: number): void {
    if (playedBytes === this.#playedBytes) return;
    if (playedBytes < this.#givenBytes && nowMs < this.#tellNextMs) return;
    this.#playedBytes = playedBytes;
    this.#tellNextMs = nowMs + TELL_EVERY_MS;
    this.#say({ report: 'played', playedBytes, givenBytes: this.#givenBytes });
  }
}

/** More than one piece, and less than two, however late we are woken. */
export const TELL_EVERY_MS = 58;
