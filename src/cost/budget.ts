/**
 * Whether there is money left for today. Nothing here stops a turn: whoever begins one asks first, so that
 * the turn with which the money runs out is finished.
 *
 *   within ──80 %──▶ warned ──100 %──▶ exhausted ──midnight, or more allowed by the hub──▶ within, warned
 */
import { MAX_PER_DAY_USD } from '../config/budget-schema.ts';
import type { Cancel } from '../system/clock.ts';
import type { Ledger } from './ledger.ts';
import { nanoUsd } from './money.ts';

export type BudgetState = 'within' | 'warned' | 'exhausted';

export interface BudgetParts {
  readonly ledger: Pick<Ledger, 'current' | 'marks' | 'mark' | 'onChange'>;
  /** `undefined`: no limit, unless the hub sets one. */
  readonly perDayUsd: number | undefined;
  /** Called once a day, when 80 % are spent; not when all is spent at one stroke. */
  readonly warn: () => void;
  /** Called when `state` or `limitUsd` is another one. */
  readonly changed: () => void;
}

const WARN_PERCENT = 80;

export class Budget {
  readonly #parts: BudgetParts;
  readonly #unsubscribe: Cancel;
  #told: string;

  constructor(parts: BudgetParts) {
    this.#parts = parts;
    this.#told = this.#summary();
    this.#unsubscribe = parts.ledger.onChange(() => this.#look());
  }

  /** What today may cost; `undefined`: anything. */
  get limitUsd(): number | undefined {
    return this.#parts.ledger.marks.limitUsd ?? this.#parts.perDayUsd;
  }

  get state(): BudgetState {
    if (this.limitUsd === undefined) return 'within';
    const limit = nanoUsd(this.limitUsd);
    const spent = nanoUsd(this.#parts.ledger.current.today.usd);
    if (spent >= limit) return 'exhausted';
    return spent * 100 >= limit * WARN_PERCENT ? 'warned' : 'within';
  }

  /** The hub says what today may cost, up to midnight, also after a restart. Takes what `parseLimitUsd` gives. */
  raise(usd: number): void {
    if (usd >= 0 && usd <= MAX_PER_DAY_USD) this.#parts.ledger.mark({ limitUsd: usd });
  }

  close(): void {
    this.#unsubscribe();
  }

  #look(): void {
    const { ledger, warn, changed } = this.#parts;
    if (this.#summary() !== this.#told) {
      this.#told = this.#summary();
      changed();
    }
    if (this.state !== 'warned' || ledger.marks.warned) return;
    ledger.mark({ warned: true });
    warn();
  }

  #summary(): string {
    return `${this.state} ${this.limitUsd}`;
  }
}

/** A payload of the hub as a limit in USD, from 0 to 1000; undefined when it is something else. */
export function parseLimitUsd(text: string): number | undefined {
  const usd = /^\d{1,4}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  return usd <= MAX_PER_DAY_USD ? usd : undefined;
}
