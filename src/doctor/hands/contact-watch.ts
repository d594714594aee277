import { GpioButton } from '../../button/gpio-button.ts';
import type { OpenGpio } from '../../gpio/choose-gpio.ts';
import type { Bias, Level } from '../../gpio/gpio.ts';
import { heardGpio } from './heard-gpio.ts';
import { Waiting, type WaitingParts } from './waiting.ts';

/** A press as the daemon takes it. */
export interface Press {
  /** On the clock of the watch. */
  readonly downMs: number;
  /** Undefined while it is held. */
  upMs?: number;
  /** Changes of the line before this press began, its first one included. */
  readonly firstEdge: number;
}

export interface ContactWatchParts extends WaitingParts {
  readonly pin: number;
  readonly activeLow: boolean;
  readonly bias: Bias;
  readonly openGpio: OpenGpio;
}

/** The daemon's own button, with everything that its line does written down. */
export class ContactWatch {
  readonly presses: Press[] = [];
  /** Changes of the line since it was opened, bounces included. */
  edges = 0;
  /** Undefined until the line is open. */
  level: Level | undefined;
  /** The way that the line was opened. */
  by: string | undefined;
  /** Why the line could not be opened, or was lost: a sentence. What is done to mend that is not waited for. */
  fault: string | undefined;
  readonly #parts: ContactWatchParts;
  readonly #button: GpioButton;
  readonly #waiting: Waiting;

  constructor(parts: ContactWatchParts) {
    const { openGpio, ...line } = parts;
    this.#parts = parts;
    this.#waiting = new Waiting(parts);
    this.#button = new GpioButton({
      ...line,
      openGpio: async () => heardGpio(await openGpio(), (level) => this.#heard(level)),
    });
    this.#button.start({
      press: () => {
        this.presses.push({ downMs: parts.clock.now(), firstEdge: this.edges });
        this.#waiting.look();
      },
      release: () => {
        const press = this.presses.at(-1);
        if (press !== undefined) press.upMs = parts.clock.now();
        this.#waiting.look();
      },
      health: (health) => {
        if (health.state === 'up') this.by = health.by;
        else this.fault ??= health.reason;
        this.#waiting.look();
      },
    });
  }

  /** What the line is now, in the words of the configuration; `down`: as when pressed. */
  get contact(): 'up' | 'down' {
    return this.level === (this.#parts.activeLow ? 0 : 1) ? 'down' : 'up';
  }

  /** Waits until something is so. */
  until(is: () => boolean, limitMs: number): Promise<'so' | 'time is over' | 'interrupted'> {
    return this.#waiting.until(is, limitMs);
  }

  /** Resolves when the line has been given back. */
  close(): Promise<void> {
    return this.#button.close();
  }

  #heard(level: Level): void {
    if (this.level !== undefined && this.level !== level) this.edges += 1;
    this.level = level;
    this.#waiting.look();
  }
}
