import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Compiles the program into a folder of its own, without packages; gives that folder. */
export function build(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearthd-built-'));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const project = join(ROOT, 'tsconfig.build.json');
  const { stdout } = spawnSync(
    process.execPath,
    [tsc, '-p', project, '--outDir', join(folder, 'dist')],
    { encoding: 'utf8' },
  );
  if (!existsSync(join(folder, 'dist/main.js'))) throw new Error(`The build failed: ${stdout}`);
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  return folder;
}
