/** Of what happens again and again, a line at once and then a number now and then. */
import type { Cancel, Clock } from './clock.ts';

export interface TallyParts {
  readonly clock: Clock;
  /** `count` is how often it happened since it was last told; 1 when it is the first of its kind. */
  readonly tell: (kind: string, count: number) => void;
}

const EVERY_MS = 10 * 60_000;
/** Room for all kinds that this program knows, and an end to what others may make up. */
const MAX_KINDS = 64;
const OTHERS = 'anything else';

interface Line {
  untold: number;
  cancel: Cancel;
}

/**
 * Tells the first of a kind at once, and what follows as a number every ten minutes. A kind that was
 * not seen for ten minutes is a new one again. When there are very many kinds, all further ones count
 * as `anything else`. `close` tells what is still untold; what comes later is only counted.
 */
export class Tally {
  readonly #parts: TallyParts;
  readonly #lines = new Map<string, Line>();
  #state: 'open' | 'closed' = 'open';
  #total = 0;

  constructor(parts: TallyParts) {
    this.#parts = parts;
  }

  count(kind: string): void {
    this.#total += 1;
    if (this.#state === 'closed') return;
    const name = this.#lines.has(kind) || this.#lines.size < MAX_KINDS ? kind : OTHERS;
    const line = this.#lines.get(name);
    if (line) {
      line.untold += 1;
      return;
    }
    this.#lines.set(name, { untold: 0, cancel: this.#later(name) });
    this.#parts.tell(name, 1);
  }

  /** Of all kinds, since the beginning. */
  get total(): number {
    return this.#total;
  }

  close(): void {
    this.#state = 'closed';
    for (const [name, { untold, cancel }] of this.#lines) {
      cancel();
      if (untold > 0) this.#parts.tell(name, untold);
    }
    this.#lines.clear();
  }

  #later(name: string): Cancel {
    return this.#parts.clock.after(EVERY_MS, () => this.#due(name));
  }

  #due(name: string): void {
    const line = this.#lines.get(name);
    if (!line) return;
    if (line.untold === 0) {
      this.#lines.delete(name);
      return;
    }
    const count = line.untold;
    line.untold = 0;
    line.cancel = this.#later(name);
    this.#parts.tell(name, count);
  }
}
