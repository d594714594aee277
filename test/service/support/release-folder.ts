/** Folders as an unpacked release archive is one, for the installer: of the program itself, and of stand-ins for it. */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { repository } from '../../parts/support/lab.ts';

/** Why there is none of the program itself. */
export const notBuilt: string | undefined = existsSync(`${repository}/dist/main.js`)
  ? undefined
  : 'the program is not built';

/** The program as `npm run build` left it, and what it needs at run time; nothing native. */
export function realRelease(folder: string): void {
  common(folder);
  copy('dist', folder);
  copy('package.json', folder);
  for (const path of productionPackages()) {
    mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
    copy(path, folder);
  }
}

export interface StandIn {
  readonly version: string;
  /** Newest form of the configuration that it knows; it refuses later ones. */
  readonly form: 1 | 2;
}

/**
 * A small program with the command line of ours, for what no two versions of ours show yet: a configuration that
 * changes its form. It is quick to copy.
 */
export function standInRelease(folder: string, { version, form }: StandIn): void {
  common(folder);
  mkdirSync(`${folder}/dist`);
  mkdirSync(`${folder}/node_modules/some-package`, { recursive: true });
  writeFileSync(`${folder}/node_modules/some-package/index.js`, '');
  writeFileSync(
    `${folder}/package.json`,
    `${JSON.stringify({ name: 'hearthd', version, type: 'module' }, undefined, 2)}\n`,
  );
  cpSync(`${repository}/test/service/support/stand-in.mjs`, `${folder}/dist/main.js`);
  writeFileSync(`${folder}/dist/about.json`, JSON.stringify({ version, form }));
}

/** From the lock file: neither for development nor optional. */
function productionPackages(): string[] {
  const lock: {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  } = JSON.parse(readFileSync(`${repository}/package-lock.json`, 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional, devOptional }]) => {
      return path !== '' && !dev && !optional && !devOptional;
    })
    .map(([path]) => path);
}

function common(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['systemd', 'README.md', 'LICENSE', 'CHANGELOG.md', 'config.example.json'])
    copy(name, folder);
  mkdirSync(`${folder}/docs`, { recursive: true });
  writeFileSync(`${folder}/docs/boards.md`, '');
  chmodSync(`${folder}/systemd/install.sh`, 0o755);
}

const copy = (path: string, folder: string): void =>
  cpSync(`${repository}/${path}`, `${folder}/${path}`, { recursive: true });
