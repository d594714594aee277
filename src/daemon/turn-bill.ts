/**
 * The bill of a turn that is over. The service may bring it a little late: it is waited for, but not long.
 * What comes even later, or belongs to no turn, is spent all the same.
 */
import { costUsd } from '../cost/cost.ts';
import { Meter } from '../cost/meter.ts';
import type { Prices } from '../cost/prices.ts';
import { isNothing } from '../cost/tokens.ts';
import type { Usage } from '../live/usage.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { TurnDraft, TurnEnd } from './turn-draft.ts';
import type { TurnRecord } from './turn-record.ts';

export interface TurnBillParts {
  readonly clock: Clock;
  readonly model: string;
  readonly prices: Prices;
  /** What the service bills, in USD; before the record of its turn, if it belongs to one. */
  readonly spent: (usage: Usage, usd: number) => void;
  readonly turnOver: (record: TurnRecord) => void;
}

/** How long a report on the cost may come after the end of its turn. */
const REPORT_MS = 2_000;

export class TurnBill {
  readonly meter = new Meter();
  readonly #parts: TurnBillParts;
  #waiting:
    | { readonly draft: TurnDraft; readonly end: TurnEnd; readonly cancel: Cancel }
    | undefined;

  constructor(parts: TurnBillParts) {
    this.#parts = parts;
  }

  /** The turn that is over, and whose bill is waited for. */
  get turn(): TurnDraft | undefined {
    return this.#waiting?.draft;
  }

  /** Waits for the bill of `draft`, if one is still to come. */
  wait(draft: TurnDraft, end: TurnEnd): void {
    this.settle();
    const cancel = this.#parts.clock.after(REPORT_MS, () => this.settle());
    this.#waiting = { draft, end, cancel };
    if (draft.stage !== 'sent') this.settle();
    else this.settleIfComplete();
  }

  settleIfComplete(): void {
    if (!this.meter.isDue) this.settle();
  }

  /** What has been reported is the bill. */
  settle(): void {
    if (this.#waiting === undefined) return;
    const { draft, end, cancel } = this.#waiting;
    cancel();
    this.#waiting = undefined;
    const { model, turnOver } = this.#parts;
    turnOver(draft.record(end, { model, ...this.pay() }));
  }

  /** Pays what has been reported. */
  pay(): { readonly usage: Usage; readonly usd: number } {
    const { prices, spent } = this.#parts;
    const usage = this.meter.take();
    const usd = costUsd(usage, prices);
    if (!isNothing(usage)) spent(usage, usd);
    return { usage, usd };
  }
}
