import type { ReportHealth } from '../system/health.ts';

/**
 * PORT: a microphone. It captures from `start` to `stop`, keeps trying when its card is away,
 * and never throws.
 */
export interface Microphone {
  start(listener: MicrophoneListener): void;
  /**
   * How soon sound is wanted from here on, also after another `start`; at first `loosely`. No sample is lost,
   * doubled or out of order. With `closely`, what waits is handed over at once: during the call, or as
   * soon as this process reads again. Up to 200 ms of it are from before the call, so that a recording which
   * is begun with a pre-roll may begin so much earlier than it would otherwise, and has no gap.
   */
  attend(attention: Attention): void;
  /** Resolves when nothing captures any more: no process, no open device. */
  stop(): Promise<void>;
}

export type Attention =
  /** Somebody speaks, or may be about to: sound is handed over as it comes, about 40 ms a piece. */
  | 'closely'
  /** Nobody waits for it: up to 200 ms late, in pieces of about 80 ms, for far less work. */
  | 'loosely';

export interface MicrophoneListener {
  /** Speech at 16 kHz, s16le mono, whole samples. */
  readonly pcm: (chunk: Buffer) => void;
  /** Sound between the last chunk and the next one was lost; `reason` is a sentence. */
  readonly gap: (reason: string) => void;
  readonly health: ReportHealth;
}
