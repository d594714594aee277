/**
 * Notices that the other side of an open connection is gone although nobody said so: a router that forgot
 * the connection, a service that lost power. Whatever arrives is life; a ping asks for some.
 */
import type { Cancel, Clock } from '../system/clock.ts';

/** Also keeps the connection in the memory of routers, of which some forget after 30 s. */
const PING_EVERY_MS = 20_000;
/** The service has been seen to answer a ping 8 to 30 s late; under 45 s would end good connections. */
const ANSWER_WITHIN_MS = 60_000;
/** A timer that is so late says that this process did not run: the silence was its own. */
const LATE_MS = 5_000;

export interface HeartbeatOptions {
  readonly clock: Clock;
  readonly ping: () => void;
  /** Called once, with a sentence, when nothing came for 60 s after a ping. */
  readonly dead: (reason: string) => void;
}

type Pulse =
  /** Something has come since the last ping, or none was sent. */
  | { readonly name: 'alive' }
  /** A ping went out at `sinceMs`, and nothing has come since. */
  | { readonly name: 'asked'; readonly sinceMs: number };

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #pulse: Pulse = { name: 'alive' };
  #cancel: Cancel;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#cancel = this.#next();
  }

  /** Something has come from the other side. */
  alive(): void {
    this.#pulse = { name: 'alive' };
  }

  close(): void {
    this.#cancel();
  }

  #next(): Cancel {
    const { clock } = this.#options;
    const dueMs = clock.now() + PING_EVERY_MS;
    return clock.after(PING_EVERY_MS, () => this.#beat(clock.now() - dueMs));
  }

  #beat(lateMs: number): void {
    const { clock, ping, dead } = this.#options;
    // What came while the machine slept has not been read yet: the other side gets its whole time again.
    if (lateMs > LATE_MS) this.alive();
    const nowMs = clock.now();
    if (this.#pulse.name === 'asked' && nowMs - this.#pulse.sinceMs >= ANSWER_WITHIN_MS) {
      dead(
        `Nothing has come from the service for ${ANSWER_WITHIN_MS / 1000} s, not even the answer to a ping.`,
      );
      return;
    }
    if (this.#pulse.name === 'alive') this.#pulse = { name: 'asked', sinceMs: nowMs };
    this.#cancel = this.#next();
    ping();
  }
}
