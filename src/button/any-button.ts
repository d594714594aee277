import type { Health } from '../system/health.ts';
import type { Button, ButtonListener } from './button.ts';

/**
 * Several buttons as one: pressed while any of them is. It is as healthy as the worst of those that
 * report. Without any it is a button that nobody can press.
 */
export class AnyButton implements Button {
  readonly #buttons: readonly Button[];
  readonly #pressed = new Set<Button>();
  readonly #health = new Map<Button, Health>();

  constructor(buttons: readonly Button[]) {
    this.#buttons = buttons;
  }

  start({ press, release, health, ...others }: ButtonListener): void {
    for (const button of this.#buttons) {
      button.start({
        ...others,
        press: () => {
          const before = this.#pressed.size;
          this.#pressed.add(button);
          if (before === 0) press();
        },
        release: () => {
          if (this.#pressed.delete(button) && this.#pressed.size === 0) release();
        },
        health: (state) => {
          this.#health.set(button, state);
          health(worst([...this.#health.values()]));
        },
      });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#buttons.map((button) => button.close()));
  }
}

function worst(all: readonly Health[]): Health {
  const ways: string[] = [];
  for (const health of all) {
    if (health.state === 'down') return health;
    ways.push(health.by);
  }
  return { state: 'up', by: ways.join(', ') };
}
