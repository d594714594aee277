/**
 * Decides how much of a reply is held before it is played, so that a piece that comes late leaves no gap.
 *
 * Who sends in real time with `d` of jitter never leaves a gap once it has been waited for `d`: at any moment
 * at most that much is missing. To have waited is the same as to hold as much besides the piece that came
 * last, which cannot have been sent before the others were played. A service that sends ahead of real time
 * needs hardly any of that; that it does shows when more has come than real time and jitter allow.
 */
export class JitterBuffer {
  #holdMs = LEAST_HOLD_MS;
  #sender: 'unknown' | 'ahead' = 'unknown';
  #reply: Arrival | undefined;
  /** Since it was last silent. */
  #gathered: Gathered | undefined;
  #dryAtMs: number | undefined;

  /** What is held at least; grows with each gap, and shrinks with the replies that have none. */
  get holdMs(): number {
    return this.#holdMs;
  }

  /** A piece of the reply came. It is `late` when it was waited for in silence, and a larger buffer may help. */
  arrived(pieceMs: number, nowMs: number): 'in time' | 'late' {
    this.#reply ??= {
      firstAtMs: nowMs,
      firstMs: pieceMs,
      arrivedMs: 0,
      gaps: 0,
      pace: 'real time',
    };
    this.#reply.arrivedMs += pieceMs;
    const { firstAtMs, firstMs, arrivedMs } = this.#reply;
    // A piece may be sent when its sound begins, or when that ends.
    const sentMs = arrivedMs - Math.max(firstMs, pieceMs);
    if (sentMs > nowMs - firstAtMs + JITTER_MS) this.#reply.pace = 'ahead';
    const timeliness = this.#timeliness(nowMs);
    if (timeliness === 'late') this.#grow(this.#reply);
    if (this.#reply.pace === 'ahead') this.#sender = 'ahead';
    this.#gathered ??= { firstAtMs: nowMs, lastMs: 0, heldMs: 0 };
    this.#gathered.lastMs = pieceMs;
    this.#gathered.heldMs += pieceMs;
    this.#dryAtMs = undefined;
    return timeliness;
  }

  /** How long what is held must wait for more before it is played, 0 if not at all. */
  waitMs(nowMs: number): number {
    if (this.#gathered === undefined) return 0;
    const { firstAtMs, lastMs, heldMs } = this.#gathered;
    const waitedMs = nowMs - firstAtMs;
    const isHeld =
      this.#sender === 'ahead' ? heldMs >= this.#holdMs : heldMs - lastMs >= this.#neededMs;
    return isHeld ? 0 : Math.max(0, this.#neededMs - waitedMs);
  }

  /** All that has come was heard, and more is to come. */
  ranDry(nowMs: number): void {
    this.#dryAtMs = nowMs;
    this.#gathered = undefined;
  }

  /** Nothing more of the reply will come. */
  over(): void {
    if (this.#reply !== undefined && this.#reply.arrivedMs >= TELLING_MS) {
      if (this.#reply.gaps === 0) this.#holdMs = Math.max(LEAST_HOLD_MS, this.#holdMs - SHRINK_MS);
      if (this.#reply.pace === 'real time') this.#sender = 'unknown';
    }
    this.#reply = undefined;
    this.#gathered = undefined;
    this.#dryAtMs = undefined;
  }

  get #neededMs(): number {
    return this.#sender === 'ahead' ? this.#holdMs : Math.max(this.#holdMs, REAL_TIME_HOLD_MS);
  }

  #timeliness(nowMs: number): 'in time' | 'late' {
    return this.#dryAtMs !== undefined && nowMs - this.#dryAtMs < PAUSE_MS ? 'late' : 'in time';
  }

  #grow(reply: Arrival): void {
    reply.gaps++;
    this.#holdMs = Math.min(MOST_HOLD_MS, this.#neededMs + GROW_MS);
    this.#sender = 'unknown';
  }
}

interface Arrival {
  readonly firstAtMs: number;
  readonly firstMs: number;
  arrivedMs: number;
  gaps: number;
  pace: 'real time' | 'ahead';
}

interface Gathered {
  readonly firstAtMs: number;
  lastMs: number;
  heldMs: number;
}

const LEAST_HOLD_MS = 60;
const MOST_HOLD_MS = 400;
/** What a sender in real time may be late by, and a busy machine on top of it. */
const REAL_TIME_HOLD_MS = 180;
/** By how much the pieces of a sender in real time may seem to come early, because the first one was late. */
const JITTER_MS = 130;
const GROW_MS = 80;
const SHRINK_MS = 20;
/** Nobody was late who comes back after so long: the model made a pause, or no buffer would have helped. */
const PAUSE_MS = 1_000;
/** A shorter reply says nothing of how it was sent. */
const TELLING_MS = 1_000;
