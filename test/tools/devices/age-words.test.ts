import { expect, test } from 'vitest';
import { ago } from '../../../src/tools/devices/age-words.ts';

test.each([
  [0, 'just now'],
  [-10_000, 'just now'],
  [Number.NaN, 'just now'],
  [4_999, 'just now'],
  [5_000, '5 seconds ago'],
  [61_000, '1 minute ago'],
  [59 * 60_000, '59 minutes ago'],
  [3_600_000, '1 hour ago'],
  [50 * 3_600_000, '2 days ago'],
])('%d ms are "%s"', (ageMs, words) => {
  expect(ago(ageMs)).toBe(words);
});
