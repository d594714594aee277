import { beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { hasNative, missingFor, runInLab, type Seen } from './support/guest.ts';
import { debianRoot, ownRoot } from './support/roots.ts';

describe.each([ownRoot, debianRoot])('on $name', (root) => {
  const missing = missingFor(root);

  describe.skipIf(missing)(titled('the service, when something is wrong', missing), () => {
    let fact: Seen;

    beforeAll(async () => {
      fact = await runInLab({ script: 'faults', root });
    });

    test('is up without network and broker, and says what it lacks', () => {
      expect(fact('start_without_network')).toBe('0 active');
      expect(fact('status_without_network')).toContain('broker');
    });

    test('finds the broker when it is there, by itself', () => {
      expect(fact('status_with_network')).not.toContain('broker');
      expect(fact('availability')).toBe('online');
    });

    test('outlives its broker', () => {
      expect(fact('status_without_broker')).toMatch(/^active .*broker/);
      expect(fact('broker_again')).toBe('online');
    });

    test('is up again after kill -9, with none of its programs left over', () => {
      expect(Number(fact('had_children'))).toBeGreaterThan(1);
      expect(fact('after_kill')).toBe('active 1');
      expect(fact('orphans')).toBe('0');
    });

    test('is restarted on request', () => {
      expect(fact('restart')).toBe('0 active anew');
    });

    const withoutSysfs = hasNative('epoll') ? undefined : 'onoff has no native part here';
    test.skipIf(withoutSysfs)(
      titled('has its button by sysfs, too, through the holes in a read-only /sys', withoutSysfs),
      () => {
        expect(fact('button_by')).toContain('onoff');
        expect(fact('pressed')).toBe('1');
        expect(fact('lines_exported')).toBe('0');
      },
    );

    test('starts without a key and says that it is missing', () => {
      expect(fact('start_without_key')).toBe('0 active');
      expect(Number(fact('says_key_missing'))).toBeGreaterThan(0);
    });

    test('is not restarted with a wrong configuration, and the journal names what is wrong', () => {
      expect(fact('wrong_configuration')).toBe('failed 78 0');
      expect(Number(fact('wrong_key_named'))).toBeGreaterThan(0);
    });

    test('says no secret meanwhile', () => {
      expect(fact('secret_in_journal')).toBe('0');
    });
  });
});
