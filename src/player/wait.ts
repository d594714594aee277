import type { Clock } from '../system/clock.ts';

/** One who waits for something to be so, or for some time, whichever comes first. */
export class Wait {
  readonly #clock: Clock;
  #look: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Something happened: what is waited for may be so. */
  look(): void {
    this.#look();
  }

  /** Resolves when it is so, or after `limitMs`. One at a time. */
  until(isSo: () => boolean, limitMs?: number): Promise<void> {
    if (isSo()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        this.#look = () => {};
        resolve();
      };
      const cancel = limitMs === undefined ? () => {} : this.#clock.after(limitMs, done);
      this.#look = () => {
        if (isSo()) done();
      };
    });
  }
}
