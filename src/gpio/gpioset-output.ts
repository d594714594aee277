import type { Clock } from '../system/clock.ts';
import type { GpioOutput, Level } from './gpio.ts';
import type { GpiodTools } from './gpiod-tools.ts';
import { lineFault } from './line-fault.ts';
import { RunningTool, runTool } from './tool-process.ts';

/** A tool that tells when it is ready has this long to do so; then the line counts as driven. */
const READY_LIMIT_MS = 5_000;

export interface GpiosetDeps {
  readonly clock: Clock;
  readonly tools: GpiodTools;
  readonly pin: number;
  readonly lost: (reason: string) => void;
}

/**
 * A driven line: one `gpioset` holds it for as long as a level lasts. At a change the old one has ended
 * before the new one starts, since a line has one owner; levels that were overtaken are never driven.
 */
export class GpiosetOutput implements GpioOutput {
  readonly #deps: GpiosetDeps;
  #use: 'open' | 'lost' | 'closed' = 'open';
  #wanted: Level | undefined;
  /** What the holder drives; undefined before the first. */
  #held: Level | undefined;
  #holder: RunningTool | undefined;
  #changing: Promise<void> | undefined;

  constructor(deps: GpiosetDeps) {
    this.#deps = deps;
  }

  set(level: Level): void {
    if (this.#use !== 'open') return;
    this.#wanted = level;
    if (this.#changing === undefined && level !== this.#held) this.#changing = this.#change(level);
  }

  /** Drives the last level once more before the line is free: some chips keep it from then on. */
  async close(): Promise<void> {
    if (this.#use === 'closed') return;
    const { clock, tools, pin } = this.#deps;
    const last = this.#use === 'open' ? this.#wanted : undefined;
    this.#use = 'closed';
    await this.#changing;
    await this.#holder?.stop();
    if (last === undefined) return;
    const { dialect, chip } = tools;
    await runTool(clock, dialect.drive(chip.number, pin, last)).catch(() => {});
  }

  async #change(level: Level): Promise<void> {
    do {
      await this.#holder?.stop();
      this.#held = this.#wanted ?? level;
      await this.#hold(this.#held);
    } while (this.#use === 'open' && this.#wanted !== this.#held);
    this.#changing = undefined;
  }

  /** Resolves when the line is driven, as far as the tool tells, or when it cannot be. */
  #hold(level: Level): Promise<void> {
    const { clock, tools, pin, lost } = this.#deps;
    const { dialect, chip, prefix } = tools;
    return new Promise((resolve) => {
      const cancel = clock.after(READY_LIMIT_MS, resolve);
      this.#holder = new RunningTool({
        clock,
        prefix,
        command: dialect.hold(chip.number, pin, level),
        line: () => driven(),
        ended: (reason) => {
          driven();
          if (this.#use !== 'open') return;
          this.#use = 'lost';
          lost(lineFault(pin, reason));
        },
      });
      const driven = () => {
        cancel();
        resolve();
      };
      if (dialect.ready === 'untold') driven();
    });
  }
}
