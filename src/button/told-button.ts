import type { Button } from './button.ts';

/** `button`, and `pressed` is told of each press before anybody else is. */
export const toldButton = (button: Button, pressed: () => void): Button => ({
  start: (listener) =>
    button.start({
      ...listener,
      press: () => {
        pressed();
        listener.press();
      },
    }),
  close: () => button.close(),
});
