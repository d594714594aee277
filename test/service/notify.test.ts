import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { noLab, repository, runInLab, type Seen } from './support/guest.ts';

const binary = `${repository}/node_modules/unix-dgram/build/Release/unix_dgram.node`;
const noPackage = existsSync(binary) ? undefined : 'the package unix-dgram is not built here';
const missing = noLab ?? noPackage;

describe.skipIf(missing)(titled('what systemd is told', missing), () => {
  let fact: Seen;

  beforeAll(async () => {
    fact = await runInLab({ script: 'notify' });
  });

  describe.each([
    ['datagrams', 'unix-dgram'],
    ['program', 'systemd-notify'],
  ])('by %s', (way, by) => {
    const of = (name: string) => fact(`${way}_${name}`);

    test('is that it is ready, and in words what it does', () => {
      expect(of('by')).toBe(`"notify":"${by}"`);
      expect(of('start')).toBe('yes active');
      expect(of('status')).toBe('yes');
    });

    test('is again and again that it is alive', () => {
      expect(of('watchdog')).toBe('yes');
      expect(of('still_watched')).toBe('yes');
    });

    test('is nothing that its children could say in its place', () => {
      expect(of('variables')).toBe('0');
    });

    test('is that it reloads, and what came of it, in the same process', () => {
      expect(of('same')).toBe('yes active');
      expect(of('wrong')).toBe('yes active');
      expect(of('changed')).toBe('yes active');
      expect(of('after')).toBe('yes');
      expect(of('same_process')).toBe('yes 0');
    });

    test('arrives, to the end', () => {
      expect(of('stop')).toBe('yes success');
      expect(of('failures')).toBe('');
    });
  });
});
