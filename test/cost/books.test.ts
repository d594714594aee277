import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  booksSchema,
  emptyBooks,
  entered,
  joined,
  openPage,
  turnedTo,
} from '../../src/cost/books.ts';
import { nanoUsd, rounded, usdOf } from '../../src/cost/money.ts';
import { minus, noUsage, plus } from '../../src/cost/tokens.ts';
import { anyUsage, usage } from './usage.ts';

const TODAY = turnedTo(emptyBooks, '2026-11-20');

describe('the account books', () => {
  it('do not lose a billionth in ten thousand turns', () => {
    let books = TODAY;
    for (let turn = 0; turn < 10_000; turn += 1) books = entered(books, noUsage, 0.0000007);
    expect(usdOf(books.total.nanoUsd)).toBe(0.007);
  });

  it('hold in all what stands on the pages, whatever is entered', () => {
    const entry = fc.tuple(anyUsage, fc.double({ min: 0, max: 5, noNaN: true }), fc.nat(3));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
        let books = TODAY;
        for (const [used, usd, day] of entries)
          books = entered(turnedTo(books, `2026-11-2${day}`), used, usd);
        const pages = books.pages.reduce((sum, page) => sum + page.nanoUsd, 0);
        const exact = entries.reduce((sum, [, usd]) => sum + Math.round(usd * 1e9), 0);
        expect(books.total.nanoUsd).toBe(exact);
        expect(pages).toBe(exact);
        expect(books.pages.map(({ tokens }) => tokens).reduce(plus, noUsage)).toEqual(
          books.total.tokens,
        );
        expect(booksSchema.parse(JSON.parse(JSON.stringify(books)))).toEqual(books);
      }),
    );
  });

  it('can be read again, whatever nonsense was entered', () => {
    const nonsense = fc.oneof(
      fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, Number.MAX_SAFE_INTEGER, 1e300, 0.5),
      fc.double(),
    );
    const entry = fc.tuple(nonsense, nonsense);
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), (entries) => {
        let books = TODAY;
        for (const [count, usd] of entries)
          books = entered(books, usage({ textIn: count, thoughts: count }), usd);
        expect(booksSchema.parse(JSON.parse(JSON.stringify(books)))).toEqual(books);
      }),
    );
  });

  it('find a day again, and forget the oldest', () => {
    let books = entered(TODAY, usage({ textIn: 5 }), 1);
    for (let day = 1; day <= 7; day += 1) books = turnedTo(books, `2099-01-0${day}`);
    books = turnedTo(books, '2026-11-20');
    expect(openPage(books)).toMatchObject({ date: '2026-11-20', nanoUsd: nanoUsd(1) });
    expect(books.pages).toHaveLength(8);
    for (let day = 1; day <= 9; day += 1) books = turnedTo(books, `2098-01-0${day}`);
    expect(books.pages).toHaveLength(8);
    expect(openPage(turnedTo(books, '2026-11-20')).nanoUsd).toBe(0);
    expect(usdOf(books.total.nanoUsd)).toBe(1);
  });
});

describe('money and tokens', () => {
  it('are told with six decimals', () => {
    expect(rounded(0.1 + 0.2)).toBe(0.3);
    expect(rounded(0.000_000_4)).toBe(0);
    expect(rounded(1.234_567_8)).toBe(1.234_568);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (micro) => {
        expect(`${rounded(micro / 1e6)}`).toMatch(/^\d+(\.\d{1,6})?$|^\de-\d$/);
        expect(Math.round(rounded(micro / 1e6) * 1e6)).toBe(micro);
      }),
    );
  });

  it('come out the same when something is added and taken away', () => {
    fc.assert(
      fc.property(anyUsage, anyUsage, (a, b) => {
        expect(minus(plus(a, b), b)).toEqual(a);
      }),
    );
  });
});

describe('books of two programs that were here in turn', () => {
  const spend = (date: string, usd: number, books = emptyBooks) =>
    entered(turnedTo(books, date), noUsage, usd);

  it('let no day cost less than in either of them, however often they are joined', () => {
    const before = spend('2026-11-20', 0.4, spend('2026-11-19', 1));
    const now = spend('2026-11-21', 0.1, spend('2026-11-20', 0.3));
    const both = joined(now, before);
    expect(both.pages.map(({ date, nanoUsd }) => [date, usdOf(nanoUsd)])).toEqual([
      ['2026-11-19', 1],
      ['2026-11-20', 0.4],
      ['2026-11-21', 0.1],
    ]);
    expect([both.since, usdOf(both.total.nanoUsd)]).toEqual(['2026-11-19', 1.4]);
    expect(joined(both, before)).toEqual(both);
    expect(joined(emptyBooks, emptyBooks)).toEqual(emptyBooks);
  });
});
