import type { ReportHealth } from '../system/health.ts';

/**
 * PORT: a loudspeaker. It plays one stream at a time. What is written is heard as soon as possible:
 * whoever writes keeps no more than about 100 ms ahead of the clock, so that a cut has little to undo.
 */
export interface Loudspeaker {
  /** A hint that sound is likely soon (the button went down): gets ready what takes time. */
  prepare(): void;
  /** Opens a stream; a second call while one is open cuts the first. */
  open(listener: StreamListener): SoundStream;
  /** Silence, and nothing left running. */
  close(): Promise<void>;
}

export interface SoundStream {
  /** Replies at 24 kHz, s16le mono, whole samples. */
  write(pcm: Buffer): void;
  /** Nothing more will be written; `ended` follows when the last sample has been heard. */
  end(): void;
  /** Silence at once; no listener is called any more. */
  cut(): void;
}

export interface StreamListener {
  readonly ended: () => void;
  /** The stream broke and nothing more of it will be heard; `reason` is a sentence. */
  readonly failed: (reason: string) => void;
}

/** How a loudspeaker is made: by its settings and somewhere to report to. */
export type LoudspeakerFactory = (report: ReportHealth) => Loudspeaker;
