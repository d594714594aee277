import type { Cancel, Clock } from '../system/clock.ts';
import type { GpioOutput, Level } from './gpio.ts';
import { lineFault } from './line-fault.ts';

/**
 * The part of the package `onoff` that is used. Its own types are not: as an optional package it is
 * absent where it could not be compiled, and this program must compile there all the same.
 */
export interface Onoff {
  readonly Gpio: new (number: number, direction: 'in', edge: Edge) => OnoffGpioLine;
}

export interface OnoffGpioLine {
  readSync(): Level;
  writeSync(level: Level): void;
  watch(changed: () => void): void;
  edge(): string;
  setDirection(direction: 'high' | 'low'): void;
  unexport(): void;
}

/** What the line tells by itself: every change, or nothing. */
export type Edge = 'both' | 'none';

/**
 * A lost line gives no event (seen on Linux 6.1: neither when its chip goes away, nor when another
 * program gives the line back), so it is read at this pace too; that also heals a missed edge.
 */
const CHECK_EVERY_MS = 2_000;

export interface OnoffLineDeps {
  readonly pin: number;
  /** The sysfs number of the line, which is exported already. */
  readonly number: number;
  readonly edge: Edge;
  readonly onoff: Onoff;
  readonly clock: Clock;
  readonly lost: (reason: string) => void;
}

/** One line by `onoff`. The constructor throws what the kernel said and leaves no open file behind. */
export class OnoffLine implements GpioOutput {
  readonly #pin: number;
  readonly #clock: Clock;
  readonly #lost: (reason: string) => void;
  readonly #line: OnoffGpioLine;
  #use: 'opening' | 'idle' | 'input' | 'output' | 'gone' = 'opening';
  #reported: Level;
  #tell: (level: Level) => void = () => {};
  #cancelCheck: Cancel = () => {};

  constructor({ pin, number, edge, onoff, clock, lost }: OnoffLineDeps) {
    this.#pin = pin;
    this.#clock = clock;
    this.#lost = lost;
    const faults: unknown[] = [];
    const Line = guarded(onoff, (error) => {
      if (this.#use === 'opening') faults.push(error);
      else this.#fail(error);
    });
    this.#line = new Line(number, 'in', edge);
    this.#reported = this.#line.readSync();
    try {
      if (faults.length > 0) throw faults[0];
      // When a line was exported beforehand, onoff keeps a failure to set this to itself.
      if (edge === 'both' && this.#line.edge() !== 'both')
        throw new Error('it does not tell when its level changes');
    } catch (error) {
      this.#release();
      throw error;
    }
    this.#use = 'idle';
    this.#check();
  }

  /** Makes it an input: tells the level at once, then every change. */
  watch(tell: (level: Level) => void): void {
    this.#use = 'input';
    this.#tell = tell;
    tell(this.#reported);
    this.#line.watch(() => this.#look());
    this.#look();
  }

  set(level: Level): void {
    if (this.#use === 'gone') return;
    try {
      if (this.#use === 'output') this.#line.writeSync(level);
      // Setting the direction sets the first level too: the line is never driven to the other one.
      else this.#line.setDirection(level === 1 ? 'high' : 'low');
      this.#use = 'output';
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): Promise<void> {
    this.#release();
    return Promise.resolve();
  }

  #look(): void {
    if (this.#use === 'gone') return;
    const level = this.#line.readSync();
    if (this.#use !== 'input' || level === this.#reported) return;
    this.#reported = level;
    this.#tell(level);
  }

  #check(): void {
    this.#cancelCheck = this.#clock.after(CHECK_EVERY_MS, () => {
      this.#check();
      this.#look();
    });
  }

  #fail(error: unknown): void {
    if (this.#use === 'gone') return;
    this.#release();
    this.#lost(lineFault(this.#pin, error));
  }

  #release(): void {
    if (this.#use === 'gone') return;
    this.#use = 'gone';
    this.#cancelCheck();
    try {
      this.#line.unexport();
    } catch {
      // The line was gone already.
    }
  }
}

/** onoff reads the line in a callback of its own, where nobody could catch what that throws. */
function guarded(onoff: Onoff, failed: (error: unknown) => void): Onoff['Gpio'] {
  let last: Level = 0;
  return class extends onoff.Gpio {
    override readSync(): Level {
      try {
        last = super.readSync();
      } catch (error) {
        failed(error);
      }
      return last;
    }
  };
}
