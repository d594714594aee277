import { beforeEach, expect, test } from 'vitest';
import { type Pattern, patternOf } from '../../src/lamp/pattern.ts';
import { Show } from '../../src/lamp/show.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const ON: Pattern = { kind: 'steady', level: 'on' };
const BLINK: Pattern = { kind: 'repeat', stepsMs: [100, 200] };

let clock: FakeClock;
let seen: string[];
let show: Show;
beforeEach(() => {
  clock = new FakeClock();
  seen = [];
  const lamp = {
    start: () => {},
    set: (level: string) => seen.push(`${clock.now()} ${level}`),
    close: () => Promise.resolve(),
  };
  show = new Show({ lamp, clock });
});

test('a steady pattern is set once and needs no timer', () => {
  show.show(ON);
  clock.advance(10_000);
  expect(seen).toEqual(['0 on']);
  expect(clock.pending).toBe(0);
});

test('a repeating pattern is played again and again', () => {
  show.show(BLINK);
  clock.advance(700);
  expect(seen).toEqual(['0 on', '100 off', '300 on', '400 off', '600 on', '700 off']);
});

test('the same pattern again does not begin anew', () => {
  show.show(BLINK);
  clock.advance(50);
  show.show(BLINK);
  clock.advance(60);
  expect(seen).toEqual(['0 on', '100 off']);
});

test('another pattern takes over at once', () => {
  show.show(BLINK);
  clock.advance(50);
  show.show(ON);
  clock.advance(1_000);
  expect(seen).toEqual(['0 on', '50 on']);
});

test('the error sign is three blinks, then the pattern begins again', () => {
  show.show(ON);
  show.sign('error');
  clock.advance(1_000);
  expect(seen).toEqual([
    '0 on',
    '0 off',
    '120 on',
    '200 off',
    '280 on',
    '360 off',
    '440 on',
    '520 off',
    '760 on',
  ]);
});

test('a pattern that comes during the error sign waits for its end', () => {
  show.sign('error');
  clock.advance(130);
  show.show(ON);
  clock.advance(1_000);
  expect(seen.at(-1)).toBe('760 on');
  expect(seen.filter((entry) => entry.endsWith('on'))).toHaveLength(4);
});

test('a closed show leaves no timer and is over', () => {
  show.show(BLINK);
  show.close();
  show.show(patternOf({ phase: 'listening', link: 'online', muted: false, fault: false }));
  show.sign('error');
  clock.advance(1_000);
  expect(seen).toEqual(['0 on']);
  expect(clock.pending).toBe(0);
});
