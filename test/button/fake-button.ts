import type { Button, ButtonListener } from '../../src/button/button.ts';

/** A button under the finger of the test. */
export class FakeButton implements Button {
  closed = 0;
  #listener: ButtonListener | undefined;

  start(listener: ButtonListener): void {
    this.#listener = listener;
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }

  press(): void {
    this.#listener?.press();
  }

  release(): void {
    this.#listener?.release();
  }

  up(by: string): void {
    this.#listener?.health({ state: 'up', by });
  }

  down(reason: string): void {
    this.#listener?.health({ state: 'down', reason });
  }
}
