import { bytesToMs, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { Sound, Sounding } from './loudspeaker.ts';

/** A sound that is played at the pace of the clock, by nothing at all; `heard` gets what is heard of it. */
export class PacedSounding implements Sounding {
  readonly #clock: Clock;
  readonly #sound: Sound;
  readonly #heard: (pcm: Buffer) => void;
  /** Taken, and not heard yet. */
  #ahead: Buffer = NOTHING;
  /** Up to when sound has been heard, while there is some. */
  #heardUntilMs = 0;
  #state: State;

  constructor({
    clock,
    sound,
    heard,
  }: {
    readonly clock: Clock;
    readonly sound: Sound;
    readonly heard: (pcm: Buffer) => void;
  }) {
    this.#clock = clock;
    this.#sound = sound;
    this.#heard = heard;
    this.#state = this.#playing(0);
  }

  more(): void {
    if (this.#state.at === 'dry') this.#state = this.#playing(0);
  }

  async cut(): Promise<void> {
    if (this.#state.at === 'playing') {
      this.#play();
      this.#state.cancel();
    }
    this.#state = { at: 'over' };
  }

  #playing(delayMs: number): State {
    return { at: 'playing', cancel: this.#clock.after(delayMs, () => this.#step()) };
  }

  /** In small steps, so that what was heard is told soon. */
  #step(): void {
    this.#play();
    this.#fill();
    if (this.#ahead.length > 0) {
      const leftMs =
        this.#heardUntilMs + bytesToMs(this.#ahead.length, REPLY_RATE_HZ) - this.#clock.now();
      this.#state = this.#playing(Math.max(0, Math.min(STEP_MS, leftMs)));
    } else if (this.#sound.isComplete()) {
      this.#state = { at: 'over' };
      this.#sound.ended();
    } else {
      this.#state = { at: 'dry' };
      this.#sound.ranDry();
    }
  }

  /** What the clock says has been heard is told. */
  #play(): void {
    if (this.#ahead.length === 0) return;
    const sinceMs = this.#clock.now() - this.#heardUntilMs;
    const bytes = Math.min(this.#ahead.length, msToBytes(sinceMs, REPLY_RATE_HZ));
    this.#heard(this.#ahead.subarray(0, bytes));
    this.#ahead = this.#ahead.subarray(bytes);
    this.#heardUntilMs += bytesToMs(bytes, REPLY_RATE_HZ);
  }

  #fill(): void {
    if (this.#ahead.length === 0) this.#heardUntilMs = this.#clock.now();
    const taken = this.#sound.take(Math.max(0, AHEAD_BYTES - this.#ahead.length));
    this.#ahead = Buffer.concat([this.#ahead, taken]);
  }
}

type State =
  | { readonly at: 'playing'; readonly cancel: Cancel }
  /** Everything that was taken has been heard; there may be more. */
  | { readonly at: 'dry' }
  | { readonly at: 'over' };

const STEP_MS = 20;
const AHEAD_BYTES = msToBytes(60, REPLY_RATE_HZ);
const NOTHING = Buffer.alloc(0);
