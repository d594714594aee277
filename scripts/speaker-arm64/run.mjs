// @ts-check
/** Runs a program of npm's. */
import { spawnSync } from 'node:child_process';

/** @typedef {{ kind: 'done' } | { kind: 'failed', reason: string }} Outcome */

/**
 * Runs a program for Node without showing what it prints.
 *
 * @param {readonly string[]} command the program and its arguments
 * @param {object} options
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} options.env
 * @param {number} options.limitMs
 * @returns {Outcome}
 */
export function run(command, { cwd, env, limitMs }) {
  const { status, error, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd,
    env,
    timeout: limitMs,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return { kind: 'done' };
  return { kind: 'failed', reason: error?.message ?? reasonIn(`${stdout}\n${stderr}`) };
}

/**
 * The line that tells most: of a compiler, a linker or make, else of npm or node-gyp, else the last one.
 *
 * @param {string} output
 * @returns {string}
 */
export function reasonIn(output) {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line =
    lines.find((line) => /\berror: |cannot find -l|^make: (?!Entering|Leaving)/.test(line)) ??
    lines.find((line) => /^(npm (error|ERR!) (?!code|errno|syscall)|gyp ERR! stack )/.test(line)) ??
    lines.at(-1) ??
    'it said nothing';
  return line.replace(/\.$/, '');
}
