/** What lies beside a file that is kept: what could not be used of it, and what is of another version. */
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where the file that cannot be used is put. */
const asideOf = (path: string): string => `${path}.unusable`;

/** Where a file of another version is kept. */
export const copyOf = (path: string, version: number): string => `${path}.version-${version}`;

/** Whatever was put beside the file at `path`, where nobody would look for it. */
export async function besides(path: string): Promise<string[]> {
  const names = await readdir(dirname(path)).catch(() => []);
  const isBeside = (name: string) => name === asideOf(basename(path)) || isCopyOf(path, name);
  return names.filter(isBeside).map((name) => join(dirname(path), name));
}

const isCopyOf = (path: string, name: string): boolean =>
  name.startsWith(`${basename(path)}.version-`);

/** In place of what was set aside before; tells what became of it. */
export async function setAside(path: string): Promise<string> {
  const aside = asideOf(path);
  try {
    await rm(aside, { recursive: true, force: true });
    await rename(path, aside);
    return `was set aside as ${aside}`;
  } catch (error) {
    return `could not be set aside (${wordsOf(error)})`;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);
