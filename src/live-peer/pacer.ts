/** When each piece of speech is sent, and when a client that plays as it hears will have played it. */
import { setImmediate as afterReading } from 'node:timers/promises';
import type { Clock } from '../system/clock.ts';
import { orAborted, pause } from './abortable.ts';
import type { Pacing } from './settings.ts';

export class Pacer {
  readonly #clock: Clock;
  readonly #pacing: Pacing;
  #dueAtMs = 0;
  #playedAtMs = 0;

  constructor({ clock, pacing }: { clock: Clock; pacing: Pacing }) {
    this.#clock = clock;
    this.#pacing = pacing;
  }

  /** Resolves when a piece that plays for `playingMs` is to be sent. */
  async next(playingMs: number, signal: AbortSignal): Promise<void> {
    if (this.#pacing.type === 'fast') await orAborted(afterReading(), signal);
    else {
      const dueAtMs = Math.max(this.#dueAtMs, this.#clock.now());
      const sendAtMs = dueAtMs + Math.random() * this.#pacing.jitterMs;
      await pause(this.#clock, sendAtMs - this.#clock.now(), signal);
      this.#dueAtMs = dueAtMs + playingMs;
    }
    this.#playedAtMs = Math.max(this.#playedAtMs, this.#clock.now()) + playingMs;
  }

  /** Resolves when all that was sent will have been played. */
  async playedOut(signal: AbortSignal): Promise<void> {
    await pause(this.#clock, this.#playedAtMs - this.#clock.now(), signal);
  }
}
