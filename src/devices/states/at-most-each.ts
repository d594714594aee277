/** Does something after changes: when they have settled, but at most once in a time, and within another. */
import type { Cancel, Clock } from '../../system/clock.ts';

export interface AtMostEachParts {
  readonly clock: Clock;
  readonly everyMs: number;
  /** After the first change, when they do not settle. */
  readonly withinMs: number;
  readonly run: () => void;
}

type State =
  | { readonly name: 'resting' }
  | { readonly name: 'due'; readonly latestMs: number; readonly cancel: Cancel }
  | { readonly name: 'closed' };

/** For so long nothing more must come. */
const QUIET_MS = 100;

export class AtMostEach {
  readonly #parts: AtMostEachParts;
  #state: State = { name: 'resting' };
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(parts: AtMostEachParts) {
    this.#parts = parts;
  }

  /** Something changed, and more may come. */
  changed(): void {
    if (this.#state.name === 'closed') return;
    const { clock, withinMs } = this.#parts;
    const latestMs = this.#state.name === 'due' ? this.#state.latestMs : clock.now() + withinMs;
    this.#wait(latestMs, latestMs);
  }

  /** For the moment nothing more comes. */
  settled(): void {
    if (this.#state.name !== 'due') return;
    const { clock, everyMs } = this.#parts;
    this.#wait(Math.max(clock.now() + QUIET_MS, this.#lastMs + everyMs), this.#state.latestMs);
  }

  close(): void {
    if (this.#state.name === 'due') this.#state.cancel();
    this.#state = { name: 'closed' };
  }

  #wait(atMs: number, latestMs: number): void {
    const { clock } = this.#parts;
    if (this.#state.name === 'due') this.#state.cancel();
    const cancel = clock.after(Math.min(atMs, latestMs) - clock.now(), () => this.#run());
    this.#state = { name: 'due', latestMs, cancel };
  }

  #run(): void {
    this.#state = { name: 'resting' };
    this.#lastMs = this.#parts.clock.now();
    this.#parts.run();
  }
}
