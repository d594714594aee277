// @ts-check
/**
 * Builds the npm package `speaker` on 64-bit ARM Linux; npm runs it at the end of every install.
 *
 * As published (0.5.5) the package has no `deps/mpg123/config/linux/arm64`. Its own build fails there, and npm
 * takes an optional package whose build fails away again, without a word. So it is fetched once more (out of npm's
 * cache, against the lock file), given the headers of the x64 configuration, which describe any LP64 Linux,
 * built by npm's own node-gyp, and put where the lock file wants it.
 *
 * Everywhere else it does nothing. It never fails: without `speaker`, `aplay` plays. For cross-building it heeds
 * what node-gyp heeds: `npm_config_arch`, `CC`, `CXX`, `npm_config_nodedir`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decision } from './speaker-arm64/decision.mjs';
import { nodeHeaders } from './speaker-arm64/headers.mjs';
import { install } from './speaker-arm64/install.mjs';
import { lockedWith } from './speaker-arm64/locked.mjs';
import { missingTools, NODE_HEADERS } from './speaker-arm64/tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { env } = process;

try {
  const sentence = outcome();
  if (sentence !== undefined) say(sentence);
} catch (error) {
  say(`The npm package speaker is not built: ${messageOf(error)}; aplay plays.`);
}

/**
 * Does what is to be done.
 *
 * @returns {string | undefined} what to tell, if anything
 */
function outcome() {
  const headers = nodeHeaders({ env, execPath: process.execPath, version: process.version });
  const decided = decision({
    platform: process.platform,
    arch: env['npm_config_arch'] || process.arch,
    omitted: (env['npm_config_omit'] ?? '').split(/\s+/),
    built: existsSync(join(root, 'node_modules/speaker/build/Release/binding.node')),
    npm: env['npm_config_user_agent'],
    missing: () => [...missingTools({ env }), ...(headers === undefined ? [NODE_HEADERS] : [])],
  });
  if (decided.kind === 'nothing') return undefined;
  if (decided.kind === 'cannot') return decided.sentence;
  return install({
    root,
    packages: lockedWith(
      'speaker',
      JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')),
    ),
    nodedir: headers,
    env,
  });
}

/** @param {string} sentence */
function say(sentence) {
  process.stdout.write(`hearthd: ${sentence}\n`);
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
