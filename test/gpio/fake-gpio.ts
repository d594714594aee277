import type {
  Bias,
  Gpio,
  GpioLine,
  GpioOutput,
  InputListener,
  Level,
  LineListener,
} from '../../src/gpio/gpio.ts';

/** A board with one line, which the test presses, breaks and looks at. */
export class FakeGpio implements Gpio {
  readonly by = 'fake';
  /** The level at the start of an input. */
  level: Level = 1;
  /** Why no line is to be had. */
  refusal: string | undefined;
  opened = 0;
  closed = 0;
  bias: Bias | undefined;
  readonly driven: Level[] = [];
  #listener: Partial<InputListener> = {};

  readonly open = (): Promise<Gpio> =>
    this.refusal === undefined ? Promise.resolve(this) : Promise.reject(new Error(this.refusal));

  input(_pin: number, bias: Bias, listener: InputListener): Promise<GpioLine> {
    this.bias = bias;
    this.#take(listener);
    listener.level(this.level);
    return Promise.resolve({ close: this.#close });
  }

  output(_pin: number, listener: LineListener): Promise<GpioOutput> {
    this.#take(listener);
    return Promise.resolve({ set: (level) => this.driven.push(level), close: this.#close });
  }

  set(...levels: Level[]): void {
    for (const level of levels) this.#listener.level?.(level);
  }

  lose(reason: string): void {
    this.#listener.lost?.(reason);
  }

  #take(listener: Partial<InputListener>): void {
    this.opened += 1;
    this.#listener = listener;
  }

  readonly #close = (): Promise<void> => {
    this.closed += 1;
    this.#listener = {};
    return Promise.resolve();
  };
}
