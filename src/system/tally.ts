/** Of what happens again and again, a line at once and then a number now and then. */
import type { Cancel, Clock } from './clock.ts';

export interface TallyParts<Detail> {
  readonly clock: Clock;
  /**
   * `count` is how often it happened since it was last told; 1 when it is the first of its kind. `newest` is what was
   * known of the last time.
   */
  readonly tell: (kind: string, count: number, newest: Detail) => void;
  /** How long after the first of a kind the others are told for the first time; ten seconds when it is left out. */
  readonly soonMs?: number;
}

/** Whether it was one of its kind or the first of thousands is known soon. */
const SOON_MS = 10_000;
export const EVERY_MS = 10 * 60_000;
/** Room for all kinds that this program knows, and an end to what others may make up. */
const MAX_KINDS = 64;
/** The kind of all that there is no room for. */
export const OTHERS = 'anything else';

interface Line<Detail> {
  untold: number;
  newest: Detail;
  cancel: Cancel;
  /** How long it is waited to tell what has come by then. */
  waitMs: number;
}

/**
 * Tells the first of a kind at once, and what follows as a number, after ten seconds and then every ten minutes. A
 * kind that was not seen for ten minutes is a new one again. When there are very many kinds, all further ones count
 * as `anything else`. `close` tells what is still untold; what comes later is only counted.
 */
export class Tally<Detail = void> {
  readonly #parts: TallyParts<Detail>;
  readonly #lines = new Map<string, Line<Detail>>();
  #state: 'open' | 'closed' = 'open';
  #total = 0;

  constructor(parts: TallyParts<Detail>) {
    this.#parts = parts;
  }

  count(kind: string, newest: Detail): void {
    this.#total += 1;
    if (this.#state === 'closed') return;
    const name = this.#lines.has(kind) || this.#lines.size < MAX_KINDS ? kind : OTHERS;
    const line = this.#lines.get(name);
    if (line) {
      line.untold += 1;
      line.newest = newest;
      return;
    }
    const { soonMs: waitMs = SOON_MS } = this.#parts;
    this.#lines.set(name, { untold: 0, newest, waitMs, cancel: this.#later(name, waitMs) });
    this.#parts.tell(name, 1, newest);
  }

  /** Those that are told, or will be. */
  get kinds(): Iterable<string> {
    return this.#lines.keys();
  }

  /** Of all kinds, since the beginning. */
  get total(): number {
    return this.#total;
  }

  close(): void {
    this.#state = 'closed';
    for (const [name, { untold, cancel, newest }] of this.#lines) {
      cancel();
      if (untold > 0) this.#parts.tell(name, untold, newest);
    }
    this.#lines.clear();
  }

  #later(name: string, waitMs: number): Cancel {
    return this.#parts.clock.after(waitMs, () => this.#due(name));
  }

  #due(name: string): void {
    const line = this.#lines.get(name);
    if (!line) return;
    const { untold, waitMs, newest } = line;
    if (untold === 0 && waitMs === EVERY_MS) {
      this.#lines.delete(name);
      return;
    }
    line.untold = 0;
    line.waitMs = EVERY_MS;
    line.cancel = this.#later(name, EVERY_MS);
    if (untold > 0) this.#parts.tell(name, untold, newest);
  }
}
