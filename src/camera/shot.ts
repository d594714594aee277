/**
 * One run of a program that prints one picture: bounded in time and size, and ended with everything that
 * it started.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '../system/clock.ts';
import { redact } from '../system/redact.ts';
import { MAX_JPEG_BYTES, wholeJpeg } from './jpeg.ts';

export interface ShotOptions {
  readonly command: readonly [string, ...string[]];
  readonly clock: Clock;
  /** Ends every process of a group, at once. */
  readonly endGroup?: (id: number) => void;
}

export type ShotResult =
  | { readonly type: 'taken'; readonly jpeg: Buffer }
  /** `what` names the program and its fault, without a full stop; `words` is what it said last, or nothing. */
  | { readonly type: 'failed'; readonly what: string; readonly words: string }
  /** It was killed and runs on, as a program does that waits inside a driver. */
  | { readonly type: 'stuck'; readonly what: string };

const RUN_LIMIT_MS = 5_000;
/** A process that was killed is gone by then, or may stay for ever. */
const GONE_LIMIT_MS = 1_000;
const WORDS_READ = 4_096;
const WORDS_TOLD = 200;

export class Shot {
  readonly program: string;
  /** When the program is gone, or stuck; never rejects. */
  readonly result: Promise<ShotResult>;
  /** When the program is gone. */
  readonly gone: Promise<void>;
  readonly #options: ShotOptions;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #words = '';
  #phase: 'running' | 'killed' | 'exited' | 'over' = 'running';
  /** Why it was killed. */
  #fault = 'was stopped';
  #cancelLimit: () => void;
  #finish: (result: ShotResult) => void = () => {};
  #leave: () => void = () => {};
  #child: ChildProcess | undefined;

  constructor(options: ShotOptions) {
    const { command, clock } = options;
    this.#options = options;
    this.program = command[0];
    this.result = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.gone = new Promise((resolve) => {
      this.#leave = resolve;
    });
    this.#cancelLimit = clock.after(RUN_LIMIT_MS, () =>
      this.#kill(`did not give a picture within ${RUN_LIMIT_MS / 1_000} s`),
    );
    this.#run();
  }

  /** Ends it; the result comes when it is gone. */
  cut(): void {
    this.#kill('was stopped');
  }

  #run(): void {
    const [program, ...args] = this.#options.command;
    try {
      // A process group of its own: whatever it starts ends with it, and Ctrl-C is for this program.
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
      this.#child = child;
      child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        this.#words = (this.#words + text).slice(-WORDS_READ);
      });
      child.once('error', (error: NodeJS.ErrnoException) => {
        // Also said when a signal could not be sent; that program still runs.
        if (child.pid === undefined) this.#over(notStarted(error));
      });
      child.once('exit', () => this.#exited());
      child.once('close', (code, signal) => this.#over(this.#faultOf(code, signal)));
    } catch (error) {
      this.#over(notStarted(error as NodeJS.ErrnoException));
    }
  }

  #read(chunk: Buffer): void {
    if (this.#phase === 'over' || this.#bytes > MAX_JPEG_BYTES) return;
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#bytes > MAX_JPEG_BYTES)
      this.#kill(
        `printed more than ${MAX_JPEG_BYTES / 1_048_576} MiB: let it make a smaller picture`,
      );
  }

  #kill(fault: string): void {
    if (this.#phase !== 'running') return;
    this.#phase = 'killed';
    this.#fault = fault;
    this.#cancelLimit();
    this.#cancelLimit = this.#options.clock.after(GONE_LIMIT_MS, () =>
      this.#finish({ type: 'stuck', what: `${this.#name} cannot be ended` }),
    );
    this.#endGroup();
  }

  #exited(): void {
    if (this.#phase === 'over') return;
    if (this.#phase === 'running') this.#phase = 'exited';
    this.#cancelLimit();
    this.#endGroup();
    // Its last bytes come before `close`, which waits for everybody who inherited the pipes.
    const { clock } = this.#options;
    this.#cancelLimit = clock.after(GONE_LIMIT_MS, () => {
      this.#child?.stdout?.destroy();
      this.#child?.stderr?.destroy();
    });
  }

  #endGroup(): void {
    const { endGroup = endProcessGroup } = this.#options;
    if (this.#child?.pid !== undefined) endGroup(this.#child.pid);
  }

  #over(fault: string | undefined): void {
    if (this.#phase === 'over') return;
    const told = this.#phase === 'killed' ? this.#fault : fault;
    this.#phase = 'over';
    this.#cancelLimit();
    this.#leave();
    const jpeg = told === undefined ? wholeJpeg(Buffer.concat(this.#chunks)) : undefined;
    this.#finish(
      jpeg === undefined
        ? { type: 'failed', what: `${this.#name} ${told ?? this.#unlike()}`, words: this.#last() }
        : { type: 'taken', jpeg },
    );
  }

  get #name(): string {
    return `The program "${this.program}" of the camera`;
  }

  #faultOf(code: number | null, signal: string | null): string | undefined {
    if (signal !== null) return `ended because of the signal ${signal}`;
    return code === 0 ? undefined : `ended with exit code ${code}`;
  }

  #unlike(): string {
    if (this.#bytes === 0)
      return 'printed nothing: let it write the picture to its standard output';
    return 'printed something other than one whole JPEG';
  }

  /** Its last words: programs tell what they are doing first, and what went wrong at the end. */
  #last(): string {
    const line =
      this.#words
        .trim()
        .split(/[\r\n]+/)
        .at(-1) ?? '';
    return redact(line.replace(/\p{Cc}+/gu, ' '))
      .slice(0, WORDS_TOLD)
      .trim();
  }
}

function notStarted({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'is not there: install it, or write its whole path';
  if (code === 'EACCES') return 'may not be run: make it executable for the user of the daemon';
  return `could not be started: ${code ?? message}`;
}

function endProcessGroup(id: number): void {
  try {
    process.kill(-id, 'SIGKILL');
  } catch {
    // There is nobody left in it.
  }
}
