import type { Cancel, Clock } from '../system/clock.ts';

/** Notices that a loudspeaker does nothing: waits as long as it asks, or must still have something to play. */
export class HangWatch {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #hung: () => void;
  #playedAtMs = 0;
  #state: State = { at: 'rest' };

  /** `hung`: all should have been played for `limitMs`, and it has neither asked nor told anything since. */
  constructor({
    clock,
    limitMs,
    hung,
  }: {
    readonly clock: Clock;
    readonly limitMs: number;
    readonly hung: () => void;
  }) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#hung = hung;
  }

  /** Something is expected of it from here on. */
  begin(): void {
    this.stop();
    this.#playedAtMs = this.#clock.now();
    this.#wait();
  }

  /** It asked, and got so much to play. */
  asked(givenMs: number): void {
    this.#playedAtMs = Math.max(this.#playedAtMs, this.#clock.now()) + givenMs;
  }

  /** Nothing is expected of it. */
  stop(): void {
    if (this.#state.at === 'waiting') this.#state.cancel();
    this.#state = { at: 'rest' };
  }

  /** It asks many times a second: the timer is not set anew each time, but looks again when it is due. */
  #wait(): void {
    const leftMs = this.#playedAtMs + this.#limitMs - this.#clock.now();
    const cancel = this.#clock.after(leftMs, () => {
      this.#state = { at: 'rest' };
      if (this.#clock.now() < this.#playedAtMs + this.#limitMs) this.#wait();
      else this.#hung();
    });
    this.#state = { at: 'waiting', cancel };
  }
}

type State = { readonly at: 'rest' } | { readonly at: 'waiting'; readonly cancel: Cancel };
