/** How long an event loop was away at a time, as somebody finds who looks in again and again. */

export interface Look {
  readonly atMs: number;
  /** Time on a processor that the process has used so far, in milliseconds. */
  readonly usedMs: number;
}

export interface Away {
  /** At most, in time that the process itself used: what other programs and the machine took is not in it. */
  readonly longestOwnMs: number;
  /** 99 of 100 were shorter, in the same measure. */
  readonly p99OwnMs: number;
  /** At most, by the clock. */
  readonly longestMs: number;
}

export class Stretches {
  #last: Look;
  #longestMs = 0;
  #ownMs: number[] = [];

  constructor(first: Look) {
    this.#last = first;
  }

  look(look: Look): void {
    const awayMs = look.atMs - this.#last.atMs;
    this.#longestMs = Math.max(this.#longestMs, awayMs);
    // Other threads of the process use time as well: the loop was never away longer than the clock says.
    this.#ownMs.push(Math.min(awayMs, look.usedMs - this.#last.usedMs));
    this.#last = look;
  }

  /** Since it was asked last; nothing is nothing. */
  take(): Away {
    const ownMs = this.#ownMs.sort((a, b) => a - b);
    const away: Away = {
      longestOwnMs: ownMs.at(-1) ?? 0,
      p99OwnMs: ownMs[Math.max(0, Math.ceil(0.99 * ownMs.length) - 1)] ?? 0,
      longestMs: this.#longestMs,
    };
    this.#ownMs = [];
    this.#longestMs = 0;
    return away;
  }
}
