import type { Cancel, Clock } from '../system/clock.ts';
import type { Button, ButtonListener } from './button.ts';

/** A held key repeats every 30 to 100 ms, after a first pause of up to 700 ms. */
const REPEAT_GAP_MS = 150;

const CTRL_C = 3;
const SPACE = 32;

/** What is used of a terminal: `process.stdin` is one. */
export interface Keys {
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  off(event: 'data', listener: (chunk: Buffer) => void): unknown;
  off(event: 'end', listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

export interface KeyboardButtonDeps {
  readonly keys: Keys;
  readonly clock: Clock;
  /** Ctrl-C: as the terminal is in raw mode, no signal comes of it. */
  readonly onQuit: () => void;
}

/**
 * The space bar of a terminal, which tells presses and repeats of a key but no release.
 *
 *     up ──space──▶ down ──space──▶ judging ──space──▶ held ──space──▶ held
 *     ▲                                │                │
 *     └──────────── REPEAT_GAP_MS without a space ◀─────┘
 *
 * So holding the bar talks until it is let go; tapping it talks until it is tapped again.
 */
export class KeyboardButton implements Button {
  readonly #deps: KeyboardButtonDeps;
  #listener: ButtonListener | undefined;
  #use: 'up' | 'down' | 'judging' | 'held' = 'up';
  #cancelGap: Cancel = () => {};

  constructor(deps: KeyboardButtonDeps) {
    this.#deps = deps;
  }

  start(listener: ButtonListener): void {
    const { keys } = this.#deps;
    this.#listener = listener;
    keys.setRawMode?.(true);
    keys.on('data', this.#onData);
    keys.on('end', this.#onEnd);
    keys.resume();
    listener.health({ state: 'up', by: 'space bar' });
  }

  close(): Promise<void> {
    const { keys } = this.#deps;
    this.#cancelGap();
    if (this.#listener !== undefined) {
      this.#listener = undefined;
      keys.off('data', this.#onData);
      keys.off('end', this.#onEnd);
      keys.setRawMode?.(false);
      keys.pause();
    }
    return Promise.resolve();
  }

  readonly #onData = (chunk: Buffer): void => {
    for (const byte of chunk) {
      if (byte === SPACE) this.#space();
      else if (byte === CTRL_C) this.#deps.onQuit();
    }
  };

  readonly #onEnd = (): void => {
    this.#release();
    this.#listener?.health({ state: 'down', reason: 'The terminal is gone.' });
  };

  #space(): void {
    if (this.#use === 'up') {
      this.#use = 'down';
      this.#listener?.press();
      return;
    }
    this.#use = this.#use === 'down' ? 'judging' : 'held';
    this.#cancelGap();
    this.#cancelGap = this.#deps.clock.after(REPEAT_GAP_MS, () => this.#release());
  }

  #release(): void {
    this.#cancelGap();
    if (this.#use === 'up') return;
    this.#use = 'up';
    this.#listener?.release();
  }
}
