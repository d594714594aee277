/** A button that the story presses. */
import type { Button, ButtonListener } from '../button/button.ts';

export class ScriptedButton implements Button {
  #listener: ButtonListener | undefined;

  start(listener: ButtonListener): void {
    this.#listener = listener;
    listener.health({ state: 'up', by: 'script' });
  }

  press(): void {
    this.#listener?.press();
  }

  release(): void {
    this.#listener?.release();
  }

  async close(): Promise<void> {
    this.#listener = undefined;
  }
}
