import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Clock } from '../system/clock.ts';

/** The sound that was given to a player, from what has been heard of it on: another player goes on with it. */
export class Unheard {
  readonly #clock: Clock;
  readonly #pieces: Buffer[] = [];
  #givenBytes = 0;
  /** Where the first piece begins. */
  #keptFrom = 0;
  #heardBytes = 0;
  #heardAtMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Everything that was given, in bytes. */
  get givenBytes(): number {
    return this.#givenBytes;
  }

  /** What was given and, as far as it was told, has not been heard. */
  get aheadBytes(): number {
    return this.#givenBytes - this.#heardBytes;
  }

  /** `pcm` must not change from here on. */
  push(pcm: Buffer): void {
    this.#pieces.push(pcm);
    this.#givenBytes += pcm.length;
  }

  /** The device is open, and plays. */
  begins(): void {
    this.#heardAtMs = this.#clock.now();
  }

  /** The device is not open. */
  pauses(): void {
    this.#heardAtMs = undefined;
  }

  /** The player tells how much of it has been heard, all in all. */
  heard(bytes: number): void {
    this.#heardBytes = Math.min(bytes, this.#givenBytes);
    this.#heardAtMs = this.#clock.now();
    for (;;) {
      const first = this.#pieces[0];
      if (first === undefined || this.#keptFrom + first.length > this.#heardBytes) return;
      this.#pieces.shift();
      this.#keptFrom += first.length;
    }
  }

  /** What a player leaves behind that is not there any more: some of its sound still lay in the device. */
  left(): LeftBehind {
    const sinceMs = this.#heardAtMs === undefined ? 0 : this.#clock.now() - this.#heardAtMs;
    const goneOnBytes = msToBytes(Math.min(sinceMs, GOES_ON_MS), REPLY_RATE_HZ);
    const heardBytes = Math.min(this.#givenBytes, this.#heardBytes + goneOnBytes);
    const unheard = Buffer.concat(this.#pieces).subarray(heardBytes - this.#keptFrom);
    return { heardBytes, unheard };
  }
}

export interface LeftBehind {
  readonly heardBytes: number;
  /** What another player should go on with. */
  readonly unheard: Buffer;
}

/** No player puts more into a device than that. */
const GOES_ON_MS = 100;
