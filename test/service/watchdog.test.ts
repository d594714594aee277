import { beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { missingFor, runInLab, type Seen } from './support/guest.ts';
import { debianRoot, ownRoot } from './support/roots.ts';

/** In the test; 30 s in the unit. */
const WATCHDOG_MS = 10_000;

describe.each([ownRoot, debianRoot])('on $name', (root) => {
  const missing = missingFor(root);

  describe.skipIf(missing)(titled('the watchdog', missing), () => {
    let fact: Seen;

    beforeAll(async () => {
      fact = await runInLab({ script: 'watchdog', root });
    });

    test('lets a reply pass that lasts longer than its time', () => {
      expect(Number(fact('reply_ms'))).toBeGreaterThan(2 * WATCHDOG_MS);
      expect(fact('after_reply')).toBe('active 0');
    });

    test('lets a device pass that nobody speaks to', () => {
      expect(fact('after_rest')).toBe('active 0');
    });

    test('ends a daemon whose event loop hangs, without leaving a core behind', () => {
      expect(fact('killed_by')).toBe('code=killed, status=6/ABRT');
      expect(Number(fact('ended_ms'))).toBeLessThan(2 * WATCHDOG_MS);
      expect(fact('cores')).toBe('0');
    });

    test('is followed by a new start', () => {
      expect(fact('after_hang')).toBe('active 1');
    });
  });
});
