/**
 * PORT: the lines of the board's GPIO header, by BCM number.
 * Opening rejects with a sentence when the line cannot be had; a line that is lost later says so once.
 */
export interface Gpio {
  /** The way in use, for the log: `onoff`, `gpiomon 1.6.3` … */
  readonly by: string;
  /** A line to listen to, with a pull resistor as far as the kernel offers one. */
  input(pin: number, bias: Bias, listener: InputListener): Promise<GpioLine>;
  /** A line to drive; it is left as it is until the first `set`. */
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
  /** Gives the line back; an output has its last level until then. Nothing is told any more. */
  close(): Promise<void>;
}

export interface GpioOutput extends GpioLine {
  set(level: Level): void;
}
