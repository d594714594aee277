/**
 * Consent by the button. What was asked for waits for a press that comes after it, on the same connection, within
 * 30 s; the turn of that press may confirm it, once, with its code. One press is consent to one thing.
 *
 *     ask ──▶ waiting ──confirm, after a press──▶ run
 *                └──30 s · another connection · too many wrong codes · too many others──▶ gone
 */
import { randomBytes } from 'node:crypto';
import type { Cancel, Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Answer, Confirmed, Consent, ForJournal } from './consent.ts';

export interface ButtonConsentParts {
  readonly clock: Clock;
  readonly log: Log;
}

interface Waiting {
  readonly journal: ForJournal;
  readonly run: (signal: AbortSignal) => Promise<Answer>;
  readonly askedAtMs: number;
  /** The turn it was asked in: only a later one may confirm. */
  readonly turn: number;
  readonly cancelEnd: Cancel;
}

type Reason = Extract<Confirmed, { result: 'refused' }>['reason'];

const GOOD_FOR_MS = 30_000;
const MOST_WAITING = 8;
const MOST_REMEMBERED = 64;
/** Nobody who was told the code gets it wrong as often. */
const MOST_WRONG_CODES = 5;
/** Without 0, 1, I and O. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_LETTERS = 8;

export class ButtonConsent implements Consent {
  readonly #parts: ButtonConsentParts;
  /** By code, the oldest first. */
  readonly #waiting = new Map<string, Waiting>();
  /** Codes that are not good any more, and why. */
  readonly #former = new Map<string, 'used' | 'late' | 'void'>();
  #turn = 0;
  /** What began the turn; `spent`: by a press which has confirmed something. */
  #begunBy: 'press' | 'spent press' | 'other' = 'other';
  #wrongCodes = 0;

  constructor(parts: ButtonConsentParts) {
    this.#parts = parts;
  }

  /** Changes with every turn that begins with a press or a question in writing. */
  get turn(): number {
    return this.#turn;
  }

  ask(
    what: string,
    run: (signal: AbortSignal) => Promise<Answer>,
    journal: ForJournal = { what, entities: [] },
  ): { readonly code: string } {
    const { clock, log } = this.#parts;
    const oldest = this.#waiting.keys().next();
    if (this.#waiting.size >= MOST_WAITING && !oldest.done) this.#drop(oldest.value, 'void');
    const code = newCode();
    this.#waiting.set(code, {
      journal,
      run,
      askedAtMs: clock.now(),
      turn: this.#turn,
      cancelEnd: clock.after(GOOD_FOR_MS, () => {
        this.#drop(code, 'late');
        log.info('consent did not come', { ...journal });
      }),
    });
    log.info('consent is asked for', { ...journal });
    return { code };
  }

  async confirm(code: string, signal: AbortSignal): Promise<Confirmed> {
    const given = code.trim().toUpperCase();
    const waiting = this.#waiting.get(given);
    if (waiting === undefined) return this.#unknown(given);
    const { journal, run, askedAtMs, turn } = waiting;
    if (this.#parts.clock.now() - askedAtMs >= GOOD_FOR_MS) {
      this.#drop(given, 'late');
      return this.#refused('late', journal);
    }
    if (this.#begunBy !== 'press' || this.#turn === turn) return this.#refused('no press', journal);
    this.#begunBy = 'spent press';
    this.#drop(given, 'used');
    this.#parts.log.info('consent is given', { ...journal });
    return { result: 'ran', answer: await run(signal) };
  }

  pressed(): void {
    this.#turn++;
    this.#begunBy = 'press';
  }

  written(): void {
    this.#turn++;
    this.#begunBy = 'other';
  }

  reconnected(): void {
    for (const code of [...this.#waiting.keys()]) this.#drop(code, 'void');
    this.#wrongCodes = 0;
  }

  /** Nothing waits any more. */
  close(): void {
    this.reconnected();
    this.#former.clear();
  }

  #unknown(code: string): Confirmed {
    const former = this.#former.get(code);
    if (former === 'used' || former === 'late') return this.#refused(former, undefined);
    if (former === undefined && ++this.#wrongCodes >= MOST_WRONG_CODES) this.reconnected();
    return this.#refused('unknown', undefined);
  }

  #refused(reason: Reason, journal: ForJournal | undefined): Confirmed {
    this.#parts.log.warn('consent is refused', { reason, ...journal });
    return { result: 'refused', reason, why: WHY[reason] };
  }

  #drop(code: string, why: 'used' | 'late' | 'void'): void {
    this.#waiting.get(code)?.cancelEnd();
    this.#waiting.delete(code);
    this.#former.set(code, why);
    const oldest = this.#former.keys().next();
    if (this.#former.size > MOST_REMEMBERED && !oldest.done) this.#former.delete(oldest.value);
  }
}

const WHY: Readonly<Record<Reason, string>> = {
  unknown:
    'Nothing was done: no act waits under this code, or the connection changed since. If the user still wants it, call the tool for it again.',
  used: 'Nothing was done this time: this code has been used, and what came of it was told then. Whatever is wanted again must be asked for again.',
  late: 'Nothing was done: more than 30 seconds have passed. If the user still wants it, call the tool for it again.',
  'no press':
    'Nothing was done: the user has to press the button again and say yes to it, by voice, and each press is good for one act. Ask for that; then call this again with the same code.',
};

const newCode = (): string =>
  [...randomBytes(CODE_LETTERS)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
