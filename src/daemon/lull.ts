import { isBusy } from '../conversation/turn.ts';
import type { Turn } from '../conversation/turn-state.ts';
import type { Clock } from '../system/clock.ts';
import type { Happening } from './talk.ts';

/** Knows when nobody talks to the device and it does not talk. */
export class Lull {
  readonly #clock: Clock;
  #state: 'talk' | 'lull' = 'lull';
  #waiting: (() => void)[] = [];

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  get state(): 'talk' | 'lull' {
    return this.#state;
  }

  /** Everything that happens is told to it. */
  readonly heard = (happening: Happening): void => {
    if (happening.type === 'changed') this.#changed(happening.to.turn);
  };

  /** `over` resolves when there is one, after `limitMs`, or when it is cut off. */
  wait(limitMs: number): { readonly over: Promise<void>; readonly cut: () => void } {
    let cut = () => {};
    const over = new Promise<void>((resolve) => {
      const cancel = this.#clock.after(limitMs, () => cut());
      cut = () => {
        cancel();
        resolve();
        this.#waiting = this.#waiting.filter((other) => other !== cut);
      };
      this.#waiting.push(cut);
    });
    if (this.#state === 'lull') cut();
    return { over, cut: () => cut() };
  }

  #changed(turn: Turn): void {
    this.#state = isBusy(turn) ? 'talk' : 'lull';
    if (this.#state === 'lull') for (const cut of [...this.#waiting]) cut();
  }
}
