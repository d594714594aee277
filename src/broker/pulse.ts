/**
 * Whether the broker at the other end of an open connection still answers. Brokers may lengthen the time
 * between two pings at will, and mqtt.js follows them; this one does not, so that a dead broker is noticed
 * within 18 s whatever it asked for.
 */
import type { Cancel, Clock } from '../system/clock.ts';

const PING_EVERY_MS = 6_000;
/** Looked at with each ping: 12 to 18 s after the last that was heard. */
const SILENCE_MS = 12_000;
/** A person waits for the command that waits for this answer. */
const ANSWER_WITHIN_MS = 2_000;
/** The broker that has just answered, or was just asked, is not asked again: commands come in bursts. */
const FRESH_MS = 250;
/** A timer that is so late says that this process did not run: the silence was its own. */
const LATE_MS = 3_000;

export interface PulseOptions {
  readonly clock: Clock;
  readonly ping: () => void;
  /** Called once, when nothing has come for too long. */
  readonly dead: () => void;
  /** How often the broker wants to hear from us at least. */
  readonly keepaliveMs: number;
}

/** Somebody who waits for the answer to ping number `ping`. */
interface Asker {
  readonly ping: number;
  readonly tell: (life: Life) => void;
}

/** `unasked`: nobody wants to know it any more. */
export type Life = 'answers' | 'silent' | 'unasked';

export class Pulse {
  readonly #options: PulseOptions;
  readonly #askers = new Set<Asker>();
  readonly #everyMs: number;
  #heardAtMs: number;
  /** Answers carry no number, but come in order. */
  #pings = 0;
  #answers = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #cancel: Cancel;

  constructor(options: PulseOptions) {
    this.#options = options;
    this.#everyMs = Math.min(PING_EVERY_MS, options.keepaliveMs / 2);
    this.#heardAtMs = options.clock.now();
    this.#cancel = this.#next();
  }

  /** Something has come from the broker. */
  heard(): void {
    this.#heardAtMs = this.#options.clock.now();
  }

  /** The answer to a ping has come. */
  answered(): void {
    this.heard();
    this.#answers += 1;
    for (const { ping, tell } of [...this.#askers]) if (ping <= this.#answers) tell('answers');
  }

  /** Somebody may `ask` in a moment, and would rather not wait then. */
  foresee(): void {
    if (this.#options.clock.now() - this.#askedAtMs >= FRESH_MS) this.#ping();
  }

  /** Whether the broker answers right now; known after one way there and back, after 2 s, or at `signal`. */
  ask(signal?: AbortSignal): Promise<Life> {
    if (signal?.aborted) return Promise.resolve('unasked');
    this.foresee();
    if (this.#answers >= this.#pings) return Promise.resolve('answers');
    return new Promise((resolve) => {
      const tell = (life: Life) => {
        cancel();
        signal?.removeEventListener('abort', stop);
        this.#askers.delete(asker);
        resolve(life);
      };
      const stop = () => tell('unasked');
      signal?.addEventListener('abort', stop);
      const cancel = this.#options.clock.after(ANSWER_WITHIN_MS, () => tell('silent'));
      const asker: Asker = { ping: this.#pings, tell };
      this.#askers.add(asker);
    });
  }

  close(): void {
    this.#cancel();
    for (const { tell } of [...this.#askers]) tell('silent');
  }

  #ping(): void {
    this.#pings += 1;
    this.#askedAtMs = this.#options.clock.now();
    this.#options.ping();
  }

  #next(): Cancel {
    const { clock } = this.#options;
    const dueMs = clock.now() + this.#everyMs;
    return clock.after(this.#everyMs, () => this.#beat(clock.now() - dueMs));
  }

  #beat(lateMs: number): void {
    const { clock, dead } = this.#options;
    // What came while the machine slept has not been read yet: the broker gets its whole time again.
    if (lateMs > LATE_MS) this.heard();
    if (clock.now() - this.#heardAtMs >= SILENCE_MS) {
      dead();
      return;
    }
    this.#cancel = this.#next();
    this.#ping();
  }
}
