import { msToBytes, SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { Microphone, MicrophoneListener } from './microphone.ts';

/** ADAPTER: a microphone in a quiet room, in which what is given to `say` is spoken. */
export class WavMicrophone implements Microphone {
  readonly #clock: Clock;
  #speech: Speech[] = [];
  #state: State = { at: 'stopped' };

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /**
   * Speaks `pcm` (16 kHz s16le mono), after what is still being spoken; every sample is heard once.
   * Resolves when the last one was, or would have been if nobody had stopped listening.
   */
  say(pcm: Buffer): Promise<void> {
    if (this.#state.at === 'stopped') return Promise.resolve();
    return new Promise((spoken) => {
      this.#speech.push({ pcm, spoken });
    });
  }

  /** Drops what has not been spoken yet. */
  hush(): void {
    for (const { spoken } of this.#speech.splice(0)) spoken();
  }

  start(listener: MicrophoneListener): void {
    if (this.#state.at === 'running') return;
    // As with a card: it works when something is heard.
    const works = () => listener.health({ state: 'up', by: 'wav' });
    this.#goOn(listener, this.#clock.now() + CHUNK_MS, works);
  }

  attend(): void {
    // What is spoken is handed over as it comes, whatever is wanted: pieces of 20 ms are no work here.
  }

  async stop(): Promise<void> {
    if (this.#state.at === 'running') this.#state.cancel();
    this.#state = { at: 'stopped' };
    this.hush();
  }

  /** Chunks keep to their times: one that comes late does not delay those after it. */
  #goOn(listener: MicrophoneListener, dueMs: number, heard: () => void = () => {}): void {
    const cancel = this.#clock.after(Math.max(0, dueMs - this.#clock.now()), () => {
      this.#goOn(listener, dueMs + CHUNK_MS);
      const { chunk, over } = this.#next();
      listener.pcm(chunk);
      heard();
      for (const { spoken } of over) spoken();
    });
    this.#state = { at: 'running', cancel };
  }

  #next(): { readonly chunk: Buffer; readonly over: Speech[] } {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const over: Speech[] = [];
    let at = 0;
    for (
      let first = this.#speech[0];
      first !== undefined && at < CHUNK_BYTES;
      first = this.#speech[0]
    ) {
      const copiedBytes = first.pcm.copy(chunk, at);
      at += copiedBytes;
      if (copiedBytes === first.pcm.length) over.push(first);
      this.#speech.shift();
      if (copiedBytes < first.pcm.length)
        this.#speech.unshift({ ...first, pcm: first.pcm.subarray(copiedBytes) });
    }
    return { chunk, over };
  }
}

interface Speech {
  /** What of it is still to be spoken. */
  readonly pcm: Buffer;
  readonly spoken: () => void;
}

type State = { readonly at: 'stopped' } | { readonly at: 'running'; readonly cancel: Cancel };

const CHUNK_MS = 20;
const CHUNK_BYTES = msToBytes(CHUNK_MS, SPEECH_RATE_HZ);
