import type { ReportHealth } from '../system/health.ts';

/**
 * PORT: a loudspeaker. It plays one sound at a time and asks for it bit by bit: never more is taken than is
 * needed to play without a gap, so that loudness and what is mixed in can be changed for all the rest.
 */
export interface Loudspeaker {
  /** A hint that sound is likely soon (the button went down): gets ready what takes time. */
  prepare(): void;
  /** Plays `sound`, after what is played now has been cut. Calls nothing of `sound` before it returns. */
  play(sound: Sound): Sounding;
  /** Silence, and nothing left running. */
  close(): Promise<void>;
}

/** What is to be heard: 24 kHz, s16le mono. The loudspeaker calls these; none of them throws. */
export interface Sound {
  /** Gives the next of it, at most so many bytes, whole samples; less when there is no more for now. */
  take(bytes: number): Buffer;
  /** Whether nothing will be added to what can be taken. */
  isComplete(): boolean;
  /** It is not complete, but everything that was taken has been heard. */
  ranDry(): void;
  /** It is complete, and its last sample has been heard: really played, not only written. */
  ended(): void;
  /** The loudspeaker broke, and nothing more of it will be heard; `reason` is a sentence. */
  failed(reason: string): void;
}

/** A sound that is being played. */
export interface Sounding {
  /** There is more to take, or the sound is complete: to be called after `take` gave less than was asked for. */
  more(): void;
  /**
   * Fades out and drops the rest; `sound` hears no more. Resolves when there is silence: within 100 ms as a
   * rule, and never later than `CUT_LIMIT_MS`; never rejects.
   */
  cut(): Promise<void>;
}

/** After it whatever plays has been killed. */
export const CUT_LIMIT_MS = 300;

/** How a loudspeaker is made: by its settings and somewhere to report to. */
export type LoudspeakerFactory = (report: ReportHealth) => Loudspeaker;
