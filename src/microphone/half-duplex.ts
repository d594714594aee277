import type { Clock } from '../system/clock.ts';
import type { Attention } from './microphone.ts';

/**
 * Tells the device's own sound from everybody else's in what it hears. Sound is handed over later than it was
 * heard, and a room echoes: also a moment after its own sound has ended, what is heard is the device's own.
 */
export class HalfDuplex {
  readonly #clock: Clock;
  readonly #isQuiet: () => boolean;
  #endedAtMs = Number.NEGATIVE_INFINITY;

  constructor({
    clock,
    isQuiet,
  }: {
    readonly clock: Clock;
    /** Whether the device itself makes no sound. */
    readonly isQuiet: () => boolean;
  }) {
    this.#clock = clock;
    this.#isQuiet = isQuiet;
  }

  /** Whose sound is in a chunk that is handed over now. To be asked for each of them. */
  whose(attention: Attention): 'own' | "somebody else's" {
    const nowMs = this.#clock.now();
    if (!this.#isQuiet()) this.#endedAtMs = nowMs;
    return nowMs - this.#endedAtMs < LATE_MS[attention] ? 'own' : "somebody else's";
  }
}

/** How late sound may be handed over, with the first echo of a room. */
const LATE_MS: Readonly<Record<Attention, number>> = { closely: 60, loosely: 160 };
