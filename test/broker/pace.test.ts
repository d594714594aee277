import { describe, expect, test } from 'vitest';
import { paceOf } from '../../src/broker/pace.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('the pace of work that goes on and on', () => {
  test('goes on at once for a few milliseconds', () => {
    const { clock, goOn, done } = setUp();
    goOn('a');
    clock.advance(1);
    goOn('b');
    expect(done).toEqual(['a', 'b']);
  });

  test('then waits until whatever else is due has had its turn', () => {
    const { clock, goOn, done, turn } = setUp();
    goOn('a');
    clock.advance(2);
    goOn('b');
    expect(done).toEqual(['a']);
    turn();
    expect(done).toEqual(['a', 'b']);
  });

  test('has its whole time again after each turn', () => {
    const { clock, goOn, done, turn } = setUp();
    goOn('a');
    clock.advance(100);
    turn();
    goOn('b');
    clock.advance(1);
    goOn('c');
    expect(done).toEqual(['a', 'b', 'c']);
    clock.advance(1);
    goOn('d');
    expect(done).toEqual(['a', 'b', 'c']);
    turn();
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });
});

function setUp() {
  const clock = new FakeClock();
  let due: (() => void)[] = [];
  const done: string[] = [];
  const pace = paceOf({
    clock,
    soon: (fn) => {
      due.push(fn);
      return () => {};
    },
  });
  return {
    clock,
    done,
    goOn: (what: string) => pace(() => done.push(what)),
    /** Whatever was due by now. */
    turn: () => {
      const now = due;
      due = [];
      for (const fn of now) fn();
    },
  };
}
