import { writeSync } from 'node:fs';
import { type Clock, systemClock } from './clock.ts';

const STANDARD_OUTPUT = 1;
const MAX_WAITING_BYTES = 1_048_576;
const RETRY_MS = 20;
const LAST_TRIES = 20;
const LAST_TRY_MS = 50;

/**
 * Standard output for a program that must neither stop nor end because of it: what a slow reader does
 * not take waits, up to 1 MiB; what a full disk or a reader that has gone does not take is lost. (The
 * stream of Node ends the process then; that of pino sleeps in the event loop, or for ever.)
 */
export class StandardOutput {
  readonly #clock: Clock;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #retry: 'none' | 'due' = 'none';

  constructor({ clock = systemClock }: { readonly clock?: Clock } = {}) {
    this.#clock = clock;
    process.once('exit', () => this.#lastTries());
  }

  /** Before this returns, the line is handed over, or waits, or is lost. */
  write(line: string): void {
    if (this.#waitingBytes > MAX_WAITING_BYTES) return;
    const bytes = Buffer.from(line);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#retry === 'none') this.#drain();
  }

  #drain(): void {
    try {
      for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
        const written = writeSync(STANDARD_OUTPUT, first);
        this.#waitingBytes -= written;
        if (written === first.length) this.#waiting.shift();
        else this.#waiting[0] = first.subarray(written);
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') this.#tryAgain();
      else this.#lose();
    }
  }

  #tryAgain(): void {
    if (this.#retry === 'due') return;
    this.#retry = 'due';
    this.#clock.after(RETRY_MS, () => {
      this.#retry = 'none';
      this.#drain();
    });
  }

  #lose(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  /** The process is ending and has nothing else to do than to wait a moment for the reader. */
  #lastTries(): void {
    for (let tries = 0; this.#waitingBytes > 0 && tries < LAST_TRIES; tries++) {
      if (tries > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_TRY_MS);
      this.#drain();
    }
  }
}
