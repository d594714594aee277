/** A program under measurement, as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { machineNowMs } from './machine-clock.ts';

export interface Candidate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What it says when it is ready. */
  readonly readyLine: RegExp;
  /** Where it takes PRESS and RELEASE. */
  readonly topic: string;
}

export class Program {
  readonly candidate: Candidate;
  readonly pid: number;
  /** From the call that started it to the line that says it is ready. */
  readonly readyMs: number;
  readonly #process: ChildProcess;
  /** What it said, in all. */
  readonly #said: string[];

  private constructor(
    candidate: Candidate,
    process: ChildProcess,
    said: string[],
    readyMs: number,
  ) {
    this.candidate = candidate;
    this.#process = process;
    this.#said = said;
    this.pid = process.pid as number;
    this.readyMs = readyMs;
  }

  /** Rejects with its last words when it ends, or is ended for taking too long, before it is ready. */
  static start(candidate: Candidate): Promise<Program> {
    const { name, command, args, env, readyLine } = candidate;
    const startedAtMs = machineNowMs();
    // A session of its own, as that of a service: Linux shares the processors among sessions.
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    // Whatever happens here, it is not left behind.
    const end = () => child.kill();
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    const said: string[] = [];
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      child.once('error', reject);
      child.once('close', () => {
        clearTimeout(timer);
        const error = said.join('').match(/^\S*Error.*$/m)?.[0] ?? said.join('').trim();
        reject(new Error(`${name} ended before it was ready: ${error}`));
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
      const look = () => {
        const readyMs = machineNowMs() - startedAtMs;
        if (!readyLine.test(said.join(''))) return;
        child.stdout.off('data', look);
        clearTimeout(timer);
        resolve(new Program(candidate, child, said, readyMs));
      };
      child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
      child.stdout.on('data', look);
    });
  }

  /** What it said so far, line by line. */
  get lines(): readonly string[] {
    return this.#said.join('').split('\n');
  }

  /** For a message when something went wrong. */
  get lastWords(): string {
    return this.lines.slice(-6).join('\n');
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(timer);
  }
}

const PATIENCE_MS = 30_000;
