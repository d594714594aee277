import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Gpio } from './gpio.ts';
import { findGpiodTools, readLevel } from './gpiod-tools.ts';
import { openGpiodToolsGpio } from './gpiod-tools-gpio.ts';
import { openOnoffGpio } from './onoff-gpio.ts';

/** Finds a way to the header's lines. Rejects with a sentence; whoever needs a line asks again later. */
export type OpenGpio = () => Promise<Gpio>;

/** The ways there are: the package `onoff` on sysfs, else the programs of libgpiod. */
export function headerGpio({ clock, log }: { readonly clock: Clock; readonly log: Log }): OpenGpio {
  const setBias = async (pin: number, bias: 'pull-up' | 'pull-down') => {
    await readLevel({ clock, tools: await findGpiodTools(clock) }, pin, bias);
  };
  return () =>
    chooseGpio([() => openOnoffGpio({ clock, log, setBias }), () => openGpiodToolsGpio({ clock })]);
}

/** The first way that works; if none does, rejects with what each of them said. */
export async function chooseGpio(ways: readonly OpenGpio[]): Promise<Gpio> {
  const reasons = new Set<string>();
  for (const open of ways) {
    try {
      return await open();
    } catch (error) {
      reasons.add(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`GPIO cannot be used here: ${[...reasons].join(' ')}`);
}
