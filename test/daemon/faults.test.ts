import { describe, expect, test } from 'vitest';
import { Faults } from '../../src/daemon/faults.ts';
import { CollapsedLog } from '../../src/system/collapsed-log.ts';
import type { Health } from '../../src/system/health.ts';
import type { Fields, Log } from '../../src/system/log.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const TEN_MINUTES_MS = 600_000;
const up: Health = { state: 'up', by: 'arecord' };
const down: Health = { state: 'down', reason: 'No card.' };

describe('a part of the device', () => {
  test('is said to work or not when that changes, and not otherwise', () => {
    const { faults, lines } = setUp();
    for (const health of [up, up, down, down, { ...down, reason: 'No room.' }, up])
      faults.report('microphone', health);
    expect(lines).toEqual([
      'info microphone works',
      'warn microphone does not work',
      'warn microphone does not work',
      'info microphone works',
    ]);
  });

  test('that comes and goes every second for hours is a few lines, and then two in a while', () => {
    const { faults, lines, clock } = setUp();
    for (let second = 0; second < 7_200; second += 1) {
      faults.report('broker', second % 2 === 0 ? down : up);
      clock.advance(1_000);
    }
    expect(lines.length).toBeLessThan(6 * 13);
    expect(lines.filter((line) => line.includes('×')).length).toBe(12);
  });

  test.each([
    ['works', up, 'info broker works'],
    ['does not work', down, 'warn broker does not work'],
  ])('is never said to be otherwise than it is after that: %s', (_, last, line) => {
    const { faults, lines, clock } = setUp();
    const other = last === up ? down : up;
    for (let time = 0; time < 50; time += 1) {
      faults.report('broker', other);
      faults.report('broker', last);
    }
    expect(lines).toHaveLength(6);
    clock.advance(TEN_MINUTES_MS);
    expect(lines.slice(6)).toEqual([`${line} × 94`]);
    clock.advance(TEN_MINUTES_MS);
    expect(lines).toHaveLength(7);
    expect(clock.pending).toBe(0);
    faults.report('broker', other);
    expect(lines).toHaveLength(8);
  });

  test('is said apart from the others, and at once to whoever asks', () => {
    const { faults, lines, changes } = setUp();
    for (let time = 0; time < 10; time += 1) {
      faults.report('broker', up);
      faults.report('broker', down);
    }
    faults.report('lamp', down);
    expect(lines.at(-1)).toBe('warn lamp does not work');
    expect(faults.worst).toBe('broker: No card.');
    expect(changes()).toBe(21);
  });

  test('is said as it is at the end, and leaves no timer', () => {
    const { faults, lines, clock } = setUp();
    for (let time = 0; time < 10; time += 1) {
      faults.report('broker', up);
      faults.report('broker', down);
    }
    faults.close();
    expect(lines.slice(6)).toEqual(['warn broker does not work × 14']);
    expect(clock.pending).toBe(0);
    faults.report('broker', up);
    expect(lines.at(-1)).toBe('info broker works');
    expect(clock.pending).toBe(0);
  });
});

function setUp() {
  const clock = new FakeClock();
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string, fields: Fields = {}) =>
      void lines.push(
        `${level} ${message}${fields['count'] === undefined ? '' : ` × ${fields['count']}`}`,
      );
  const plain: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => plain,
  };
  let changes = 0;
  const changed = () => {
    changes += 1;
  };
  // As in the daemon: what is said here is not collapsed once more.
  const faults = new Faults({ log: new CollapsedLog(plain, { clock }), clock, changed });
  return { faults, lines, clock, changes: () => changes };
}
