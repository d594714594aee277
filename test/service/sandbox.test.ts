import { beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { missingFor, runInLab, type Seen } from './support/guest.ts';
import { debianRoot, ownRoot } from './support/roots.ts';

describe.each([ownRoot, debianRoot])('on $name', (root) => {
  const missing = missingFor(root);

  describe.skipIf(missing)(titled('the sandbox', missing), () => {
    let fact: Seen;

    beforeAll(async () => {
      fact = await runInLab({ script: 'sandbox', root });
    });

    test('has sound and GPIO in its /dev, and nothing else of the machine', () => {
      expect(fact('record')).toBe('yes');
      expect(fact('list_lines')).toBe('yes');
      expect(
        fact('devices')
          ?.split(' ')
          .filter((name) => !STANDARD.includes(name)),
      ).toEqual(['gpiochip0']);
    });

    test.each(['write_state', 'write_run', 'write_tmp', 'read_key', 'network_interfaces'])(
      'allows %s',
      (name) => {
        expect(fact(name)).toBe('yes');
      },
    );

    test.each([
      'read_key_file',
      'write_config',
      'write_program',
      'write_usr',
      'read_home',
      'read_kernel_log',
      'see_other_processes',
      'other_processes',
      'mount',
      'namespace',
      'set_time',
      'real_time',
      'run_own_program_in__var_lib_hearthd',
      'run_own_program_in__run_hearthd',
      'run_own_program_in__tmp',
      'run_own_program_in__var_tmp',
      'run_own_program_in__dev_shm',
    ])('does not allow %s', (name) => {
      expect(fact(name)).toBe('no');
    });

    test('has no capabilities', () => {
      expect(fact('capabilities')).toMatch(/^0+$/);
    });
  });
});

/** What every /dev has. */
const STANDARD = ['full', 'null', 'ptmx', 'random', 'stdin', 'tty', 'urandom', 'zero'];
