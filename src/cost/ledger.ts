/**
 * What was spent today and in all, kept in `usage.json`. A day is the household's, from local midnight to
 * local midnight, and it changes also while nothing happens.
 *
 * A board without a clock of its own starts in the past and jumps when the network tells it the time, and
 * any clock can be wrong for a while. So the total belongs to no day, and every day has its own page:
 * whoever comes back to a day finds what was spent on it. A later day is believed at once. An earlier one
 * is believed only after an hour; until then everything goes on the page that is open, so that a power
 * cut does not give the household a second budget for the day. A page on which nothing stands is left at
 * once.
 */
import { join } from 'node:path';
import type { Usage } from '../live/usage.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import { KeptFile } from '../system/kept-file.ts';
import {
  type Books,
  booksSchema,
  emptyBooks,
  entered,
  isBlank,
  joined,
  type Marks,
  marked,
  openPage,
  turnedTo,
} from './books.ts';
import { localDay, msToMidnight } from './calendar.ts';
import { usdOf } from './money.ts';

export interface LedgerParts {
  readonly stateDir: string;
  readonly clock: Clock;
  /** The time of day, which may jump: `() => new Date()`. */
  readonly date: () => Date;
  readonly report: ReportHealth;
}

export interface Spent {
  readonly usd: number;
  readonly tokens: Usage;
}

export interface Account {
  /** `date` as `2026-11-20`. */
  readonly today: Spent & { readonly date: string };
  /** `since`: the day of the first entry; `null` before it. */
  readonly total: Spent & { readonly since: string | null };
}

/** A jump of the clock is seen within this time; midnight is met on time. */
const LOOK_MS = 60_000;
const DISBELIEF_MS = 3_600_000;

export class Ledger {
  readonly #parts: LedgerParts;
  readonly #file: KeptFile<Books>;
  readonly #listeners = new Set<() => void>();
  #books: Books;
  /** On the monotonic clock; undefined while the clock shows no earlier day. */
  #behindSinceMs: number | undefined;
  #cancel: Cancel = () => {};

  private constructor(parts: LedgerParts, file: KeptFile<Books>) {
    this.#parts = parts;
    this.#file = file;
    this.#books =
      file.current.pages.length > 0 ? file.current : turnedTo(file.current, localDay(parts.date()));
    this.#watch();
  }

  /** Never rejects: a file that cannot be used is set aside and reported. */
  static async open(parts: LedgerParts): Promise<Ledger> {
    const { stateDir, clock, report } = parts;
    const path = join(stateDir, 'usage.json');
    const file = await KeptFile.open({
      path,
      schema: booksSchema,
      initial: emptyBooks,
      rejoin: joined,
      clock,
      report,
    });
    return new Ledger(parts, file);
  }

  get current(): Account {
    const { since, total } = this.#books;
    const { date, nanoUsd, tokens } = openPage(this.#books);
    return {
      today: { date, usd: usdOf(nanoUsd), tokens },
      total: { since, usd: usdOf(total.nanoUsd), tokens: total.tokens },
    };
  }

  /** What was noted on the page of today. */
  get marks(): Marks {
    const { limitUsd, warned } = openPage(this.#books);
    return { limitUsd, warned };
  }

  add(usage: Usage, usd: number): void {
    this.#look();
    this.#keep(entered(this.#books, usage, usd));
  }

  /** Notes something on the page of today; it is forgotten with the day. */
  mark(marks: Partial<Marks>): void {
    this.#look();
    this.#keep(marked(this.#books, marks));
  }

  /** Calls `fn` after every entry and every change of day. */
  onChange(fn: () => void): Cancel {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  async close(): Promise<void> {
    this.#cancel();
    this.#listeners.clear();
    await this.#file.close();
  }

  #watch(): void {
    this.#look();
    const { clock, date } = this.#parts;
    this.#cancel = clock.after(Math.min(LOOK_MS, msToMidnight(date())), () => this.#watch());
  }

  /** Opens the page of the day that it is. An empty one is not worth a write. */
  #look(): void {
    const { clock, date } = this.#parts;
    const day = localDay(date());
    const open = openPage(this.#books);
    if (day < open.date && !isBlank(open)) {
      this.#behindSinceMs ??= clock.now();
      if (clock.now() - this.#behindSinceMs < DISBELIEF_MS) return;
    }
    this.#behindSinceMs = undefined;
    if (day === open.date) return;
    this.#books = turnedTo(this.#books, day);
    this.#tell();
  }

  #keep(books: Books): void {
    this.#books = books;
    this.#file.change(books, 'soon');
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
