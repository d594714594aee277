import type { Soon } from '../../../src/system/soon.ts';

/** An event loop whose turns are given by hand. */
export class Turns {
  readonly #due = new Set<() => void>();

  readonly soon: Soon = (fn) => {
    const own = () => fn();
    this.#due.add(own);
    return () => void this.#due.delete(own);
  };

  get due(): number {
    return this.#due.size;
  }

  /** One turn: what is due, but not what that makes due. */
  one(): void {
    for (const fn of [...this.#due]) {
      this.#due.delete(fn);
      fn();
    }
  }

  /** Until nothing is due. */
  all(): void {
    while (this.#due.size > 0) this.one();
  }
}
