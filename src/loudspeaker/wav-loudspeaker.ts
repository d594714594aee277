import { bytesToMs, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { WavFile } from '../audio/wav-file.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Loudspeaker, SoundStream, StreamListener } from './loudspeaker.ts';

/**
 * ADAPTER: a loudspeaker in an empty room, with a recorder before it. The file holds exactly what would have
 * been heard, at the pace of the clock; silence is not recorded.
 */
export class WavLoudspeaker implements Loudspeaker {
  readonly #clock: Clock;
  readonly #file: WavFile;
  #stream: WavStream | undefined;

  /** Throws when the file at `path` cannot be written. */
  constructor({
    path,
    clock,
    report,
  }: {
    readonly path: string;
    readonly clock: Clock;
    readonly report: ReportHealth;
  }) {
    this.#clock = clock;
    this.#file = new WavFile({ path, rateHz: REPLY_RATE_HZ });
    report({ state: 'up', by: 'wav' });
  }

  prepare(): void {}

  open({ ended }: StreamListener): SoundStream {
    this.#stream?.cut();
    this.#stream = new WavStream({
      clock: this.#clock,
      heard: (pcm) => this.#file.append(pcm),
      ended,
    });
    return this.#stream;
  }

  async close(): Promise<void> {
    this.#stream?.cut();
    this.#file.close();
  }
}

class WavStream implements SoundStream {
  readonly #clock: Clock;
  readonly #heard: (pcm: Buffer) => void;
  readonly #ended: () => void;
  /** Written, and not heard yet. */
  #ahead: Buffer = Buffer.alloc(0);
  /** Up to when sound has been heard, while there is some. */
  #heardUntilMs = 0;
  #state: State = { at: 'open', cancel: () => {} };

  constructor({
    clock,
    heard,
    ended,
  }: {
    readonly clock: Clock;
    readonly heard: (pcm: Buffer) => void;
    readonly ended: () => void;
  }) {
    this.#clock = clock;
    this.#heard = heard;
    this.#ended = ended;
  }

  write(pcm: Buffer): void {
    if (this.#state.at !== 'open') return;
    this.#play();
    if (this.#ahead.length === 0) this.#heardUntilMs = this.#clock.now();
    this.#ahead = Buffer.concat([this.#ahead, pcm]);
    this.#wait('open');
  }

  end(): void {
    if (this.#state.at === 'open') this.#wait('ending');
  }

  cut(): void {
    if (this.#state.at === 'over') return;
    this.#play();
    this.#state.cancel();
    this.#state = { at: 'over' };
  }

  /** In small steps, so that what was heard is in the file soon. */
  #wait(at: 'open' | 'ending'): void {
    if (this.#state.at !== 'over') this.#state.cancel();
    const aheadMs = bytesToMs(this.#ahead.length, REPLY_RATE_HZ);
    const stepMs = Math.min(STEP_MS, this.#heardUntilMs + aheadMs - this.#clock.now());
    const cancel = this.#clock.after(Math.max(0, stepMs), () => {
      this.#play();
      if (this.#ahead.length > 0) this.#wait(at);
      else if (at === 'ending') {
        this.#state = { at: 'over' };
        this.#ended();
      }
    });
    this.#state = { at, cancel };
  }

  /** What the clock says has been heard goes from memory to the file. */
  #play(): void {
    if (this.#ahead.length === 0) return;
    const sinceMs = this.#clock.now() - this.#heardUntilMs;
    const bytes = Math.min(this.#ahead.length, msToBytes(sinceMs, REPLY_RATE_HZ));
    this.#heard(this.#ahead.subarray(0, bytes));
    this.#ahead = this.#ahead.subarray(bytes);
    this.#heardUntilMs += bytesToMs(bytes, REPLY_RATE_HZ);
  }
}

type State = { readonly at: 'open' | 'ending'; readonly cancel: Cancel } | { readonly at: 'over' };

const STEP_MS = 20;
