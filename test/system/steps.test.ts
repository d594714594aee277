import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finish, STEP, sorted } from '../../src/system/steps.ts';

test('a sort in steps gives what a sort at one go does, and keeps the order of equals', () => {
  const items = fc.array(fc.record({ key: fc.nat(20), at: fc.nat() }), { maxLength: 5 * STEP });
  fc.assert(
    fc.property(items, (items) => {
      const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
      expect(finish(sorted(items, compare))).toEqual([...items].sort(compare));
    }),
    { numRuns: 50 },
  );
});

test('a sort of many takes many steps', () => {
  const steps = sorted(
    Array.from({ length: 100 * STEP }, (_, at) => (at * 7_919) % 10_007),
    (a, b) => a - b,
  );
  let count = 0;
  while (!steps.next().done) count += 1;
  expect(count).toBeGreaterThan(500);
});
