/** What the client says in one turn, as it comes in. */
import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { UserTurn } from './model.ts';

export class TurnRecorder {
  readonly #startedAtMs: number;
  readonly #chunks: Buffer[] = [];
  readonly #texts: string[] = [];
  #rateHz = SPEECH_RATE_HZ;

  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  hear({ data, mimeType }: { data: string; mimeType: string }): void {
    this.#chunks.push(Buffer.from(data, 'base64'));
    const rate = /rate=(\d+)/.exec(mimeType)?.[1];
    if (rate !== undefined) this.#rateHz = Number(rate);
  }

  read(text: string): void {
    this.#texts.push(text);
  }

  finish(endedAtMs: number): UserTurn {
    return {
      audio: Buffer.concat(this.#chunks),
      rateHz: this.#rateHz,
      chunkBytes: this.#chunks.map((chunk) => chunk.length),
      text: this.#texts.join('\n'),
      activityStartedAtMs: this.#startedAtMs,
      activityEndedAtMs: endedAtMs,
    };
  }
}
