// @ts-check
/** What a build needs of the machine besides npm. */
import { spawnSync } from 'node:child_process';

/** @typedef {import('./decision.mjs').Need} Need */
/** @typedef {Need & { readonly check: string }} Tool with a line for the shell that succeeds where it is here */

/**
 * Those that belong to this very Node; no package of Debian has them for any but Debian's own.
 *
 * @type {Need}
 */
export const NODE_HEADERS = {
  name: 'the headers of Node (npm_config_nodedir=… npm ci says where include/node is)',
};

/**
 * What is not here. Without a compiler nobody can tell whether the headers are, so they count as missing.
 *
 * @param {{ readonly env: NodeJS.ProcessEnv }} options
 * @returns {readonly Need[]}
 */
export function missingTools({ env }) {
  return tools(env).filter(
    ({ check }) => spawnSync('sh', ['-c', check], { env, stdio: 'ignore' }).status !== 0,
  );
}

/**
 * The variables are those that node-gyp and make heed; each may be more than one word.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {readonly Tool[]}
 */
function tools(env) {
  const c = env['CC'] || 'cc';
  const python = env['npm_config_python'] || env['PYTHON'] || 'python3';
  return [
    { name: 'a C compiler', debian: 'build-essential', check: `${c} --version` },
    {
      name: 'a C++ compiler',
      debian: 'build-essential',
      check: `${env['CXX'] || 'g++'} --version`,
    },
    { name: 'make', debian: 'build-essential', check: `${env['MAKE'] || 'make'} --version` },
    { name: 'Python', debian: 'python3', check: `${python} --version` },
    {
      name: 'the headers of ALSA',
      debian: 'libasound2-dev',
      check: `echo '#include <alsa/asoundlib.h>' | ${c} -E -x c -`,
    },
  ];
}
