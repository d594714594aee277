import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakePrograms } from '../audio/fake-programs.ts';

let programs: FakePrograms;
beforeEach(() => {
  programs = new FakePrograms();
});
afterEach(() => programs.dispose());

it('a process without a free file descriptor says that it cannot record, and lives on', () => {
  programs.put('arecord', 'exit 1');
  const program = fileURLToPath(new URL('./no-descriptors.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', `ulimit -n 64; exec '${process.execPath}' '${program}'`],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)[1]).toMatch(/"arecord" could not be started/);
});
