import { expect, it } from 'vitest';
import { type Check, good } from '../../src/doctor/check.ts';
import { type Examination, examine } from '../../src/doctor/examine.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { contextOf } from './context.ts';

const fine: Check = { name: 'fine', run: async () => [good('All is well.'), good('And this.')] };
const breaks: Check = {
  name: 'breaks',
  run: async () => {
    throw new Error('Something is odd.\nat line 5');
  },
};
/** Ends as soon as it is told to. */
const obeys: Check = {
  name: 'obeys',
  limitMs: 5_000,
  run: ({ signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve([good('Half.')]))),
};
const ignores: Check = { name: 'ignores', limitMs: 5_000, run: () => new Promise(() => {}) };

it('runs one check after the other and tells each finding as it comes', async () => {
  const told: string[] = [];
  const { end, found } = await run([fine, fine], { told });
  expect(end).toBe('finished');
  expect(found).toHaveLength(4);
  expect(found[0]).toEqual({ check: 'fine', state: 'good', sentence: 'All is well.' });
  expect(told).toEqual(['All is well.', 'And this.', 'All is well.', 'And this.']);
});

it('goes on when a check throws, which is a finding', async () => {
  expect((await run([breaks, fine])).found.map(({ state, sentence }) => [state, sentence])).toEqual(
    [
      ['bad', 'This check failed itself: Something is odd.'],
      ['good', 'All is well.'],
      ['good', 'And this.'],
    ],
  );
});

it('keeps what a check found that took too long, says so, and goes on', async () => {
  const clock = new FakeClock();
  const running = run([obeys, fine], { clock });
  await Promise.resolve();
  clock.advance(5_000);
  expect((await running).found.map(({ sentence }) => sentence)).toEqual([
    'Half.',
    'This check did not come to an end within 5 seconds.',
    'All is well.',
    'And this.',
  ]);
  expect(clock.pending).toBe(0);
});

it('leaves a check behind that does not end when it is told to', async () => {
  const clock = new FakeClock();
  const running = run([ignores, fine], { clock });
  clock.advance(5_000);
  clock.advance(3_000);
  expect((await running).found.map(({ check }) => check)).toEqual(['ignores', 'fine', 'fine']);
});

it('starts nothing more when it is interrupted, and does not wait for ever', async () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const running = run([ignores, fine], { clock, signal: stop.signal });
  stop.abort();
  clock.advance(3_000);
  expect(await running).toEqual({ end: 'interrupted', found: [] });
});

it('takes away whatever line a check was showing', async () => {
  const context = contextOf();
  const shows: Check = {
    name: 'shows',
    run: async ({ person }) => {
      person.show('[###   ]');
      return [];
    },
  };
  await examine({ checks: [shows], context, tell: () => {} });
  expect(context.shown).toEqual(['[###   ]', '']);
});

function run(
  checks: readonly Check[],
  {
    clock = new FakeClock(),
    signal,
    told = [],
  }: { clock?: FakeClock; signal?: AbortSignal; told?: string[] } = {},
): Promise<Examination> {
  const context = contextOf({ clock, ...(signal && { signal }) });
  return examine({ checks, context, tell: ({ sentence }) => told.push(sentence) });
}
