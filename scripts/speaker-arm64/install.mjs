// @ts-check
/** Fetches the package `speaker` anew, completes it, builds it and puts it in its place. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';

/** @typedef {import('./locked.mjs').Packages} Packages */

const PLACE = 'node_modules/speaker';

/**
 * A registry that is away must not hold up an install that is over already; a Raspberry Pi Zero 2 takes its time.
 */
const FETCH_LIMIT_MS = 3 * 60_000;
const BUILD_LIMIT_MS = 10 * 60_000;

/**
 * Works in a folder inside `node_modules`: on the same disk, and gone with the next `npm ci` whatever happens.
 *
 * @param {object} options
 * @param {string} options.root folder of the project
 * @param {Packages} options.packages `speaker` and all that it needs
 * @param {string | undefined} options.nodedir where the headers of Node are
 * @param {NodeJS.ProcessEnv} options.env as npm made it
 * @returns {string} a sentence about how it went
 */
export function install({ root, packages, nodedir, env }) {
  const folder = mkdtempSync(join(root, 'node_modules/.hearthd-speaker-'));
  try {
    const fetched = fetchPackages(folder, packages, env);
    if (fetched.kind === 'failed')
      return `The npm package speaker could not be fetched: ${fetched.reason}; aplay plays.`;
    const built = build(join(folder, PLACE), nodedir, env);
    if (built.kind === 'failed')
      return `The npm package speaker could not be built: ${built.reason}; aplay plays.`;
    place(folder, root, Object.keys(packages));
    return 'The npm package speaker was built for 64-bit ARM.';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * npm itself checks what it fetches against the lock file.
 *
 * @param {string} folder
 * @param {Packages} packages
 * @param {NodeJS.ProcessEnv} env
 */
function fetchPackages(folder, packages, env) {
  const version = packages[PLACE]?.version ?? '';
  const project = {
    name: 'speaker-for-hearthd',
    version: '0.0.0',
    dependencies: { speaker: version },
  };
  const lock = {
    lockfileVersion: 3,
    requires: true,
    packages: { '': project, ...required(packages) },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const options = [
    '--ignore-scripts',
    '--prefer-offline',
    '--fetch-retries=0',
    '--install-strategy=hoisted',
    '--no-audit',
    '--no-fund',
  ];
  return run([env['npm_execpath'] ?? '', 'ci', ...options], {
    cwd: folder,
    env,
    limitMs: FETCH_LIMIT_MS,
  });
}

/**
 * Without the marks that let npm leave a package out.
 *
 * @param {Packages} packages
 */
function required(packages) {
  const marks = { optional: undefined, dev: undefined, devOptional: undefined, peer: undefined };
  return Object.fromEntries(
    Object.entries(packages).map(([at, entry]) => [at, { ...entry, ...marks }]),
  );
}

/**
 * @param {string} folder
 * @param {string | undefined} nodedir
 * @param {NodeJS.ProcessEnv} env
 */
function build(folder, nodedir, env) {
  const configurations = join(folder, 'deps/mpg123/config/linux');
  // A copy that stays there: `npm rebuild` succeeds as well.
  if (!existsSync(join(configurations, 'arm64'))) {
    cpSync(join(configurations, 'x64'), join(configurations, 'arm64'), { recursive: true });
  }
  const headers = nodedir === undefined ? [] : [`--nodedir=${nodedir}`];
  return run([env['npm_config_node_gyp'] ?? '', 'rebuild', ...headers], {
    cwd: folder,
    env,
    limitMs: BUILD_LIMIT_MS,
  });
}

/**
 * Moves what is not in the project, `speaker` last: where it is, all that it needs is.
 *
 * @param {string} from
 * @param {string} root
 * @param {readonly string[]} places
 */
function place(from, root, places) {
  rmSync(join(root, PLACE), { recursive: true, force: true });
  for (const each of places.filter((place) => !place.includes('/node_modules/'))) {
    if (existsSync(join(root, each))) continue;
    mkdirSync(dirname(join(root, each)), { recursive: true });
    renameSync(join(from, each), join(root, each));
  }
}
