import type { Cancel, Clock } from '../../src/system/clock.ts';

/** Time that moves only when told to. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #order = 0;
  readonly #due = new Map<number, { readonly atMs: number; readonly fn: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, fn: () => void): Cancel {
    const id = this.#order++;
    this.#due.set(id, { atMs: this.#nowMs + Math.max(0, delayMs), fn });
    return () => this.#due.delete(id);
  }

  /** Lets `ms` pass; whatever falls due runs at its time, in order, also what was only then started. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const next = [...this.#due]
        .filter(([, timer]) => timer.atMs <= endMs)
        .sort(([a, x], [b, y]) => x.atMs - y.atMs || a - b)[0];
      if (next === undefined) break;
      this.#due.delete(next[0]);
      this.#nowMs = Math.max(this.#nowMs, next[1].atMs);
      next[1].fn();
    }
    this.#nowMs = endMs;
  }

  /** Time passes while nothing is called; what fell due runs at the next `advance`. */
  hang(ms: number): void {
    this.#nowMs += ms;
  }

  /** How many timers are running: a leak shows here. */
  get pending(): number {
    return this.#due.size;
  }
}
