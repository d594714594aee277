import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { type EnabledMachine, enabledMachine } from './support/enabled-machine.ts';
import { missingFor, runInLab, type Seen } from './support/guest.ts';
import { debianRoot } from './support/roots.ts';

const missing = missingFor(debianRoot);

describe.skipIf(missing)(titled('a machine on which the service is enabled', missing), () => {
  let machine: EnabledMachine | undefined;
  let fact: Seen;

  beforeAll(async () => {
    machine = enabledMachine(debianRoot.folder ?? '');
    fact = await runInLab({ script: 'reboot', ...machine });
  });
  afterAll(() => machine?.remove());

  test('brings it up by itself', () => {
    expect(fact('boot_1')).toBe('active enabled 0');
  });

  test('brings it up again after a reboot, with what it remembered', () => {
    expect(fact('boot_2')).toBe('active enabled 0');
    expect(fact('boot_2_volume')).toBe('37');
  });

  test('brings it up again after a power cut while it was writing its state', () => {
    expect(fact('boot_3')).toBe('active enabled 0');
    expect(Number(fact('boot_3_volume'))).toBeGreaterThanOrEqual(37);
  });

  test('has every file of its state whole after that, and nothing half-written left', () => {
    expect(fact('boot_3_files')).toContain('settings.json');
    expect(fact('boot_3_broken')).toBe('');
    expect(fact('boot_3_complaints')).toBe('0');
    expect(fact('boot_3_files')).not.toContain('.tmp');
  });
});
