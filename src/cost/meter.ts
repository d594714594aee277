/**
 * What the service bills. Its reports count up within one turn of the model, so the last one is the bill;
 * every turn of the model is a bill of its own. Where one turn ends and the next begins is told here:
 *
 *   none ──sent, content, report──▶ running ──turnComplete──▶ complete ──sent, content──▶ running
 *                                      │ sent (the turn before was broken off, its end is still to come)
 *                                      ▼
 *                                   overdue ──turnComplete, interrupted──▶ settled ──content, sent──▶ running
 *                                      │ a report that counts less                 └──turnComplete──▶ complete
 *                                      └──▶ running
 *
 * The end of a connection leads to `none` from everywhere. A report after `turnComplete` still belongs to
 * that turn, unless it counts less than the one before.
 */
import type { Usage } from '../live/usage.ts';
import { minus, noUsage, plus, sumOf } from './tokens.ts';

type Phase = 'none' | 'running' | 'complete' | 'overdue' | 'settled';

export class Meter {
  #phase: Phase = 'none';
  /** The newest report on the model's turn, or nothing. */
  #last = noUsage;
  /** What of `#last` has been taken. */
  #taken = noUsage;
  /** Of turns that ended since the last taking. */
  #ended = noUsage;

  /** Whether a report on a turn that the model was asked for is still to come. */
  get isDue(): boolean {
    if (this.#phase === 'none') return false;
    return this.#phase !== 'complete' || this.#last === noUsage;
  }

  /** Whether what arrives is still of a turn before the one that was last sent. */
  get isBehind(): boolean {
    return this.#phase === 'overdue';
  }

  /** The user's turn has been sent. */
  sent(): void {
    if (this.#phase === 'running') this.#phase = 'overdue';
    else if (this.#phase !== 'overdue') this.#begin('running');
  }

  /** A sound, a word or a call of the model. */
  content(): void {
    if (this.#phase !== 'running' && this.#phase !== 'overdue') this.#begin('running');
  }

  report(usage: Usage): void {
    const isAnother = sumOf(usage.response) < sumOf(this.#last.response);
    if (this.#phase === 'none' || (isAnother && this.#phase !== 'running')) this.#begin('running');
    this.#last = usage;
  }

  interrupted(): void {
    if (this.#phase === 'overdue') this.#phase = 'settled';
  }

  turnComplete(): void {
    switch (this.#phase) {
      case 'none':
      case 'running':
      case 'complete':
        this.#phase = 'complete';
        break;
      case 'overdue':
        this.#phase = 'settled';
        break;
      case 'settled':
        this.#begin('complete');
        break;
    }
  }

  /** The connection is gone: nothing more can be reported. */
  disconnected(): void {
    this.#begin('none');
  }

  /** What was reported since the last taking. */
  take(): Usage {
    const usage = plus(this.#ended, minus(this.#last, this.#taken));
    this.#ended = noUsage;
    this.#taken = this.#last;
    return usage;
  }

  #begin(phase: Phase): void {
    this.#ended = plus(this.#ended, minus(this.#last, this.#taken));
    this.#last = noUsage;
    this.#taken = noUsage;
    this.#phase = phase;
  }
}
