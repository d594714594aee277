/** The account books: what was spent, in all and day by day. Pure. */
import { z } from 'zod';
import { MAX_PER_DAY_USD } from '../config/budget-schema.ts';
import type { Usage } from '../live/usage.ts';
import { nanoUsd } from './money.ts';
import { counted, noUsage, plus } from './tokens.ts';

const count = z.int().min(0);
const tokens = z.object({ text: count, audio: count, image: count, video: count });
const usage = z.object({
  prompt: tokens,
  toolUse: tokens,
  response: tokens,
  thoughts: count,
  cached: count,
  total: count,
});
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const sums = { nanoUsd: count, tokens: usage };

const pageSchema = z.object({
  date: day,
  ...sums,
  /** What the day may cost, if the hub said so. */
  limitUsd: z.number().min(0).max(MAX_PER_DAY_USD).nullable(),
  /** Whether it has been said that most of the money is spent. */
  warned: z.boolean(),
});

export const booksSchema = z.object({
  /** The day of the first entry. */
  since: day.nullable(),
  total: z.object(sums),
  /** In the order in which they were last open: the last one is today's. */
  pages: z.array(pageSchema).max(100),
});

export type Books = z.output<typeof booksSchema>;

/** One day. */
export type Page = Books['pages'][number];

export const emptyBooks: Books = {
  since: null,
  total: { nanoUsd: 0, tokens: noUsage },
  pages: [],
};

/** Enough to find the day again when a clock was wrong for a while. */
const MAX_PAGES = 8;

/** The day that is open. @throws when none is: they are opened with `turnedTo`. */
export function openPage({ pages }: Books): Page {
  const page = pages.at(-1);
  if (page === undefined) throw new Error('the account books have no page yet');
  return page;
}

/** The books, open at `date`: at the page of that day if there is one, else at a new one. */
export function turnedTo(books: Books, date: string): Books {
  const others = books.pages.filter((page) => page.date !== date);
  const page = books.pages.find((known) => known.date === date) ?? blank(date);
  return { ...books, pages: [...others, page].slice(-MAX_PAGES) };
}

export function entered(books: Books, used: Usage, usd: number): Books {
  const spent = nanoUsd(usd);
  const { date, ...page } = openPage(books);
  const add = <Sums extends Books['total']>(to: Sums): Sums => ({
    ...to,
    nanoUsd: counted(to.nanoUsd + spent),
    tokens: plus(to.tokens, used),
  });
  return {
    since: books.since ?? date,
    total: add(books.total),
    pages: [...books.pages.slice(0, -1), { date, ...add(page) }],
  };
}

/**
 * The books of a program that was here for a while in place of this one, joined with those that this one had left: no
 * day costs less than in either of them, so that none can be spent twice.
 */
export function joined(now: Books, before: Books): Books {
  const dates = new Set(now.pages.map(({ date }) => date));
  const pages = now.pages.map((page) => {
    const left = before.pages.find(({ date }) => date === page.date);
    return left === undefined ? page : { ...page, ...dearer(page, left) };
  });
  const others = before.pages.filter(({ date }) => !dates.has(date));
  return {
    since: [now.since, before.since].filter((date) => date !== null).sort()[0] ?? null,
    total: dearer(now.total, before.total),
    pages: [...others, ...pages].slice(-MAX_PAGES),
  };
}

const dearer = (one: Books['total'], other: Books['total']): Books['total'] => {
  const { nanoUsd: spent, tokens: used } = other.nanoUsd > one.nanoUsd ? other : one;
  return { nanoUsd: spent, tokens: used };
};

export type Marks = Pick<Page, 'limitUsd' | 'warned'>;

export function marked(books: Books, marks: Partial<Marks>): Books {
  return { ...books, pages: [...books.pages.slice(0, -1), { ...openPage(books), ...marks }] };
}

export const isBlank = ({ nanoUsd: spent, tokens: used, limitUsd, warned }: Page): boolean =>
  spent === 0 && used.total === 0 && limitUsd === null && !warned;

const blank = (date: string): Page => ({
  date,
  nanoUsd: 0,
  tokens: noUsage,
  limitUsd: null,
  warned: false,
});
