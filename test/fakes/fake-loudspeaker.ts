import type {
  Loudspeaker,
  SoundStream,
  StreamListener,
} from '../../src/loudspeaker/loudspeaker.ts';

/** A loudspeaker that keeps what it was given; the test says when a stream ends or fails. */
export class FakeLoudspeaker implements Loudspeaker {
  /** All streams, the oldest first. */
  readonly streams: FakeStream[] = [];
  /** How often it was told to get ready. */
  prepared = 0;
  state: 'open' | 'closed' = 'open';

  prepare(): void {
    this.prepared++;
  }

  open(listener: StreamListener): FakeStream {
    this.last?.cut();
    const stream = new FakeStream(listener);
    this.streams.push(stream);
    return stream;
  }

  async close(): Promise<void> {
    this.last?.cut();
    this.state = 'closed';
  }

  get last(): FakeStream | undefined {
    return this.streams.at(-1);
  }
}

export class FakeStream implements SoundStream {
  readonly #listener: StreamListener;
  readonly #chunks: Buffer[] = [];
  state: 'open' | 'ending' | 'ended' | 'cut' | 'failed' = 'open';

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  get written(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  write(pcm: Buffer): void {
    if (this.state !== 'open') throw new Error(`A stream that is ${this.state} was written to.`);
    this.#chunks.push(Buffer.from(pcm));
  }

  end(): void {
    if (this.state !== 'open') throw new Error(`A stream that is ${this.state} was ended.`);
    this.state = 'ending';
  }

  cut(): void {
    if (this.state === 'open' || this.state === 'ending') this.state = 'cut';
  }

  /** The last sample has been heard. */
  finish(): void {
    if (this.state !== 'ending') throw new Error(`A stream that is ${this.state} cannot finish.`);
    this.state = 'ended';
    this.#listener.ended();
  }

  fail(reason = 'The loudspeaker is broken.'): void {
    if (this.state === 'cut') return;
    this.state = 'failed';
    this.#listener.failed(reason);
  }
}
