import type { Clock } from '../system/clock.ts';
import { CUT_LIMIT_MS } from './loudspeaker.ts';

/** Knows the sounds that were cut and may still be heard, for as long as their end may take. */
export class Silence {
  readonly #clock: Clock;
  /** When each of them is over at the latest. */
  readonly #fading = new Map<Promise<void>, number>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** A sound was cut; `silent` resolves when it is not heard any more, and never rejects. */
  after(silent: Promise<void>): void {
    this.#fading.set(silent, this.#clock.now() + CUT_LIMIT_MS);
    void silent.then(() => this.#fading.delete(silent));
  }

  /** Whether nothing that was cut is heard any more. */
  get isReached(): boolean {
    const nowMs = this.#clock.now();
    return [...this.#fading.values()].every((latestMs) => latestMs <= nowMs);
  }
}
