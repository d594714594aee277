import { bytesToMs, REPLY_RATE_HZ } from '../../src/audio/pcm.ts';
import type { Loudspeaker, Sound, Sounding } from '../../src/loudspeaker/loudspeaker.ts';
import type { Clock } from '../../src/system/clock.ts';

/**
 * A loudspeaker that takes everything at once and keeps it. The test says when a sound ends, runs dry or
 * fails; with a clock the first two come about by themselves as well, when all of it has been heard.
 */
export class FakeLoudspeaker implements Loudspeaker {
  /** All sounds, the oldest first. */
  readonly streams: FakeStream[] = [];
  /** How often it was told to get ready. */
  prepared = 0;
  state: 'open' | 'closed' = 'open';
  /** Whether a cut is silence at once, or only when the test says so. */
  cuts: 'at once' | 'held' = 'at once';
  readonly #clock: Clock | undefined;
  #held: (() => void)[] = [];

  constructor({ clock }: { readonly clock?: Clock } = {}) {
    this.#clock = clock;
  }

  /** Of the newest stream, for what only a loudspeaker that is late would tell it. */
  sound: Sound | undefined;

  prepare(): void {
    this.prepared++;
  }

  play(sound: Sound): FakeStream {
    void this.last?.cut();
    const silent = () => this.#silent();
    const stream = new FakeStream({ sound, silent, clock: this.#clock });
    this.streams.push(stream);
    this.sound = sound;
    return stream;
  }

  async close(): Promise<void> {
    await this.last?.cut();
    this.state = 'closed';
  }

  get last(): FakeStream | undefined {
    return this.streams.at(-1);
  }

  /** What was cut is not heard any more. */
  fallSilent(): void {
    for (const silent of this.#held.splice(0)) silent();
  }

  #silent(): Promise<void> {
    if (this.cuts === 'at once') return Promise.resolve();
    return new Promise((resolve) => this.#held.push(resolve));
  }
}

export class FakeStream implements Sounding {
  readonly #sound: Sound;
  readonly #clock: Clock | undefined;
  readonly #silent: () => Promise<void>;
  readonly #taken: Buffer[] = [];
  #heardUntilMs = 0;
  #cancel = () => {};
  #state: 'open' | 'ended' | 'cut' | 'failed' = 'open';

  constructor({
    sound,
    clock,
    silent,
  }: {
    readonly sound: Sound;
    readonly clock: Clock | undefined;
    readonly silent: () => Promise<void>;
  }) {
    this.#sound = sound;
    this.#clock = clock;
    this.#silent = silent;
    this.#cancel = clock?.after(0, () => this.#takeAll()) ?? this.#cancel;
  }

  /** `ending`: it is complete, and all of it was taken. */
  get state(): 'open' | 'ending' | 'ended' | 'cut' | 'failed' {
    this.#takeAll();
    return this.#state === 'open' && this.#sound.isComplete() ? 'ending' : this.#state;
  }

  /** Everything that was taken so far. */
  get written(): Buffer {
    this.#takeAll();
    return Buffer.concat(this.#taken);
  }

  more(): void {
    this.#takeAll();
  }

  cut(): Promise<void> {
    if (this.#state !== 'open') return Promise.resolve();
    this.#takeAll();
    this.#leave('cut');
    return this.#silent();
  }

  /** Takes so much and no more; to be called before anything else looks at it. */
  take(bytes: number): Buffer {
    if (this.#state !== 'open') throw new Error(`A stream that is ${this.#state} takes nothing.`);
    const pcm = this.#sound.take(bytes);
    if (pcm.length > bytes || pcm.length % 2 !== 0)
      throw new Error('It gave what was not asked for.');
    this.#taken.push(Buffer.from(pcm));
    return pcm;
  }

  /** Everything that was taken has been heard. */
  runDry(): void {
    if (this.state !== 'open') throw new Error(`A stream that is ${this.state} cannot run dry.`);
    this.#sound.ranDry();
  }

  /** The last sample has been heard. */
  finish(): void {
    if (this.state !== 'ending') throw new Error(`A stream that is ${this.state} cannot finish.`);
    this.#leave('ended');
    this.#sound.ended();
  }

  fail(reason = 'The loudspeaker is broken.'): void {
    if (this.#state !== 'open') return;
    this.#takeAll();
    this.#leave('failed');
    this.#sound.failed(reason);
  }

  #leave(next: 'ended' | 'cut' | 'failed'): void {
    this.#cancel();
    this.#state = next;
  }

  #takeAll(): void {
    if (this.#state !== 'open') return;
    let bytes = 0;
    for (;;) {
      const { length } = this.take(TAKE_BYTES);
      bytes += length;
      if (length < TAKE_BYTES) break;
    }
    if (this.#clock === undefined) return;
    const nowMs = this.#clock.now();
    if (bytes > 0)
      this.#heardUntilMs = Math.max(this.#heardUntilMs, nowMs) + bytesToMs(bytes, REPLY_RATE_HZ);
    this.#cancel();
    // That it ran dry has been told.
    if (bytes === 0 && this.#heardUntilMs <= nowMs && !this.#sound.isComplete()) return;
    this.#cancel = this.#clock.after(this.#heardUntilMs - nowMs, () => {
      if (this.state === 'open') this.#sound.ranDry();
      else if (this.state === 'ending') this.finish();
    });
  }
}

const TAKE_BYTES = 4_096;
