/**
 * A program of its own: loads one of the optional packages, so that one which crashes or hangs does so here, and
 * prints a line of JSON (see `package-probe.ts`).
 *
 *     node load-package.js NAME
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadSpeaker } from '../../player/speaker-output.ts';

const require = createRequire(import.meta.url);
const [name = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await probe())}\n`);
process.exit(0);

async function probe(): Promise<object> {
  const manifest = manifestOf();
  if (manifest === undefined) return { state: 'absent' };
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
  try {
    await load();
  } catch (error) {
    return { state: 'broken', version, reason: wordsOf(error) };
  }
  return { state: 'loaded', version };
}

function manifestOf(): string | undefined {
  const folders = require.resolve.paths(name) ?? [];
  for (const folder of folders) {
    const path = `${folder}/${name}/package.json`;
    try {
      readFileSync(path);
      return path;
    } catch {
      // The next folder, then.
    }
  }
  return undefined;
}

async function load(): Promise<void> {
  if (name !== 'speaker') {
    require(name);
    return;
  }
  // It asks the device "default" while it is loaded, and aborts where there is none: its adapter knows how to.
  let broken: string | undefined;
  const broke = (_exitCode: number, words: string): never => {
    broken = words;
    throw new Error(words);
  };
  await loadSpeaker({ device: 'default', underrun: () => {}, broke });
  if (broken !== undefined) throw new Error(broken);
}

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 200);
