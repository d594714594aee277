/**
 * How much sound is to lie in the device: as little as possible, for it is beyond our control, but more
 * where the machine wakes us late.
 */
export class Lead {
  #targetMs = LEAST_MS;

  get targetMs(): number {
    return this.#targetMs;
  }

  /** A sound begins: what an earlier one took may not be needed any more. */
  soundBegins(): void {
    this.#targetMs = Math.max(LEAST_MS, this.#targetMs - STEP_MS);
  }

  /** Woken when the device had so much left, 0 or less if it had run empty. */
  woken(leftMs: number): void {
    if (leftMs < CLOSE_MS) this.#targetMs = Math.min(MOST_MS, this.#targetMs + STEP_MS);
  }
}

/** A piece, and a little. */
const LEAST_MS = 60;
const MOST_MS = 80;
const STEP_MS = 10;
/** So little left is nearly too late. */
const CLOSE_MS = 8;
