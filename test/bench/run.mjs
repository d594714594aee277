/**
 * `npm run bench` and `npm run plots`: compiles the benchmark into a folder of its own and runs one of its programs
 * there. Node 20 does not run TypeScript, and nothing of this belongs into `dist`.
 *
 *     node run.mjs [--plots] [OPTION…]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const [program, ...args] =
  process.argv[2] === '--plots'
    ? ['plots', ...process.argv.slice(3)]
    : ['bench', ...process.argv.slice(2)];
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-bench-')));
try {
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  process.exitCode =
    (await node(join(repository, 'node_modules/typescript/bin/tsc'), [
      ...['-p', join(repository, 'test/bench/tsconfig.json')],
      ...['--outDir', folder],
    ])) || (await node(join(folder, `test/bench/${program}.js`), [repository, ...args]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Its exit code. A signal is for it: it ends what it started. */
async function node(script, args) {
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  const passOn = (signal) => child.kill(signal);
  process.on('SIGINT', passOn).on('SIGTERM', passOn);
  const [code] = await once(child, 'exit');
  process.off('SIGINT', passOn).off('SIGTERM', passOn);
  return code ?? 1;
}
