/** A script of `../lab` in the guest, with systemd, sound cards and the repository; and what it saw. */
import { existsSync, realpathSync } from 'node:fs';
import { expect } from 'vitest';
import { inGuest, kernelOptions, lab, noLab, repository } from '../../parts/support/lab.ts';
import { ownRoot, type Root } from './roots.ts';

export { noLab, repository };

export const missingFor = (root: Root): string | undefined => noLab ?? root.missing;

/** Two cards; one program at a time has a device, as with most real ones. */
const SOUND = ['snd_aloop.enable=1,1', 'snd_aloop.index=0,1', 'snd_aloop.id=Mic,Speaker'];

/** Where the lab lies, as the guest sees it. */
export const labFolder = (): string => realpathSync(lab);

/** The value of a fact by its name. */
export type Seen = (name: string) => string | undefined;

export interface LabRun {
  readonly script: string;
  readonly root?: Root;
  /** What the script is called with; the repository unless told otherwise. */
  readonly args?: readonly string[];
  /** Folders of this machine that the guest sees on another root, and may write on any. */
  readonly shared?: readonly string[];
  /** Of the lab's `run.sh`. */
  readonly options?: readonly string[];
}

/** @throws when the script did not come to its end: its last fact is `end`. */
export async function runInLab({
  script,
  root = ownRoot,
  args = [repository],
  shared = [],
  options = [],
}: LabRun): Promise<Seen> {
  const kernel = kernelOptions([...SOUND, 'snd_dummy.index=2']);
  const folders = [...seenOnOther(root), ...shared].flatMap((folder) => ['-w', folder]);
  const other = root.folder === undefined ? [] : ['-r', root.folder];
  const startMs = performance.now();
  const run = await inGuest(
    ['-s', ...kernel, ...other, ...folders, ...options],
    ['bash', `${repository}/test/service/lab/${script}.sh`, ...args],
  );
  const facts = new Map<string, string>();
  for (const line of run.output.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) facts.set(line.slice(0, at), line.slice(at + 1).trim());
  }
  expect(facts.get('end'), `${run.output}\n${run.errors}`).toBe('reached');
  const tookSeconds = Math.round((performance.now() - startMs) / 1_000);
  process.stdout.write(`${script} on ${root.name}: ${tookSeconds} s\n${run.output}`);
  return (name) => facts.get(name);
}

/** Another root has neither the repository nor the lab. */
const seenOnOther = (root: Root): string[] =>
  root.folder === undefined ? [] : [repository, labFolder()];

/** Native parts of packages: with them GPIO goes by sysfs, and no program has to speak for the daemon. */
export const hasNative = (name: string): boolean =>
  existsSync(`${repository}/node_modules/${name}/build/Release`);
