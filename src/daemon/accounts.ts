/** What the conversation costs: turn by turn, today and in all, and whether there is money left for today. */
import type { Config } from '../config/schema.ts';
import { Budget } from '../cost/budget.ts';
import { Ledger } from '../cost/ledger.ts';
import { pricesFor } from '../cost/prices.ts';
import { type UsageTopic, usageTopic } from '../cost/usage-topic.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Log } from '../system/log.ts';
import type { Happening } from './talk.ts';
import type { TurnRecord } from './turn-record.ts';
import { TurnRecorder } from './turn-recorder.ts';

export interface AccountsParts {
  readonly config: Config;
  readonly stateDir: string;
  readonly clock: Clock;
  /** The time of day. */
  readonly date: () => Date;
  readonly log: Log;
  readonly report: { readonly state: ReportHealth; readonly budget: ReportHealth };
  readonly turnOver: (record: TurnRecord) => void;
  readonly usageChanged: (usage: UsageTopic) => void;
}

export class Accounts {
  readonly #parts: AccountsParts;
  readonly #ledger: Ledger;
  readonly #budget: Budget;
  readonly #recorder: TurnRecorder;
  #warning: 'none' | 'due' = 'none';

  static async open(parts: AccountsParts): Promise<Accounts> {
    const { stateDir, clock, date, report } = parts;
    return new Accounts(parts, await Ledger.open({ stateDir, clock, date, report: report.state }));
  }

  private constructor(parts: AccountsParts, ledger: Ledger) {
    const { config, clock, date, log, turnOver } = parts;
    this.#parts = parts;
    this.#ledger = ledger;
    this.#budget = new Budget({
      ledger,
      perDayUsd: config.budget.perDayUsd,
      warn: () => {
        log.warn('80 % of what today may cost is spent', { limitUsd: this.#budget.limitUsd });
        this.#warning = 'due';
      },
      changed: () => this.#tell(),
    });
    const { prices, warning } = pricesFor(config.live.model, config.budget.prices);
    if (warning !== undefined) log.warn(warning);
    this.#recorder = new TurnRecorder({
      clock,
      date,
      model: config.live.model,
      prices,
      transcripts: config.privacy.transcripts,
      spent: (usage, usd) => ledger.add(usage, usd),
      turnOver,
    });
    ledger.onChange(() => this.#tell());
    this.#tell();
  }

  /** Whether another turn may be begun. */
  get credit(): 'left' | 'none' {
    return this.#budget.state === 'exhausted' ? 'none' : 'left';
  }

  /** The hub says what today may cost. */
  raise(usd: number): void {
    this.#budget.raise(usd);
  }

  /** `due` once, when most of what today may cost is spent. */
  takeWarning(): 'none' | 'due' {
    const warning = this.#warning;
    this.#warning = 'none';
    return warning;
  }

  heard(happening: Happening): void {
    this.#recorder.heard(happening);
  }

  #tell(): void {
    const { usageChanged, report } = this.#parts;
    const limitUsd = this.#budget.limitUsd;
    usageChanged(usageTopic(this.#ledger.current, this.#budget));
    if (this.credit === 'left') report.budget({ state: 'up', by: limitOf(limitUsd) });
    else
      report.budget({
        state: 'down',
        reason: `The ${limitUsd} USD that today may cost are spent: it goes on at midnight, or when more is published on the topic budget/set.`,
      });
  }

  async close(): Promise<void> {
    this.#recorder.close();
    this.#budget.close();
    await this.#ledger.close();
  }
}

const limitOf = (limitUsd: number | undefined): string =>
  limitUsd === undefined ? 'no limit' : `a limit of ${limitUsd} USD a day`;
