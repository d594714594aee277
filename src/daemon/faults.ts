/**
 * What does not work at the moment, part by part: said once in the journal, and to whoever asks. A part that comes and
 * goes all the time is said to do so a few times, and then every ten minutes how it is and how often it has changed.
 */
import type { Cancel, Clock } from '../system/clock.ts';
import type { Health } from '../system/health.ts';
import type { Log } from '../system/log.ts';

/** In order of what keeps the household from talking most. */
const PARTS = [
  'budget',
  'key',
  'service',
  'microphone',
  'speaker',
  'level',
  'button',
  'broker',
  'camera',
  'lamp',
  'state',
  'accounts',
  'devices',
] as const;

export type Part = (typeof PARTS)[number];

export interface FaultsParts {
  readonly log: Log;
  readonly clock: Clock;
  /** A fault comes or goes. */
  readonly changed: () => void;
}

/** What was said of a part in the last minutes. */
interface Said {
  lines: number;
  /** Changes after them. */
  untold: number;
  cancel: Cancel;
}

const EVERY_MS = 10 * 60_000;
/** There and back again, three times. */
const MOST_LINES = 6;

export class Faults {
  readonly #parts: FaultsParts;
  readonly #health = new Map<Part, Health>();
  readonly #said = new Map<Part, Said>();
  #life: 'open' | 'closed' = 'open';

  constructor(parts: FaultsParts) {
    this.#parts = parts;
  }

  report(part: Part, health: Health): void {
    const before = this.#health.get(part);
    this.#health.set(part, health);
    if (before && describe(before) === describe(health)) return;
    this.#say(part);
    this.#parts.changed();
  }

  /** Says what is unsaid; what comes later is said as it comes. */
  close(): void {
    this.#life = 'closed';
    for (const [part, { untold, cancel }] of this.#said) {
      cancel();
      if (untold > 0) this.#tell(part, { count: untold });
    }
    this.#said.clear();
  }

  /** `part: sentence` of the worst fault, or `null`. */
  get worst(): string | null {
    for (const part of PARTS) {
      const health = this.#health.get(part);
      if (health?.state === 'down') return `${part}: ${health.reason}`;
    }
    return null;
  }

  #say(part: Part): void {
    const said = this.#said.get(part);
    if (said !== undefined && said.lines >= MOST_LINES) {
      said.untold += 1;
      return;
    }
    if (said !== undefined) said.lines += 1;
    else if (this.#life === 'open') this.#begin(part);
    this.#tell(part);
  }

  #begin(part: Part): void {
    const cancel = this.#parts.clock.after(EVERY_MS, () => this.#due(part));
    this.#said.set(part, { lines: 1, untold: 0, cancel });
  }

  #due(part: Part): void {
    const { untold } = this.#said.get(part) ?? { untold: 0 };
    this.#said.delete(part);
    if (untold === 0) return;
    this.#begin(part);
    this.#tell(part, { count: untold });
  }

  /** How it is now. */
  #tell(part: Part, often: { readonly count?: number } = {}): void {
    const { log } = this.#parts;
    const health = this.#health.get(part);
    if (health === undefined) return;
    const { state } = health;
    if (state === 'up') log.info(`${part} works`, { state, by: health.by, ...often });
    else log.warn(`${part} does not work`, { state, reason: health.reason, ...often });
  }
}

const describe = (health: Health): string =>
  health.state === 'up' ? `up ${health.by}` : `down ${health.reason}`;
