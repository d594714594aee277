/** What has arrived of the answer to one question, and how long the rest may take. No clock, no socket. */
import { bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { AfterTools } from '../conversation/event.ts';
import type { SessionEvent, Source } from '../live/session.ts';
import type { Usage } from '../live/usage.ts';

export interface Answered {
  readonly type: 'answered';
  /** Of the turn; undefined when the service did not say. */
  readonly usage: Usage | undefined;
  readonly sources: readonly Source[];
  /** The service's word for an answer that did not end by itself. */
  readonly why: string | undefined;
}

/** Longer than any tool takes, and than a model is seen to think. */
const SIGN_LIMIT_MS = 20_000;
/** After an end that may not be the end. */
const AFTERWORD_LIMIT_MS = 10_000;
const MAX_SOURCES = 20;

/**
 * `asked`: nothing has come · `coming`: something has · `whole`: all of it has, but not its end ·
 * `told`: calls were answered, and nothing has come since · `doubtful`: its end came where there may be
 * more, which is before anything was said (as has been seen), beside running calls (as of a model that
 * does not wait for them), or after calls (Vertex AI ends the turn at the call, and once more after what
 * follows; others end it without a word) · `over`.
 */
type Phase = 'asked' | 'coming' | 'whole' | 'told' | 'doubtful' | 'over';

export class Answer {
  readonly #sources = new Map<string, Source>();
  #phase: Phase = 'asked';
  #batches = 0;
  #spokenMs = 0;
  #usage: Usage | undefined;
  #why: string | undefined;

  get phase(): Phase {
    return this.#phase;
  }

  /** For how long nothing may come from here on. */
  get limitMs(): number {
    if (this.#phase === 'doubtful' && this.#batches === 0) return AFTERWORD_LIMIT_MS;
    // The service tells the end when a listener would have heard it.
    return SIGN_LIMIT_MS + (this.#phase === 'whole' ? this.#spokenMs : 0);
  }

  /** What there is of it counts as the answer; without that, it is missing. */
  get isUsable(): boolean {
    return this.#phase === 'whole' || this.#phase === 'doubtful' || this.#phase === 'over';
  }

  get result(): Answered {
    const sources = [...this.#sources.values()];
    return { type: 'answered', usage: this.#usage, sources, why: this.#why };
  }

  heard(event: SessionEvent): void {
    switch (event.type) {
      case 'audio':
        this.#spokenMs += bytesToMs(event.pcm.length, REPLY_RATE_HZ);
        this.#phase = 'coming';
        break;
      case 'transcript':
        // Some models repeat the question.
        if (event.speaker === 'model') this.#phase = 'coming';
        break;
      case 'toolCall':
        this.#phase = 'coming';
        break;
      case 'generationComplete':
        if (this.#phase === 'coming' && this.#batches === 0) this.#phase = 'whole';
        break;
      case 'turnComplete':
        this.#why = event.why;
        this.#phase = this.#isEnd(event.why) ? 'over' : 'doubtful';
        break;
      case 'usage':
        this.#usage = event.usage;
        break;
      case 'sources':
        for (const source of event.sources.slice(0, MAX_SOURCES - this.#sources.size))
          this.#sources.set(source.url, source);
        break;
      case 'opened':
      case 'closed':
      case 'simplified':
      case 'goAway':
      case 'resumable':
      case 'toolCancelled':
      case 'interrupted':
      case 'malformed':
        break;
    }
  }

  /** Calls are being run; `acted` follows. */
  acting(): void {
    this.#batches += 1;
  }

  /** They were answered, and the model was told whether to say anything about it. */
  acted(next: AfterTools): void {
    this.#batches -= 1;
    if (next === 'reply') this.#phase = 'told';
    else if (this.#phase === 'doubtful' && this.#batches === 0) this.#phase = 'over';
  }

  #isEnd(why: string | undefined): boolean {
    if (this.#batches > 0) return false;
    if (why !== undefined) return true;
    return this.#phase === 'coming' || this.#phase === 'whole';
  }
}
