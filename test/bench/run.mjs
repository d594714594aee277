/**
 * `npm run bench`: compiles the benchmark into a folder of its own and runs it there. Node 20 does not run
 * TypeScript, and nothing of this belongs into `dist`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-bench-')));
// Ctrl-C is for the benchmark, which ends what it started and then itself.
process.on('SIGINT', () => {});

try {
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  process.exitCode =
    node(join(repository, 'node_modules/typescript/bin/tsc'), [
      ...['-p', join(repository, 'test/bench/tsconfig.json')],
      ...['--outDir', folder],
    ]) || node(join(folder, 'test/bench/bench.js'), [repository, ...process.argv.slice(2)]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function node(program, args) {
  const { status, error } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}
