/** When each piece of speech is sent, and when a client that plays as it hears will have played it. */
import { setImmediate as afterReading } from 'node:timers/promises';
import type { Clock } from '../system/clock.ts';
import { orAborted, pause } from './abortable.ts';
import type { Pacing } from './settings.ts';

export class Pacer {
  readonly #clock: Clock;
  readonly #pacing: Pacing;
  /** When the next piece is to be sent, if the way is not late and the model does not pause. */
  #dueAtMs = 0;
  /** How much later than that the last one was sent. */
  #lateMs = 0;
  #playedAtMs = 0;

  constructor({ clock, pacing }: { clock: Clock; pacing: Pacing }) {
    this.#clock = clock;
    this.#pacing = pacing;
  }

  /** Resolves when a piece that plays for `playingMs` is to be sent. */
  async next(playingMs: number, signal: AbortSignal): Promise<void> {
    if (this.#pacing.type === 'fast') await orAborted(afterReading(), signal);
    else {
      const { jitterMs, random = Math.random } = this.#pacing;
      // Only a pause of the model puts off what follows: a piece that was late on its way does not.
      const dueAtMs = Math.max(this.#dueAtMs, this.#clock.now() - this.#lateMs);
      const sendAtMs = dueAtMs + random() * jitterMs;
      await pause(this.#clock, sendAtMs - this.#clock.now(), signal);
      this.#lateMs = this.#clock.now() - dueAtMs;
      this.#dueAtMs = dueAtMs + playingMs;
    }
    this.#playedAtMs = Math.max(this.#playedAtMs, this.#clock.now()) + playingMs;
  }

  /** Resolves when all that was sent will have been played. */
  async playedOut(signal: AbortSignal): Promise<void> {
    await pause(this.#clock, this.#playedAtMs - this.#clock.now(), signal);
  }
}
