import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Books,
  emptyBooks,
  entered,
  marked,
  openPage,
  turnedTo,
} from '../../src/cost/books.ts';
import { Budget, type BudgetParts, parseLimitUsd } from '../../src/cost/budget.ts';
import { usdOf } from '../../src/cost/money.ts';
import { noUsage } from '../../src/cost/tokens.ts';
import { usageTopic } from '../../src/cost/usage-topic.ts';
import { usage } from './usage.ts';

describe('the budget of a day', () => {
  it('is told once when 80 % are spent, and is used up at 100 %', () => {
    const { budget, spend, told } = setUp(2);
    spend(1.59);
    expect(budget.state).toBe('within');
    spend(0.01);
    expect(budget.state).toBe('warned');
    spend(0.3);
    spend(0.09);
    expect(budget.state).toBe('warned');
    spend(0.01);
    expect(budget.state).toBe('exhausted');
    expect(told).toEqual(['changed', 'warn', 'changed']);
  });

  it('is there again after midnight', () => {
    const { budget, spend, midnight, told } = setUp(2);
    spend(1.6);
    spend(5);
    midnight();
    expect(budget.state).toBe('within');
    spend(1.6);
    expect(told).toEqual(['changed', 'warn', 'changed', 'changed', 'changed', 'warn']);
  });

  it('is not warned of when it is used up at one stroke', () => {
    const { spend, told } = setUp(2);
    spend(3);
    expect(told).toEqual(['changed']);
  });

  it('goes on when the hub allows more, until midnight', () => {
    const { budget, spend, midnight, told } = setUp(2);
    spend(2);
    budget.raise(10);
    expect(budget.limitUsd).toBe(10);
    expect(budget.state).toBe('within');
    spend(6);
    expect(budget.state).toBe('warned');
    spend(2);
    expect(budget.state).toBe('exhausted');
    midnight();
    expect(budget.limitUsd).toBe(2);
    expect(told.filter((what) => what === 'warn')).toHaveLength(1);
  });

  it('is nothing at all when the hub allows nothing', () => {
    const { budget } = setUp(2);
    budget.raise(0);
    expect(budget.state).toBe('exhausted');
  });

  it('is without end when nobody limits it', () => {
    const { budget, spend, told } = setUp(undefined);
    spend(1_000_000);
    expect(budget.state).toBe('within');
    expect(budget.limitUsd).toBeUndefined();
    expect(told).toEqual([]);
    budget.raise(5);
    expect(budget.state).toBe('exhausted');
  });

  it('that was warned of before a restart is not warned of again', () => {
    const { spend, restart } = setUp(2);
    spend(1.7);
    const { told, spend: spendMore } = restart();
    spendMore(0.1);
    expect(told).toEqual([]);
  });

  it('says nothing once it is closed', () => {
    const { budget, spend, told } = setUp(2);
    budget.close();
    spend(2);
    expect(told).toEqual([]);
  });

  it('is warned of at most once, and is used up exactly when it is spent, however it is spent', () => {
    const limit = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
      fc.property(limit, fc.array(fc.nat(300)), (cents, turns) => {
        const { budget, spend, told } = setUp(cents / 100);
        let spent = 0;
        for (const turn of turns) {
          spend(turn / 100);
          spent += turn;
          expect(budget.state === 'exhausted').toBe(spent >= cents);
        }
        expect(told.filter((what) => what === 'warn').length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a limit that the hub sends', () => {
  it.each([
    ['0', 0],
    ['2.5', 2.5],
    ['1000', 1000],
    ['0.01', 0.01],
  ])('%s is taken', (text, usd) => expect(parseLimitUsd(text)).toBe(usd));

  it.each([
    '',
    '-1',
    '1000.01',
    '9999',
    '1e3',
    'NaN',
    'Infinity',
    '2,5',
    '0x10',
    ' 1',
    '.5',
    '10000',
  ])('"%s" is not', (text) => expect(parseLimitUsd(text)).toBeUndefined());

  it('is not taken past its bounds in any other way', () => {
    const { budget } = setUp(2);
    for (const usd of [-1, 1_001, Number.NaN, Infinity]) budget.raise(usd);
    expect(budget.limitUsd).toBe(2);
  });
});

describe('the topic usage', () => {
  it('tells tokens and money, today and in all, and how the budget is', () => {
    const { budget, ledger, spend, midnight } = setUp(2);
    spend(0.1);
    midnight();
    spend(1.7);
    const topic = usageTopic(ledger.current, budget);
    expect(topic).toMatchObject({
      today: { date: '2026-11-21', usd: 1.7 },
      total: { since: '2026-11-20', usd: 1.8 },
      budget: { limitUsd: 2, state: 'warned' },
    });
    expect(topic.today.tokens).toEqual({
      total: 111,
      textIn: 100,
      audioIn: 0,
      imageIn: 0,
      videoIn: 0,
      toolUse: 0,
      textOut: 0,
      audioOut: 10,
      thoughts: 1,
      cached: 50,
    });
    expect(topic.total.tokens.total).toBe(222);
  });

  it('tells of no budget when there is none', () => {
    const { budget, ledger } = setUp(undefined);
    expect(usageTopic(ledger.current, budget).budget).toBeNull();
  });
});

const turn = usage({ textIn: 100, audioOut: 10, thoughts: 1, cached: 50 });

function setUp(perDayUsd: number | undefined, books: Books = turnedTo(emptyBooks, '2026-11-20')) {
  const ledger = new PaperLedger(books);
  const told: string[] = [];
  const budget = new Budget({
    ledger,
    perDayUsd,
    warn: () => told.push('warn'),
    changed: () => told.push('changed'),
  });
  return {
    budget,
    ledger,
    told,
    spend: (usd: number) => ledger.keep(entered(ledger.books, usd > 0 ? turn : noUsage, usd)),
    midnight: () => ledger.keep(turnedTo(ledger.books, '2026-11-21')),
    restart: () => setUp(perDayUsd, ledger.books),
  };
}

/** The books without a file. */
class PaperLedger {
  books: Books;
  readonly #listeners = new Set<() => void>();

  constructor(books: Books) {
    this.books = books;
  }

  get current() {
    const { date, nanoUsd, tokens } = openPage(this.books);
    const { since, total } = this.books;
    return {
      today: { date, usd: usdOf(nanoUsd), tokens },
      total: { since, usd: usdOf(total.nanoUsd), tokens: total.tokens },
    };
  }

  get marks() {
    return openPage(this.books);
  }

  mark: BudgetParts['ledger']['mark'] = (marks) => this.keep(marked(this.books, marks));

  onChange(fn: () => void) {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  keep(books: Books): void {
    this.books = books;
    for (const listener of this.#listeners) listener();
  }
}
