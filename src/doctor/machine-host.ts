/** ADAPTER: this machine. */
import { spawn } from 'node:child_process';
import { accessSync, constants, readdirSync, statfsSync, statSync } from 'node:fs';
import { machine, userInfo } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../audio/english.ts';
import { readSmallFile } from '../config/small-file.ts';
import type { Clock } from '../system/clock.ts';
import type { FileOwner, Host, HostRuntime, HostUser, ProgramRun, Space } from './host.ts';

export interface MachineHostParts {
  readonly clock: Clock;
  /** Folder that stands for `/`. */
  readonly root?: string;
  readonly user?: HostUser;
}

export function machineHost({ clock, root = '/', user = currentUser() }: MachineHostParts): Host {
  const at = (path: string) => join(root, path);
  return {
    user,
    runtime: thisRuntime(),
    read: (path) => {
      const read = otherwise(undefined, () => readSmallFile(at(path), MOST_BYTES));
      return read?.state === 'read' ? read.bytes.toString() : undefined;
    },
    list: (path) => otherwise([], () => readdirSync(at(path))),
    owner: (path) =>
      otherwise<FileOwner | undefined>(undefined, () => {
        const { mode, uid, gid } = statSync(at(path));
        return { mode: mode & 0o7777, uid, gid };
      }),
    mayOpen: (path) =>
      otherwise(false, () => {
        accessSync(at(path), constants.R_OK | constants.W_OK);
        return true;
      }),
    space: (path) =>
      otherwise<Space | undefined>(undefined, () => {
        const { bavail, bsize, ffree, files } = statfsSync(at(path));
        return { freeBytes: bavail * bsize, freeInodes: ffree, inodes: files };
      }),
    run: (program, args, signal) => run({ program, args, signal, clock }),
  };
}

function run({
  program,
  args,
  signal,
  clock,
}: {
  readonly program: string;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  readonly clock: Clock;
}): Promise<ProgramRun> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(failed(program, 'was not started'));
    // A group of its own: Ctrl-C in a terminal is for the doctor, which then ends this program itself.
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
      env: inEnglish(),
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(0, MOST_OUTPUT);
    });
    let why = 'was interrupted';
    const kill = () => child.kill('SIGKILL');
    const cancel = clock.after(RUN_LIMIT_MS, () => {
      why = 'did not come to an end';
      kill();
    });
    signal.addEventListener('abort', kill, { once: true });
    const end = (run: ProgramRun) => {
      cancel();
      signal.removeEventListener('abort', kill);
      resolve(run);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      const { code = error.message } = error;
      end(code === 'ENOENT' ? { state: 'absent' } : failed(program, `was not started: ${code}`));
    });
    child.once('close', (exitCode, killedBy) => {
      if (child.pid === undefined) return;
      end(killedBy === 'SIGKILL' ? failed(program, why) : { state: 'ended', exitCode, output });
    });
  });
}

const failed = (program: string, what: string): ProgramRun => ({
  state: 'failed',
  reason: `The program "${program}" ${what}.`,
});

function currentUser(): HostUser {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const gids = [...new Set([gid, ...(process.getgroups?.() ?? [])])];
  return { name: otherwise(String(uid), () => userInfo().username), uid, gids };
}

const thisRuntime = (): HostRuntime => ({
  node: process.versions.node,
  nodePath: process.execPath,
  architecture: process.arch,
  machine: machine(),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

function otherwise<Value>(fallback: Value, attempt: () => Value): Value {
  try {
    return attempt();
  } catch {
    return fallback;
  }
}

/** Listing cards takes milliseconds; one that hangs does so in the kernel. */
const RUN_LIMIT_MS = 5_000;
const MOST_BYTES = 1_048_576;
/** Characters. */
const MOST_OUTPUT = 1_048_576;
