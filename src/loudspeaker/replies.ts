import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import { Reply } from './reply.ts';

export interface RepliesListener {
  /** By time alone something else is so; not told of what a call itself brings about. */
  readonly changed: () => void;
  /** A reply left a gap; so much is held from here on. */
  readonly gap: (bufferMs: number) => void;
}

/** The reply that is heard, and the one that arrives while the last of that is played. */
export class Replies {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listener: RepliesListener;
  readonly #jitter = new JitterBuffer();
  #current: Reply | undefined;
  #next: Reply | undefined;

  constructor({
    clock,
    log,
    listener,
  }: {
    readonly clock: Clock;
    readonly log: Log;
    readonly listener: RepliesListener;
  }) {
    this.#clock = clock;
    this.#log = log;
    this.#listener = listener;
  }

  /** The one that is heard, or will be first. */
  get current(): Reply | undefined {
    return this.#current;
  }

  /** A piece of the reply that is arriving; the first one begins it. */
  push(pcm: Buffer): void {
    this.#current ??= this.#begin();
    if (this.#current.isComplete) this.#next ??= this.#begin();
    (this.#next ?? this.#current).push(pcm);
  }

  /** Nothing more of the reply that is arriving will come. */
  complete(): void {
    (this.#next ?? this.#current)?.complete();
  }

  /** None of them will be heard. */
  drop(): void {
    this.#current?.end();
    this.#next?.end();
    this.#current = undefined;
    this.#next = undefined;
  }

  /** What is over makes room. */
  moveUp(): void {
    if (this.#next?.isOver) this.#next = undefined;
    if (!this.#current?.isOver) return;
    this.#current = this.#next;
    this.#next = undefined;
  }

  #begin(): Reply {
    return new Reply({
      clock: this.#clock,
      jitter: this.#jitter,
      listener: {
        changed: () => this.#listener.changed(),
        gap: (bufferMs) => this.#listener.gap(bufferMs),
        tooLong: () =>
          this.#log.warn('a reply is longer than can be kept; the rest of it is dropped'),
      },
    });
  }
}
