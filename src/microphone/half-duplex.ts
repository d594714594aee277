import type { Clock } from '../system/clock.ts';
import type { Attention } from './microphone.ts';

/**
 * Tells the device's own sound from everybody else's in what it hears. Sound is handed over later than it was
 * heard: also a moment after its own sound has ended, what is heard is the device's own.
 */
export class HalfDuplex {
  readonly #clock: Clock;
  readonly #isQuiet: () => boolean;
  #state: State = { name: 'quiet' };

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

  /**
   * Whose sound is in a chunk that is handed over now; to be asked for each of them. `askedMs`: for how long
   * somebody has been asked to speak, 0 if nobody is. The device was silenced then, and is silent in a moment.
   */
  whose(attention: Attention, askedMs = 0): 'own' | "somebody else's" {
    if (!this.#isQuiet()) this.#state = { name: 'sounding' };
    // It ended at some time since the last chunk.
    else if (this.#state.name === 'sounding')
      this.#state = { name: 'ended', atMs: this.#clock.now() };
    if (this.#state.name === 'ended' && this.#clock.now() - this.#state.atMs >= LATE_MS[attention])
      this.#state = { name: 'quiet' };
    return this.#state.name === 'quiet' || askedMs >= LONGEST_OWN_MS ? "somebody else's" : 'own';
  }
}

type State =
  | { readonly name: 'quiet' }
  | { readonly name: 'sounding' }
  /** What is handed over may still be from before. */
  | { readonly name: 'ended'; readonly atMs: number };

/** A fade and a chime take less; a loudspeaker that hangs must not make the device deaf. */
const LONGEST_OWN_MS = 600;
/** How late sound may be handed over; see the port of the microphone. */
const LATE_MS: Readonly<Record<Attention, number>> = { closely: 50, loosely: 205 };
