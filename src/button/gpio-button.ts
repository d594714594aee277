import type { OpenGpio } from '../gpio/choose-gpio.ts';
import type { Bias, GpioLine, Level } from '../gpio/gpio.ts';
import { KeptLine } from '../gpio/kept-line.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { Button, ButtonListener } from './button.ts';
import { type Debounce, levelSeen, SETTLE_MS, settleTimeOver } from './debounce.ts';

export interface GpioButtonDeps {
  readonly pin: number;
  /** Pressed means connected to ground. */
  readonly activeLow: boolean;
  readonly bias: Bias;
  readonly openGpio: OpenGpio;
  readonly clock: Clock;
}

/**
 * A button on a line of the header. It is pressed for as long as it is held; one that is held already
 * when the line is opened counts from its next press on, since nobody meant it. When the line is lost, a
 * press ends, and the line is opened again as soon as it can be.
 */
export class GpioButton implements Button {
  readonly #deps: GpioButtonDeps;
  #listener: ButtonListener | undefined;
  #kept: KeptLine<GpioLine> | undefined;
  #debounce: Debounce | undefined;
  #use: 'unknown' | 'up' | 'pressed' = 'unknown';
  #cancelSettling: Cancel = () => {};

  constructor(deps: GpioButtonDeps) {
    this.#deps = deps;
  }

  start(listener: ButtonListener): void {
    const { clock } = this.#deps;
    this.#listener = listener;
    this.#kept = new KeptLine({
      clock,
      open: (lost) => this.#open(lost),
      opened: () => {},
      dropped: () => this.#forget(),
      report: listener.health,
    });
  }

  async close(): Promise<void> {
    this.#listener = undefined;
    await this.#kept?.close();
  }

  async #open(
    lost: (reason: string) => void,
  ): Promise<{ readonly line: GpioLine; readonly by: string }> {
    const { pin, bias, openGpio } = this.#deps;
    const gpio = await openGpio();
    const line = await gpio.input(pin, bias, { level: (level) => this.#seen(level), lost });
    return { line, by: gpio.by };
  }

  #seen(level: Level): void {
    if (this.#debounce === undefined) {
      this.#debounce = { state: 'settled', believed: level };
      this.#tell(level);
    } else this.#become(levelSeen(this.#debounce, level));
  }

  #become(next: Debounce): void {
    const before = this.#debounce;
    this.#debounce = next;
    if (next.state === 'settled' || next.believed === before?.believed) return;
    this.#cancelSettling = this.#deps.clock.after(SETTLE_MS, () => {
      if (this.#debounce !== undefined) this.#become(settleTimeOver(this.#debounce));
    });
    this.#tell(next.believed);
  }

  #tell(level: Level): void {
    const down = level === (this.#deps.activeLow ? 0 : 1);
    if (down && this.#use === 'up') {
      this.#use = 'pressed';
      this.#listener?.press();
    } else if (!down && this.#use !== 'up') {
      const before = this.#use;
      this.#use = 'up';
      if (before === 'pressed') this.#listener?.release();
    }
  }

  #forget(): void {
    this.#cancelSettling();
    this.#debounce = undefined;
    const before = this.#use;
    this.#use = 'unknown';
    if (before === 'pressed') this.#listener?.release();
  }
}
