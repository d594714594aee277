// @ts-check
/** Where the headers of the running Node are. */
import { readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The folder with `include/node` for node-gyp's option `nodedir`. Without it node-gyp would fetch the headers
 * from the web, although they lie beside most Nodes: those of nodejs.org, NodeSource and Debian (libnode-dev).
 * Where they do not, node-gyp may have fetched them for another package before.
 *
 * @param {object} options
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.execPath
 * @param {string} options.version as `process.version`
 * @returns {string | undefined}
 */
export function nodeHeaders({ env, execPath, version }) {
  if (env['npm_config_nodedir']) return env['npm_config_nodedir'];
  const cache = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  const fetched = env['npm_config_devdir'] || join(cache, 'node-gyp');
  const beside = dirname(dirname(realpathSync(execPath)));
  return [beside, join(fetched, version.slice(1))].find((folder) => versionIn(folder) === version);
}

/**
 * @param {string} folder
 * @returns {string | undefined}
 */
function versionIn(folder) {
  try {
    const text = readFileSync(join(folder, 'include/node/node_version.h'), 'utf8');
    const number = (/** @type {string} */ part) =>
      new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1];
    return `v${number('MAJOR')}.${number('MINOR')}.${number('PATCH')}`;
  } catch {
    return undefined;
  }
}
