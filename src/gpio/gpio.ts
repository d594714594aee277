/**
 * PORT: the lines of the board's GPIO header, by BCM number.
 * Opening rejects with a sentence when the line cannot be had; a line that is lost later says so once.
 */
export interface Gpio {
  /** The way in use, for the log: `onoff`, `gpiomon 1.6.3` … */
  readonly by: string;
  input(pin: number, bias: Bias, listener: InputListener): Promise<GpioLine>;
  output(pin: number, listener: LineListener): Promise<GpioOutput>;
}

export type Bias = 'pull-up' | 'pull-down' | 'as-is';
export type Level = 0 | 1;

export interface LineListener {
  /** The line is gone (its process died, the chip went away); `reason` is a sentence. */
  readonly lost: (reason: string) => void;
}

export interface InputListener extends LineListener {
  /** The electrical level, not debounced; the first call tells the level at the start. */
  readonly level: (level: Level) => void;
}

export interface GpioLine {
  close(): Promise<void>;
}

export interface GpioOutput extends GpioLine {
  set(level: Level): void;
}
