import type { OpenGpio } from '../../../src/gpio/choose-gpio.ts';
import type { Log } from '../../../src/system/log.ts';
import { FakeGpio } from '../../gpio/fake-gpio.ts';

/** A Raspberry Pi 5 as `gpiodetect` shows it. */
export const PI =
  'gpiochip0 [pinctrl-rp1] (54 lines)\ngpiochip10 [gpio-brcmstb@107d508500] (32 lines)\n';

/** What `gpioinfo` of libgpiod 1 prints, when `consumer` has GPIO 17. */
export const used = (consumer: string): string => `gpiochip0 - 54 lines:
\tline  16:     "GPIO16"       unused   input  active-high 
\tline  17:     "GPIO17" ${`"${consumer}"`.padStart(12)}   input  active-high [used]
\tline  18:     "GPIO18"       kernel  output  active-high [used]
gpiochip10 - 32 lines:
\tline  17:      unnamed       "LED"   output  active-high [used]
`;

export const FREE = used('x')
  .replace('         "x"', '      unused')
  .replace(' [used]\n\tline  18', '\n\tline  18');

/** The programs of a machine with that board. */
export const programs = (gpioinfo = FREE): Record<string, string> => ({
  gpiodetect: PI,
  gpioinfo: gpioinfo,
});

/** A board, and the way to it, which may have something to warn of. */
export function board(warn: (log: Log) => void = () => {}): {
  readonly gpio: FakeGpio;
  readonly parts: { readonly openGpio: (log: Log) => OpenGpio };
} {
  const gpio = new FakeGpio();
  const openGpio = (log: Log) => async () => {
    warn(log);
    return gpio.open();
  };
  return { gpio, parts: { openGpio } };
}
