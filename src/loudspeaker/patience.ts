import type { Cancel, Clock } from '../system/clock.ts';

/** Waits for one thing at a time, and not for ever. */
export class Patience {
  readonly #clock: Clock;
  readonly #atEnd: (what: string) => void;
  #waiting: { readonly what: string; cancel: Cancel } | undefined;

  constructor({
    clock,
    atEnd,
  }: {
    readonly clock: Clock;
    /** It did not come: `what` was not done in its time. */
    readonly atEnd: (what: string) => void;
  }) {
    this.#clock = clock;
    this.#atEnd = atEnd;
  }

  /** What is waited for from here on, if anything; goes on waiting if it is what was waited for before. */
  expect(awaited: Awaited | undefined): void {
    if (awaited?.hang === this.#waiting?.what) return;
    this.reset();
    if (awaited === undefined) return;
    const { hang: what, limitMs } = awaited;
    // It may have come while we ourselves were busy: what waits to be read is read first.
    const cancel = this.#clock.after(limitMs - LOOK_AGAIN_MS, () => {
      if (this.#waiting === undefined) return;
      this.#waiting.cancel = this.#clock.after(LOOK_AGAIN_MS, () => {
        this.#waiting = undefined;
        this.#atEnd(what);
      });
    });
    this.#waiting = { what, cancel };
  }

  /** It has come. */
  reset(): void {
    this.#waiting?.cancel();
    this.#waiting = undefined;
  }
}

export interface Awaited {
  /** What was not done, if the time is over. */
  readonly hang: string;
  readonly limitMs: number;
}

const LOOK_AGAIN_MS = 50;
