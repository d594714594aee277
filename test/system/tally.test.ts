import { expect, test } from 'vitest';
import { Tally } from '../../src/system/tally.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const TEN_SECONDS_MS = 10_000;
const TEN_MINUTES_MS = 600_000;

test('the first of a kind is told at once, and how many follow ten seconds later', () => {
  const { tally, told, clock } = setUp();
  for (let time = 0; time < 1_000; time += 1) tally.count('noise');
  expect(told).toEqual(['noise 1']);
  clock.advance(TEN_SECONDS_MS);
  expect(told).toEqual(['noise 1', 'noise 999']);
  expect(tally.total).toBe(1_000);
});

test('what goes on is told as a number every ten minutes', () => {
  const { tally, told, clock } = setUp();
  tally.count('noise');
  clock.advance(TEN_SECONDS_MS);
  for (let time = 0; time < 1_000; time += 1) tally.count('noise');
  clock.advance(TEN_MINUTES_MS - 1);
  expect(told).toEqual(['noise 1']);
  clock.advance(1);
  expect(told).toEqual(['noise 1', 'noise 1000']);
});

test('a kind that was quiet for ten minutes is a new one again, and leaves no timer', () => {
  const { tally, told, clock } = setUp();
  tally.count('noise');
  clock.advance(TEN_SECONDS_MS + TEN_MINUTES_MS);
  expect(clock.pending).toBe(0);
  tally.count('noise');
  expect(told).toEqual(['noise 1', 'noise 1']);
});

test('kinds are told apart, up to a number of them', () => {
  const { tally, told } = setUp();
  for (let kind = 0; kind < 1_000; kind += 1) tally.count(`kind ${kind}`);
  expect(told).toHaveLength(65);
  expect(told.at(-1)).toBe('anything else 1');
});

test('what is untold is told at the end, and nothing after it', () => {
  const { tally, told, clock } = setUp();
  for (const kind of ['a', 'a', 'a', 'b']) tally.count(kind);
  tally.close();
  tally.count('a');
  clock.advance(TEN_MINUTES_MS);
  expect(told).toEqual(['a 1', 'b 1', 'a 2']);
  expect(clock.pending).toBe(0);
});

function setUp() {
  const clock = new FakeClock();
  const told: string[] = [];
  const tally = new Tally({ clock, tell: (kind, count) => void told.push(`${kind} ${count}`) });
  return { clock, told, tally };
}
