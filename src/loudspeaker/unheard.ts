import { bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Clock } from '../system/clock.ts';

/**
 * What was given to a player and, by the clock, has not been heard yet: if the player dies, another
 * one goes on from there.
 */
export class Unheard {
  readonly #clock: Clock;
  #chunks: { readonly pcm: Buffer; readonly heardAtMs: number }[] = [];
  #heardUntilMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** When the last of it will have been heard, if it is played without a break from now on. */
  get heardUntilMs(): number {
    return this.#heardUntilMs;
  }

  push(pcm: Buffer): void {
    this.#heardUntilMs =
      Math.max(this.#heardUntilMs, this.#clock.now()) + bytesToMs(pcm.length, REPLY_RATE_HZ);
    this.#chunks.push({ pcm, heardAtMs: this.#heardUntilMs });
  }

  /** Nothing had been played so far: all of it begins only here. */
  beginsHere(): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#heardUntilMs = this.#clock.now();
    for (const { pcm } of chunks) this.push(pcm);
  }

  /** Drops what has been heard, to bound the memory. */
  trim(): void {
    const nowMs = this.#clock.now();
    const first = this.#chunks.findIndex(({ heardAtMs }) => heardAtMs > nowMs);
    this.#chunks.splice(0, first === -1 ? this.#chunks.length : first);
  }

  chunks(): Buffer[] {
    return this.#chunks.map(({ pcm }) => pcm);
  }
}
