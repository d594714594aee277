/**
 * How much sound is to lie in the device: as little as possible, for it is beyond our control, but more, in
 * shorter pieces, where the machine is slow to let us give it some.
 */
export class Lead {
  #level = 0;
  /** `close`: it was nearly too late once. */
  #sound: 'calm' | 'close' = 'calm';

  get targetMs(): number {
    return this.#at.targetMs;
  }

  /** Those that are written if there is enough for them. */
  get pieces(): 'whole' | 'short' {
    return this.#at.pieces;
  }

  /** A sound begins: after one that did not need what there was, less may do. */
  soundBegins(): void {
    if (this.#sound === 'calm') this.#level = Math.max(0, this.#level - 1);
    this.#sound = 'calm';
  }

  /** The device had so much left when it was given more; 0 or less if it had run empty. */
  was(leftMs: number): void {
    if (leftMs >= CLOSE_MS) return;
    this.#sound = 'close';
    this.#level = Math.min(LEVELS.length - 1, this.#level + 1);
  }

  get #at(): Level {
    return LEVELS[this.#level] ?? CALM;
  }
}

interface Level {
  readonly targetMs: number;
  readonly pieces: 'whole' | 'short';
}

/** A whole piece, and the time to write the next one. */
const CALM: Level = { targetMs: 60, pieces: 'whole' };
const LEVELS: readonly Level[] = [
  CALM,
  { targetMs: 80, pieces: 'short' },
  { targetMs: 100, pieces: 'short' },
];
/** So little left is nearly too late. */
const CLOSE_MS = 10;
