import type { OpenGpio } from '../gpio/choose-gpio.ts';
import type { GpioOutput } from '../gpio/gpio.ts';
import { KeptLine } from '../gpio/kept-line.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Lamp } from './lamp.ts';

export interface GpioLampDeps {
  readonly pin: number;
  /** Lit means connected to ground. */
  readonly activeLow: boolean;
  readonly openGpio: OpenGpio;
  readonly clock: Clock;
}

/** A lamp on a line of the header. It shows the last level set, also after its line was away. */
export class GpioLamp implements Lamp {
  readonly #deps: GpioLampDeps;
  #level: 'on' | 'off' = 'off';
  #line: GpioOutput | undefined;
  #kept: KeptLine<GpioOutput> | undefined;

  constructor(deps: GpioLampDeps) {
    this.#deps = deps;
  }

  start(report: ReportHealth): void {
    const { pin, openGpio, clock } = this.#deps;
    this.#kept = new KeptLine({
      clock,
      open: async (lost) => {
        const gpio = await openGpio();
        return { line: await gpio.output(pin, { lost }), by: gpio.by };
      },
      opened: (line) => {
        this.#line = line;
        this.#drive();
      },
      dropped: () => {
        this.#line = undefined;
      },
      report,
    });
  }

  set(level: 'on' | 'off'): void {
    this.#level = level;
    this.#drive();
  }

  async close(): Promise<void> {
    this.set('off');
    await this.#kept?.close();
  }

  #drive(): void {
    const lit = this.#level === 'on';
    this.#line?.set(lit === this.#deps.activeLow ? 0 : 1);
  }
}
