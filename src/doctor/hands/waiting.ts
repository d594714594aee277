import type { Clock } from '../../system/clock.ts';

export interface WaitingParts {
  readonly clock: Clock;
  /** Ends every waiting at once. */
  readonly signal: AbortSignal;
}

/** Waits for one thing at a time; whoever changes something calls `look`. */
export class Waiting {
  readonly #parts: WaitingParts;
  #look: () => void = () => {};

  constructor(parts: WaitingParts) {
    this.#parts = parts;
  }

  look(): void {
    this.#look();
  }

  /** Waits until something is so. */
  until(is: () => boolean, limitMs: number): Promise<'so' | 'time is over' | 'interrupted'> {
    const { clock, signal } = this.#parts;
    return new Promise((resolve) => {
      const end = (how: 'so' | 'time is over' | 'interrupted') => {
        cancel();
        signal.removeEventListener('abort', look);
        this.#look = () => {};
        resolve(how);
      };
      const look = () => {
        if (signal.aborted) end('interrupted');
        else if (is()) end('so');
      };
      const cancel = clock.after(limitMs, () => end('time is over'));
      signal.addEventListener('abort', look);
      this.#look = look;
      look();
    });
  }
}
