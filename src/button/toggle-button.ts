import type { Button, ButtonListener } from './button.ts';

/**
 * Press to begin, press to end: each press of a button becomes a press or a release in turn. A button
 * that fails in between could not end it any more, so that ends it too. After a turn that ended by itself
 * the next press begins another one.
 */
export class ToggleButton implements Button {
  readonly #button: Button;
  #use: 'off' | 'on' = 'off';

  constructor(button: Button) {
    this.#button = button;
  }

  start({ press, release, health, pressCounts = () => true }: ButtonListener): void {
    const end = () => {
      this.#use = 'off';
      release();
    };
    this.#button.start({
      press: () => {
        const isOn = this.#use === 'on' && pressCounts();
        if (this.#use === 'on') end();
        if (isOn) return;
        this.#use = 'on';
        press();
      },
      release: () => {},
      health: (state) => {
        health(state);
        if (state.state === 'down' && this.#use === 'on') end();
      },
    });
  }

  close(): Promise<void> {
    return this.#button.close();
  }
}
