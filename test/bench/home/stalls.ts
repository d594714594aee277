/** The event loop of a program, as the probe in it tells; and one of a program that does nothing, at the same time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../../fakes/until.ts';
import type { StallReport } from './stall-probe.ts';
import type { Away } from './stretches.ts';

export interface Stalls extends Away {
  /** Of the program that does nothing, by the clock: what the machine itself keeps programs from. */
  readonly idleLongestMs: number;
}

const PROBE = fileURLToPath(new URL('./stall-probe.js', import.meta.url));

/** For the command line of the program that is probed. */
export const probeArgs: readonly string[] = ['--import', PROBE];

export const probeEnv = (folder: string) => ({ HEARTH_STALLS: join(folder, 'stalls.json') });

export class StallWatch {
  readonly #folder: string;
  readonly #pid: number;
  readonly #idle: ChildProcess;

  private constructor(folder: string, pid: number, idle: ChildProcess) {
    this.#folder = folder;
    this.#pid = pid;
    this.#idle = idle;
  }

  /** `pid`: of the program, which was started with `probeArgs` and `probeEnv`. */
  static async start(folder: string, pid: number): Promise<StallWatch> {
    const words = [...probeArgs, '--eval', "console.log('up'); setInterval(() => {}, 1e6)"];
    const idle = spawn(process.execPath, words, {
      env: { ...process.env, HEARTH_STALLS: join(folder, 'idle-stalls.json') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Before that, the signal would end it.
    await new Promise<void>((resolve) => idle.stdout.once('data', () => resolve()));
    return new StallWatch(folder, pid, idle);
  }

  /** Since it was called last. */
  async take(): Promise<Stalls> {
    const [own, idle] = await Promise.all([
      ask(this.#pid, join(this.#folder, 'stalls.json')),
      ask(this.#idle.pid as number, join(this.#folder, 'idle-stalls.json')),
    ]);
    const { longestOwnMs, p99OwnMs, longestMs } = own;
    return { longestOwnMs, p99OwnMs, longestMs, idleLongestMs: idle.longestMs };
  }

  close(): void {
    this.#idle.kill('SIGKILL');
  }
}

async function ask(pid: number, file: string): Promise<StallReport> {
  const before = read(file)?.number;
  process.kill(pid, 'SIGUSR2');
  await until(() => read(file)?.number !== before);
  return read(file) as StallReport;
}

const read = (file: string): StallReport | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StallReport) : undefined;
