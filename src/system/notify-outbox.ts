import type { Cancel, Clock } from './clock.ts';
import type { Deliver, Notify } from './notify.ts';

export interface OutboxParts {
  readonly by: string;
  readonly clock: Clock;
  readonly deliver: Deliver;
  /** CLOCK_MONOTONIC in microseconds. */
  readonly monotonicUs: () => bigint;
  /** Takes out what nobody may read. */
  readonly clean: (text: string) => string;
  /** Told, as a sentence, when messages do not arrive any more; not again before one has. */
  readonly failed: (reason: string) => void;
}

type Kind = 'reloading' | 'ready' | 'watchdog' | 'stopping' | 'status';

/** Each message may cost a process. */
const STATUS_EVERY_MS = 250;
/** systemd reads no more than a page of 4 KiB at once; a character has four bytes at most. */
const MAX_STATUS_CHARACTERS = 600;

/**
 * What is to be told to the service manager, one message at a time and in order. Of each kind one waits at most: a
 * newer status takes the place of an older one, and a `READY=1` or `WATCHDOG=1` that waits is not said twice.
 */
export class NotifyOutbox implements Notify {
  readonly by: string;
  readonly #parts: OutboxParts;
  readonly #waiting = new Map<Kind, string>();
  #work: 'resting' | 'under way' = 'resting';
  #ways: 'open' | 'blocked' = 'open';
  #status = '';
  #pause: Pause = { name: 'none' };
  #idle: (() => void)[] = [];

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.by = parts.by;
  }

  ready(status: string): void {
    this.#status = this.#line(status);
    this.#rest();
    this.#waiting.delete('status');
    this.#put('ready', `READY=1\nSTATUS=${this.#status}`);
  }

  status(status: string): void {
    const line = this.#line(status);
    if (line === this.#status || this.#pause.name === 'closed') return;
    this.#status = line;
    if (this.#pause.name === 'pausing') return;
    this.#rest();
    this.#put('status', `STATUS=${line}`);
  }

  watchdog(): void {
    this.#put('watchdog', 'WATCHDOG=1');
  }

  reloading(): void {
    // That an earlier reload is over is said by the end of this one.
    this.#waiting.delete('ready');
    this.#put('reloading', `RELOADING=1\nMONOTONIC_USEC=${this.#parts.monotonicUs()}`);
  }

  stopping(): void {
    this.#put('stopping', 'STOPPING=1');
  }

  close(): Promise<void> {
    if (this.#pause.name === 'pausing') this.#pause.cancel();
    this.#pause = { name: 'closed' };
    this.#waiting.delete('status');
    if (this.#work === 'resting') return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** The last one of a pause is told at its end. */
  #rest(): void {
    if (this.#pause.name === 'closed') return;
    if (this.#pause.name === 'pausing') this.#pause.cancel();
    const told = this.#status;
    const cancel = this.#parts.clock.after(STATUS_EVERY_MS, () => {
      this.#pause = { name: 'none' };
      if (this.#status === told) return;
      this.#rest();
      this.#put('status', `STATUS=${this.#status}`);
    });
    this.#pause = { name: 'pausing', cancel };
  }

  #put(kind: Kind, message: string): void {
    this.#waiting.delete(kind);
    this.#waiting.set(kind, message);
    if (this.#work === 'resting') void this.#deliverAll();
  }

  async #deliverAll(): Promise<void> {
    this.#work = 'under way';
    for (let next = this.#take(); next !== undefined; next = this.#take()) {
      const delivery = await this.#parts.deliver(next);
      if (delivery.state === 'failed' && this.#ways === 'open')
        this.#parts.failed(
          `systemd could not be told ${next.split('\n')[0]}: ${delivery.reason}. That is not said again until it can.`,
        );
      this.#ways = delivery.state === 'failed' ? 'blocked' : 'open';
    }
    this.#work = 'resting';
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #take(): string | undefined {
    for (const [kind, message] of this.#waiting) {
      this.#waiting.delete(kind);
      return message;
    }
    return undefined;
  }

  #line(status: string): string {
    const line = this.#parts
      .clean(status)
      .toWellFormed()
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim();
    const characters = [...line];
    if (characters.length <= MAX_STATUS_CHARACTERS) return line;
    return `${characters.slice(0, MAX_STATUS_CHARACTERS - 1).join('')}…`;
  }
}

type Pause =
  | { readonly name: 'none' }
  /** A status was told a moment ago. */
  | { readonly name: 'pausing'; readonly cancel: Cancel }
  | { readonly name: 'closed' };
