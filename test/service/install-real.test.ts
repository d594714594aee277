import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { noLab, runInLab, type Seen } from './support/guest.ts';
import { notBuilt, realRelease } from './support/release-folder.ts';
import { debianRoot } from './support/roots.ts';

const missing = noLab ?? notBuilt ?? debianRoot.missing;

describe.skipIf(missing)(
  titled('the installer with the program itself, on Debian 13', missing),
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'hearthd-install-'));
    let fact: Seen;

    beforeAll(async () => {
      realRelease(folder);
      fact = await runInLab({
        script: 'install-real',
        root: debianRoot,
        args: [folder],
        shared: [folder],
      });
    });

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('starts it on the Node of Debian', () => {
      expect(fact('install')).toMatch(/^0 active \d+\.\d+\.\d+$/);
      expect(fact('node')).toMatch(/^\/usr\/bin\/node/);
    });

    test('hands the key over, encrypted, to the service and to doctor', () => {
      expect(fact('encrypted')).toBe('root 600');
      expect(fact('service_has_key')).toBe('0');
      expect(fact('doctor_has_key')).toBe('0');
      expect(fact('key_told')).toBe('0 0');
    });

    test('puts the drop-ins into place that this systemd knows', () => {
      expect(fact('restart_steps')).not.toBe('0');
      expect(fact('drop_ins')).toBe('50-encrypted-gemini-api-key.conf restart-delay.conf');
    });

    test('changes nothing the second time', () => {
      expect(fact('again')).toBe('0 1');
    });
  },
);
