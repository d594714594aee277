/** What does not work at the moment, part by part: said once in the journal, and to whoever asks. */
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
] as const;

export type Part = (typeof PARTS)[number];

export class Faults {
  readonly #log: Log;
  readonly #changed: () => void;
  readonly #health = new Map<Part, Health>();

  constructor({ log, changed }: { readonly log: Log; readonly changed: () => void }) {
    this.#log = log;
    this.#changed = changed;
  }

  report(part: Part, health: Health): void {
    const before = this.#health.get(part);
    this.#health.set(part, health);
    if (before && describe(before) === describe(health)) return;
    if (health.state === 'up') this.#log.info(`${part} works`, { by: health.by });
    else this.#log.warn(`${part} does not work`, { reason: health.reason });
    this.#changed();
  }

  /** `part: sentence` of the worst fault, or `null`. */
  get worst(): string | null {
    for (const part of PARTS) {
      const health = this.#health.get(part);
      if (health?.state === 'down') return `${part}: ${health.reason}`;
    }
    return null;
  }
}

const describe = (health: Health): string =>
  health.state === 'up' ? `up ${health.by}` : `down ${health.reason}`;
