import { bytesToMs, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { SoundStream } from './loudspeaker.ts';

/**
 * Gives a stream its sound a little at a time: never more than a moment ahead of the clock, so that a cut
 * has nothing to undo and the volume can be changed at once. Runs only while there is sound.
 *
 * It is given in whole pieces, because `aplay` keeps less than a piece to itself until more comes: a rest
 * waits for its other part, and is filled up with silence if that is late.
 */
export class Feed {
  readonly #clock: Clock;
  readonly #stream: SoundStream;
  readonly #source: FeedSource;
  /** Taken, and less than a piece. */
  #rest: Buffer = NOTHING;
  #heardUntilMs = 0;
  #cancel: Cancel = () => {};

  constructor({
    clock,
    stream,
    source,
  }: {
    readonly clock: Clock;
    readonly stream: SoundStream;
    readonly source: FeedSource;
  }) {
    this.#clock = clock;
    this.#stream = stream;
    this.#source = source;
  }

  /** How long what was given will still be heard. */
  get leftMs(): number {
    return Math.max(0, this.#heardUntilMs - this.#clock.now());
  }

  /** There is something to take, or the source is complete: goes on by itself from here. */
  run(): void {
    this.#cancel();
    while (this.leftMs < AHEAD_MS) {
      const taken = this.#source.take(PIECE_BYTES - this.#rest.length);
      this.#rest = Buffer.concat([this.#rest, taken]);
      if (this.#rest.length < PIECE_BYTES) {
        this.#ranDry();
        return;
      }
      this.#giveRest();
    }
    this.#cancel = this.#clock.after(TICK_MS, () => this.run());
  }

  /** Takes nothing more, and says nothing more. */
  stop(): void {
    this.#cancel();
  }

  #ranDry(): void {
    if (this.#source.isComplete()) {
      this.#giveRest();
      this.#source.allGiven();
      return;
    }
    if (this.#rest.length === 0) {
      this.#cancel = this.#clock.after(this.leftMs, this.#source.allHeard);
      return;
    }
    this.#cancel = this.#clock.after(Math.max(0, this.leftMs - TICK_MS), () => {
      this.#rest = Buffer.concat([this.#rest, Buffer.alloc(PIECE_BYTES - this.#rest.length)]);
      this.#giveRest();
      this.run();
    });
  }

  #giveRest(): void {
    if (this.#rest.length === 0) return;
    this.#heardUntilMs =
      this.#clock.now() + this.leftMs + bytesToMs(this.#rest.length, REPLY_RATE_HZ);
    this.#stream.write(this.#rest);
    this.#rest = NOTHING;
  }
}

export interface FeedSource {
  /** Gives the next sound, at most so many bytes, whole samples; less when there is no more for now. */
  readonly take: (bytes: number) => Buffer;
  /** Whether nothing will be added to what can be taken. */
  readonly isComplete: () => boolean;
  /** It is complete, and all of it has been given to the stream. */
  readonly allGiven: () => void;
  /** It is not complete, but by the clock everything that was taken has been heard. */
  readonly allHeard: () => void;
}

/** Enough that a busy machine leaves no gap; a press must be silence within 100 ms whatever plays. */
const AHEAD_MS = 80;
const TICK_MS = 20;
const PIECE_BYTES = msToBytes(TICK_MS, REPLY_RATE_HZ);
const NOTHING = Buffer.alloc(0);
