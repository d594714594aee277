import { expect, test } from 'vitest';
import { AtMostEach } from '../../../src/devices/states/at-most-each.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

test('nothing is done where nothing changes', () => {
  const { changes, clock, ran } = setUp();
  changes.settled();
  clock.advance(5_000);
  expect(ran).toEqual([]);
});

test('a change is followed soon when all is settled', () => {
  const { changes, clock, ran } = setUp();
  changes.changed();
  changes.settled();
  clock.advance(5_000);
  expect(ran).toEqual([100]);
});

test('changes that go on and on are followed when that lasts too long', () => {
  const { changes, clock, ran } = setUp();
  for (let ms = 0; ms < 12_000; ms += 50) {
    changes.changed();
    changes.settled();
    clock.advance(50);
  }
  clock.advance(5_000);
  expect(ran).toEqual([5_000, 10_000, 12_050]);
});

test('changes that settle each time are followed once a second', () => {
  const { changes, clock, ran } = setUp();
  for (let ms = 0; ms < 3_000; ms += 150) {
    changes.changed();
    changes.settled();
    clock.advance(150);
  }
  expect(ran).toEqual([100, 1_150, 2_200]);
});

test('a change that settles just after another was followed waits until the second is over', () => {
  const { changes, clock, ran } = setUp();
  changes.changed();
  changes.settled();
  clock.advance(200);
  changes.changed();
  changes.settled();
  clock.advance(5_000);
  expect(ran).toEqual([100, 1_100]);
});

test('changes that never settle are followed all the same', () => {
  const { changes, clock, ran } = setUp();
  changes.changed();
  clock.advance(5_000);
  expect(ran).toEqual([5_000]);
});

test('nothing is done after the end', () => {
  const { changes, clock, ran } = setUp();
  changes.changed();
  changes.close();
  changes.changed();
  changes.settled();
  expect(clock.pending).toBe(0);
  clock.advance(5_000);
  expect(ran).toEqual([]);
});

function setUp() {
  const clock = new FakeClock();
  const ran: number[] = [];
  const changes = new AtMostEach({
    clock,
    everyMs: 1_000,
    withinMs: 5_000,
    run: () => ran.push(clock.now()),
  });
  return { changes, clock, ran };
}
