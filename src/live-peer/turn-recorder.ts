/** What the client says in one turn, as it comes in. */
import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { Image, UserTurn } from './model.ts';
import type { Sound } from './protocol-state.ts';

export class TurnRecorder {
  readonly #startedAtMs: number;
  readonly #chunks: Buffer[] = [];
  readonly #texts: string[] = [];
  readonly #images: Image[] = [];
  #rateHz = SPEECH_RATE_HZ;

  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  hear({ pcm, rateHz }: Sound): void {
    this.#chunks.push(pcm);
    this.#rateHz = rateHz;
  }

  see(image: Image): void {
    this.#images.push(image);
  }

  read(text: string): void {
    if (text !== '') this.#texts.push(text);
  }

  finish(endedAtMs: number): UserTurn {
    return {
      audio: Buffer.concat(this.#chunks),
      rateHz: this.#rateHz,
      chunkBytes: this.#chunks.map((chunk) => chunk.length),
      text: this.#texts.join('\n'),
      images: this.#images,
      activityStartedAtMs: this.#startedAtMs,
      activityEndedAtMs: endedAtMs,
    };
  }
}
