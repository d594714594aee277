/**
 * How many things are acted on within one turn, by the tools for devices and by commands together, so that many
 * small acts count as the large one that they are.
 */
import type { Clock } from '../system/clock.ts';

/** An open microphone has one turn for as long as it is open. */
const COUNTED_MS = 20_000;

export interface ReachParts {
  readonly clock: Clock;
  /** More are confirmed first. */
  readonly limit: number;
  /** Another number for each turn that begins. */
  readonly turn: () => number;
}

export class Reach {
  readonly #parts: ReachParts;
  #turn: number | undefined;
  /** When each was acted on last. */
  readonly #acted = new Map<string, number>();

  constructor(parts: ReachParts) {
    this.#parts = parts;
  }

  /** Why acting on these as well must be confirmed, as the end of a sentence; `undefined`: it need not be. */
  tooMuch(ids: readonly string[]): string | undefined {
    this.#forget();
    const { size } = new Set([...this.#acted.keys(), ...ids]);
    if (size <= this.#parts.limit) return undefined;
    const others = size > new Set(ids).size ? 'together with what was done just before, ' : '';
    return `${others}it acts on ${size} devices at once`;
  }

  acted(ids: readonly string[]): void {
    this.#forget();
    for (const id of ids) this.#acted.set(id, this.#parts.clock.now());
  }

  #forget(): void {
    const nowMs = this.#parts.clock.now();
    const turn = this.#parts.turn();
    for (const [id, atMs] of this.#acted)
      if (turn !== this.#turn || nowMs - atMs > COUNTED_MS) this.#acted.delete(id);
    this.#turn = turn;
  }
}
