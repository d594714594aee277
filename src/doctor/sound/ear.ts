import { msToBytes, SPEECH_RATE_HZ } from '../../audio/pcm.ts';
import type { Microphone } from '../../microphone/microphone.ts';
import type { Cancel, Clock } from '../../system/clock.ts';

export type Heard =
  | { readonly state: 'heard' }
  /** `reason` is a sentence. */
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'interrupted' };

/**
 * What a microphone hears, kept from the start on. The first fault that the microphone reports is the
 * answer: to look at it, and not to wait until it is gone, is what the doctor is for.
 */
export class Ear {
  readonly #microphone: Microphone;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #chunks: Buffer[] = [];
  /** Why sound was lost between pieces, a sentence each time. */
  readonly gaps: string[] = [];
  #bytes = 0;
  #end: Heard | undefined;
  #waiting: { readonly untilBytes: number; readonly resolve: (heard: Heard) => void } | undefined;
  #cancelLimit: Cancel = () => {};
  /** Told of each piece as it comes. */
  heard: (chunk: Buffer) => void = () => {};

  constructor({
    microphone,
    clock,
    signal,
  }: {
    readonly microphone: Microphone;
    readonly clock: Clock;
    readonly signal: AbortSignal;
  }) {
    this.#microphone = microphone;
    this.#clock = clock;
    this.#signal = signal;
    signal.addEventListener('abort', this.#interrupted);
    if (signal.aborted) this.#interrupted();
    microphone.attend('closely');
    microphone.start({
      pcm: (chunk) => this.#hear(chunk),
      gap: (reason) => this.gaps.push(reason),
      health: (health) => {
        if (health.state === 'down') this.#stop({ state: 'failed', reason: health.reason });
      },
    });
  }

  /** A place in what was heard: how long it is so far, in bytes. */
  get mark(): number {
    return this.#bytes;
  }

  /** What was heard since then. */
  since(mark: number): Buffer {
    return Buffer.concat(this.#chunks).subarray(mark);
  }

  /** Waits until so much more has been heard; to be called again only when that is over. */
  more(ms: number): Promise<Heard> {
    const untilBytes = this.#bytes + msToBytes(ms, SPEECH_RATE_HZ);
    return new Promise((resolve) => {
      if (this.#end !== undefined) return resolve(this.#end);
      this.#waiting = { untilBytes, resolve };
      this.#cancelLimit = this.#clock.after(ms + LATE_LIMIT_MS, () =>
        this.#stop({ state: 'failed', reason: 'The microphone delivers no sound.' }),
      );
    });
  }

  /** Resolves when nothing records any more. */
  async close(): Promise<void> {
    this.#stop({ state: 'interrupted' });
    this.#signal.removeEventListener('abort', this.#interrupted);
    await this.#microphone.stop();
  }

  readonly #interrupted = () => this.#stop({ state: 'interrupted' });

  #hear(chunk: Buffer): void {
    if (this.#end !== undefined) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.heard(chunk);
    if (this.#waiting !== undefined && this.#bytes >= this.#waiting.untilBytes)
      this.#answer({ state: 'heard' });
  }

  #stop(end: Heard): void {
    this.#end ??= end;
    this.#answer(this.#end);
  }

  #answer(heard: Heard): void {
    this.#cancelLimit();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(heard);
  }
}

/** Opening a card takes its time; a microphone that is silent for longer says so itself before. */
const LATE_LIMIT_MS = 8_000;
