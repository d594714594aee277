import { createRequire } from 'node:module';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Bias, Gpio, GpioLine, GpioOutput, InputListener, LineListener } from './gpio.ts';
import { lineFault } from './line-fault.ts';
import { type Edge, type Onoff, OnoffLine } from './onoff-line.ts';
import { SYSFS_ROOT, sysfsHeaderChip, sysfsNumber } from './sysfs-chip.ts';
import { checkExport, exportLine, unexportLine } from './sysfs-export.ts';

export interface OnoffDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Asks the kernel for a pull resistor, which sysfs cannot; it stays when sysfs takes the line. */
  readonly setBias: (pin: number, bias: 'pull-up' | 'pull-down') => Promise<void>;
  readonly load?: () => Onoff;
  readonly root?: string;
}

/** Lines by the package `onoff`. Rejects with a sentence where this way is not to be had. */
export async function openOnoffGpio({
  load = () => createRequire(import.meta.url)('onoff') as Onoff,
  root = SYSFS_ROOT,
  ...deps
}: OnoffDeps): Promise<Gpio> {
  await checkExport(root);
  await sysfsHeaderChip(root);
  return new OnoffGpio({ ...deps, root, onoff: loaded(load) });
}

function loaded(load: () => Onoff): Onoff {
  try {
    return load();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const reason = text.replace(/\s+/g, ' ').slice(0, 200);
    throw new Error(`The package "onoff" is not installed or cannot be loaded (${reason}).`);
  }
}

interface OnoffGpioDeps extends Required<Omit<OnoffDeps, 'load'>> {
  readonly onoff: Onoff;
}

class OnoffGpio implements Gpio {
  readonly by = 'onoff';
  readonly #deps: OnoffGpioDeps;

  constructor(deps: OnoffGpioDeps) {
    this.#deps = deps;
  }

  async input(pin: number, bias: Bias, listener: InputListener): Promise<GpioLine> {
    const line = await this.#take(pin, bias, 'both', listener);
    line.watch(listener.level);
    return line;
  }

  async output(pin: number, listener: LineListener): Promise<GpioOutput> {
    return this.#take(pin, 'as-is', 'none', listener);
  }

  async #take(pin: number, bias: Bias, edge: Edge, { lost }: LineListener): Promise<OnoffLine> {
    const { root, onoff, clock } = this.#deps;
    const number = await sysfsNumber(pin, root);
    unexportLine(root, number);
    if (bias !== 'as-is') await this.#setBias(pin, bias);
    const files = edge === 'both' ? ['value', 'direction', 'edge'] : ['value', 'direction'];
    try {
      // Exported here and not by onoff, which waits for the rights on the files in a busy loop.
      await exportLine({ root, number, files, clock });
      return new OnoffLine({ pin, number, edge, onoff, clock, lost });
    } catch (error) {
      unexportLine(root, number);
      throw new Error(lineFault(pin, error));
    }
  }

  async #setBias(pin: number, bias: 'pull-up' | 'pull-down'): Promise<void> {
    await this.#deps.setBias(pin, bias).catch((error: Error) => {
      this.#deps.log.warn('pull resistor left as it is', { pin, bias, reason: error.message });
    });
  }
}
