import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Clock } from '../system/clock.ts';

/** A program and its arguments; the first word is looked for on the path. */
export type CommandLine = readonly [string, ...string[]];

/** A tool that should end at once is killed after this time. */
const RUN_LIMIT_MS = 10_000;
/** A tool that was asked to end is killed after this time. */
const STOP_LIMIT_MS = 1_000;

/**
 * Runs a tool to its end and gives what it wrote. Rejects with what it said is wrong, or with Node's
 * error when it could not be started (`ENOENT`).
 */
export function runTool(clock: Clock, [program, ...args]: CommandLine): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const cancel = clock.after(RUN_LIMIT_MS, () => {
      child.kill('SIGKILL');
    });
    const out = tail(child.stdout, 65_536);
    const err = tail(child.stderr, 1_024);
    child.once('error', (error) => {
      cancel();
      reject(error);
    });
    child.once('close', (code, signal) => {
      cancel();
      if (code === 0) resolve(out());
      else reject(new Error(endOf(program, code, signal, err())));
    });
  });
}

export interface RunningToolDeps {
  readonly clock: Clock;
  /** Words before the command: a program that turns itself into the tool. */
  readonly prefix: readonly string[];
  readonly command: CommandLine;
  /** A line of its output. */
  readonly line: (text: string) => void;
  /** It ended without having been stopped, or could not be started. */
  readonly ended: (reason: string) => void;
}

/**
 * A tool that runs until it is stopped, in its own process. Its standard input stays open for as long
 * as this process lives, for tools that end when it does not.
 */
export class RunningTool {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  readonly #over: Promise<void>;
  #use: 'running' | 'stopping' | 'over' = 'running';

  constructor({ clock, prefix, command, line, ended }: RunningToolDeps) {
    this.#clock = clock;
    const [program, ...args] = [...prefix, ...command] as [string, ...string[]];
    // In a session of its own: a Ctrl-C on the terminal is for this program to act on.
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    const err = tail(child.stderr, 1_024);
    this.#over = new Promise((resolve) => {
      const over = (reason: string) => {
        const before = this.#use;
        this.#use = 'over';
        resolve();
        if (before === 'running') ended(reason);
      };
      child.once('error', (error) => over(error.message));
      child.once('close', (code, signal) => over(endOf(command[0], code, signal, err())));
    });
    child.stdin?.on('error', () => {});
    if (child.stdout === null || child.stdout === undefined) return;
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (this.#use === 'running') line(text);
    });
  }

  /** Resolves when the process is gone; nothing is told any more. */
  async stop(): Promise<void> {
    if (this.#use === 'running') {
      this.#use = 'stopping';
      this.#child.kill('SIGTERM');
    }
    const cancel = this.#clock.after(STOP_LIMIT_MS, () => {
      this.#child.kill('SIGKILL');
    });
    await this.#over;
    cancel();
  }
}

/** Collects the end of what a stream brings. There is none when this process has no descriptor left. */
function tail(stream: NodeJS.ReadableStream | null | undefined, maxLength: number): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-maxLength);
  });
  return () => text;
}

/** `gpioget: error reading GPIO values: Device or resource busy`, or how it ended if it said nothing. */
function endOf(program: string, code: number | null, signal: string | null, said: string): string {
  const lastLine = said.trim().split('\n').at(-1) ?? '';
  if (lastLine !== '') return lastLine;
  return `${program} ended with ${signal === null ? `code ${code}` : signal}`;
}
