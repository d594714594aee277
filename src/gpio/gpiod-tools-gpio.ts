import type { Clock } from '../system/clock.ts';
import type { Bias, Gpio, GpioLine, GpioOutput, InputListener, LineListener } from './gpio.ts';
import { findGpiodTools, type GpiodTools, readLevel } from './gpiod-tools.ts';
import { GpiosetOutput } from './gpioset-output.ts';
import { lineFault } from './line-fault.ts';
import { RunningTool } from './tool-process.ts';

/** A tool that tells when it is ready has this long to do so. */
const READY_LIMIT_MS = 5_000;

/** Lines by the programs of libgpiod. Rejects with a sentence where this way is not to be had. */
export async function openGpiodToolsGpio({ clock }: { readonly clock: Clock }): Promise<Gpio> {
  return new GpiodToolsGpio(clock, await findGpiodTools(clock));
}

class GpiodToolsGpio implements Gpio {
  readonly by: string;
  readonly #clock: Clock;
  readonly #tools: GpiodTools;

  constructor(clock: Clock, tools: GpiodTools) {
    this.by = `gpiomon ${tools.version}`;
    this.#clock = clock;
    this.#tools = tools;
  }

  /**
   * The level is read first, since no monitor shows it. A change in the moment between the reading and
   * the monitor's start is made up for at the next edge: it tells what the level was before.
   */
  async input(pin: number, bias: Bias, listener: InputListener): Promise<GpioLine> {
    const clock = this.#clock;
    const { dialect, chip, prefix } = this.#tools;
    const start = await readLevel({ clock, tools: this.#tools }, pin, bias);
    return new Promise((resolve, reject) => {
      let use: 'starting' | 'first edge' | 'running' = 'starting';
      const tool = new RunningTool({
        clock,
        prefix,
        command: dialect.monitor(chip.number, pin, bias),
        line: (text) => {
          if (use === 'starting') ready();
          const level = dialect.levelAfter(text);
          if (level === undefined) return;
          if (use === 'first edge' && level === start) listener.level(start === 1 ? 0 : 1);
          use = 'running';
          listener.level(level);
        },
        ended: (reason) => {
          cancel();
          if (use === 'starting') reject(new Error(lineFault(pin, reason)));
          else listener.lost(lineFault(pin, reason));
        },
      });
      const cancel = clock.after(READY_LIMIT_MS, () => {
        void tool.stop();
        reject(new Error(`GPIO ${pin} cannot be used: gpiomon does not start.`));
      });
      const ready = () => {
        cancel();
        use = 'first edge';
        resolve({ close: () => tool.stop() });
        listener.level(start);
      };
      if (dialect.ready === 'untold') ready();
    });
  }

  /** The line is read once to see whether it can be had; it is driven from the first `set` on. */
  async output(pin: number, listener: LineListener): Promise<GpioOutput> {
    const deps = { clock: this.#clock, tools: this.#tools };
    await readLevel(deps, pin, 'as-is');
    return new GpiosetOutput({ ...deps, pin, lost: listener.lost });
  }
}
