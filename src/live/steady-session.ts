import { msToBytes, SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { LiveSession } from './session.ts';

/** The service asks for pieces of 20 to 40 ms, and each one takes its time to send. */
const PIECE_BYTES = msToBytes(40, SPEECH_RATE_HZ);

/** A session that is spoken to in pieces of one length, however the sound comes; only the last may be shorter. */
export class SteadySession implements Pick<LiveSession, Spoken> {
  readonly #session: LiveSession;
  /** Less than a piece. */
  #waiting: Buffer = Buffer.alloc(0);

  constructor(session: LiveSession) {
    this.#session = session;
  }

  startActivity(): void {
    this.forget();
    this.#session.startActivity();
  }

  sendAudio(pcm: Buffer): void {
    let rest = this.#waiting.length === 0 ? pcm : Buffer.concat([this.#waiting, pcm]);
    for (; rest.length >= PIECE_BYTES; rest = rest.subarray(PIECE_BYTES))
      this.#session.sendAudio(rest.subarray(0, PIECE_BYTES));
    this.#waiting = rest;
  }

  sendImage(jpeg: Buffer): void {
    this.flush();
    this.#session.sendImage(jpeg);
  }

  endActivity(): void {
    this.flush();
    this.#session.endActivity();
  }

  pauseAudio(): void {
    this.flush();
    this.#session.pauseAudio();
  }

  ask(text: string): void {
    this.#session.ask(text);
  }

  /** Sends what waits, however little. */
  flush(): void {
    if (this.#waiting.length > 0) this.#session.sendAudio(this.#waiting);
    this.forget();
  }

  /** What waits is not wanted any more. */
  forget(): void {
    this.#waiting = Buffer.alloc(0);
  }
}

type Spoken = 'startActivity' | 'sendAudio' | 'sendImage' | 'endActivity' | 'pauseAudio' | 'ask';
