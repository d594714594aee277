import type { Cancel, Clock } from '../../../src/system/clock.ts';

interface Due {
  readonly atMs: number;
  readonly fn: () => void;
  timer: NodeJS.Timeout;
}

/** The real time, but for leaps: what nobody wants to wait for is skipped, what is measured is not. */
export class LeapingClock implements Clock {
  readonly #due = new Set<Due>();
  #leaptMs = 0;

  now(): number {
    return performance.now() + this.#leaptMs;
  }

  after(delayMs: number, fn: () => void): Cancel {
    const due: Due = { atMs: this.now() + delayMs, fn, timer: setTimeout(() => {}) };
    this.#due.add(due);
    this.#arm(due);
    return () => {
      clearTimeout(due.timer);
      this.#due.delete(due);
    };
  }

  /** As if so much time had passed: what is due by then happens at once, in order. */
  leap(ms: number): void {
    this.#leaptMs += ms;
    for (;;) {
      const [next] = [...this.#due]
        .filter(({ atMs }) => atMs <= this.now())
        .sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#happen(next);
    }
    for (const due of this.#due) this.#arm(due);
  }

  #arm(due: Due): void {
    clearTimeout(due.timer);
    due.timer = setTimeout(() => this.#happen(due), due.atMs - this.now());
  }

  #happen(due: Due): void {
    clearTimeout(due.timer);
    this.#due.delete(due);
    due.fn();
  }
}
