/**
 * PORT: a way to reach the device. One that cannot be reached, or is lost, ends the program: `broke` says how,
 * and what was awaited then never comes.
 */
export interface Output {
  /** Resolves when sound can be written. */
  open(): Promise<Device>;
}

/** An open device: 24 kHz, s16le mono. One call at a time; after `drain` or `drop` it is closed. */
export interface Device {
  /** What is written has a multiple of this length: the device gets it no sooner. */
  readonly grainBytes: number;
  /**
   * The device stops only at multiples of this length: until then it may play again what it played
   * before. Silence fills it up.
   */
  readonly periodBytes: number;
  /** Resolves when the device has taken it, not when it has been heard. */
  write(pcm: Buffer): Promise<void>;
  /** Resolves when all of it has been heard. */
  drain(): Promise<void>;
  /** Drops what has not been heard. */
  drop(): Promise<void>;
}

/** At least so many bytes, as the device takes them. */
export const wholeGrains = (bytes: number, { grainBytes }: Device): number =>
  Math.ceil(bytes / grainBytes) * grainBytes;

/** The device is lost: the exit code to end with, and words for standard error. */
export type Broke = (exitCode: number, words: string) => void;
