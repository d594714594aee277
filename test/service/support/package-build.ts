/** Builds the packages as a release does, of a copy of the sources: the checkout may change meanwhile. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { repository } from '../../parts/support/lab.ts';

/** The sentence that a skipped test gives as its reason, if one of these programs is not installed. */
export const missingProgram = (programs: readonly string[]): string | undefined =>
  programs
    .filter((program) => spawnSync(program, ['--version']).error !== undefined)
    .map((program) => `${program} is not installed`)[0];

/** Why nothing can be built. */
export const noPackaging: string | undefined = missingProgram(['git', 'npm', 'dpkg-deb']);

export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end; `environment` is added to this one's. */
export async function ran(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const [exitCode, output, errors] = await Promise.all([
    exit,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode, output, errors };
}

/** Makes a repository in `folder` of what is or would be under version control here. */
export async function copySources(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const script = `set -euo pipefail
    git -C "$1" ls-files -z --cached --others --exclude-standard |
      (cd "$1" && tar --null --ignore-failed-read -T - -cf - 2> /dev/null || true) | tar -C "$2" -xf -
    cd "$2"
    git init -q
    git add -A
    git -c user.name=Test -c user.email=test@example.com -c commit.gpgsign=false commit -q -m Test`;
  const { exitCode, errors } = await ran('bash', ['-c', script, 'copy', repository, folder]);
  if (exitCode !== 0) throw new Error(errors);
}

/** `npm run package` of the repository in `sources`; times are those of its last commit. */
export const buildPackages = (
  sources: string,
  { out, temporary }: { readonly out: string; readonly temporary: string },
): Promise<Ended> => {
  mkdirSync(temporary, { recursive: true });
  return ran('bash', [`${sources}/scripts/package/package.sh`, '--out', out], {
    TMPDIR: temporary,
  });
};

/** A package of the unpacked release archive in `tree`, as if it were of another version. */
export async function repackaged(
  sources: string,
  { tree, version, out }: { readonly tree: string; readonly version: string; readonly out: string },
): Promise<void> {
  const manifest = JSON.parse(readFileSync(`${tree}/package.json`, 'utf8'));
  writeFileSync(`${tree}/package.json`, JSON.stringify({ ...manifest, version }));
  const { exitCode, errors } = await ran('bash', [
    `${sources}/scripts/package/deb.sh`,
    tree,
    'amd64',
    out,
  ]);
  if (exitCode !== 0) throw new Error(errors);
}
