import { describe, expect, it } from 'vitest';
import { patienceWith } from '../../../src/devices/acts/patience.ts';

describe('how long a device may take to answer', () => {
  it('is two seconds, or as long as the configuration says', () => {
    expect(patienceWith('light').waitMs).toBe(2_000);
    expect(patienceWith('light', 500).waitMs).toBe(500);
  });

  it('is longer for what moves slowly, whatever the configuration says', () => {
    expect(patienceWith('lock', 500)).toEqual(patienceWith('lock'));
    expect(patienceWith('lock').waitMs).toBeGreaterThan(2_000);
  });
});
