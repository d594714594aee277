import { describe, expect, test } from 'vitest';
import { retryMs } from '../../src/daemon/times.ts';

/** So many that a wait which can be too long is. */
const waits = (attempt: number, cause: Parameters<typeof retryMs>[1]): number[] =>
  Array.from({ length: 1_000 }, () => retryMs(attempt, cause));

describe('the wait before the connection is tried again', () => {
  test.each(['network', 'refused'] as const)(
    'is hardly any after the loss of a stable connection (%s), and not the same in every room',
    (cause) => {
      const all = waits(0, cause);
      expect(Math.max(...all)).toBeLessThanOrEqual(100);
      expect(new Set(all).size).toBeGreaterThan(1);
    },
  );

  test('grows from attempt to attempt, up to a minute', () => {
    expect(Math.max(...waits(1, 'network'))).toBeGreaterThan(500);
    expect(Math.max(...waits(1, 'network'))).toBeLessThanOrEqual(1_000);
    expect(Math.max(...waits(5, 'network'))).toBeGreaterThan(8_000);
    expect(Math.max(...waits(30, 'network'))).toBeLessThanOrEqual(60_000);
  });

  test('is more than a minute when too much was asked for', () => {
    for (const attempt of [0, 1, 10])
      expect(Math.min(...waits(attempt, 'quota'))).toBeGreaterThan(60_000);
  });

  test.each(['key', 'model', 'setup'] as const)(
    'is long when only a person can put it right (%s)',
    (cause) => {
      for (const attempt of [0, 1, 10])
        expect(Math.min(...waits(attempt, cause))).toBeGreaterThanOrEqual(30_000);
    },
  );
});
