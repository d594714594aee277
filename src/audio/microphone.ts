import type { ReportHealth } from '../system/health.ts';

/**
 * PORT: a microphone. It captures from `start` to `stop`, keeps trying when its card is away,
 * and never throws.
 */
export interface Microphone {
  start(listener: MicrophoneListener): void;
  /** Resolves when nothing captures any more: no process, no open device. */
  stop(): Promise<void>;
}

export interface MicrophoneListener {
  /** Speech at 16 kHz, s16le mono, whole samples, about 20 ms a piece. */
  readonly pcm: (chunk: Buffer) => void;
  readonly health: ReportHealth;
}
