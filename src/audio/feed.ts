import type { Cancel, Clock } from '../system/clock.ts';
import type { SoundStream } from './loudspeaker.ts';
import { bytesToMs, msToBytes, REPLY_RATE_HZ } from './pcm.ts';

/**
 * Gives a stream its sound a little at a time: never more than a moment ahead of the clock, so that a cut
 * has nothing to undo and the volume can be changed at once. Runs only while there is sound.
 */
export class Feed {
  readonly #clock: Clock;
  readonly #stream: SoundStream;
  readonly #take: (bytes: number) => Buffer;
  readonly #ranDry: () => void;
  readonly #allHeard: () => void;
  #heardUntilMs = 0;
  #cancel: Cancel = () => {};

  constructor({
    clock,
    stream,
    take,
    ranDry,
    allHeard,
  }: {
    readonly clock: Clock;
    readonly stream: SoundStream;
    /** Gives the next sound, at most so many bytes; empty when there is none. */
    readonly take: (bytes: number) => Buffer;
    /** There is nothing more to take for the moment; some of it is still to be heard. */
    readonly ranDry: () => void;
    /** By the clock, everything that was taken has been heard. */
    readonly allHeard: () => void;
  }) {
    this.#clock = clock;
    this.#stream = stream;
    this.#take = take;
    this.#ranDry = ranDry;
    this.#allHeard = allHeard;
  }

  /** How long what was given will still be heard. */
  get leftMs(): number {
    return Math.max(0, this.#heardUntilMs - this.#clock.now());
  }

  /** There is something to take: takes what is due, and goes on by itself. */
  run(): void {
    this.#cancel();
    while (this.leftMs < AHEAD_MS) {
      const piece = this.#take(PIECE_BYTES);
      if (piece.length === 0) {
        this.#cancel = this.#clock.after(this.leftMs, this.#allHeard);
        this.#ranDry();
        return;
      }
      this.#heardUntilMs = this.#clock.now() + this.leftMs + bytesToMs(piece.length, REPLY_RATE_HZ);
      this.#stream.write(piece);
    }
    this.#cancel = this.#clock.after(TICK_MS, () => this.run());
  }

  /** Takes nothing more, and says nothing more. */
  stop(): void {
    this.#cancel();
  }
}

/** Enough that a busy machine leaves no gap; a press must be silence within 100 ms whatever plays. */
const AHEAD_MS = 80;
const TICK_MS = 20;
const PIECE_BYTES = msToBytes(TICK_MS, REPLY_RATE_HZ);
