import type { Gpio, Level } from '../../gpio/gpio.ts';

/** `gpio`, with every level of its inputs told to `heard` before anybody else is told. */
export const heardGpio = (gpio: Gpio, heard: (level: Level) => void): Gpio => ({
  by: gpio.by,
  input: (pin, bias, listener) =>
    gpio.input(pin, bias, {
      lost: listener.lost,
      level: (level) => {
        heard(level);
        listener.level(level);
      },
    }),
  output: (pin, listener) => gpio.output(pin, listener),
});
