import { backoffMs } from '../system/backoff.ts';
import type { Clock } from '../system/clock.ts';
import type { Health, ReportHealth } from '../system/health.ts';
import type { GpioLine } from './gpio.ts';

/** A line that lived this long was no false start: the next failure is a first one again. */
const PROVEN_MS = 30_000;
const RETRY = { firstMs: 1_000, maxMs: 30_000 };

export interface KeptLineDeps<L extends GpioLine> {
  readonly clock: Clock;
  /** Opens the line, `by` one way or another. Rejects with a sentence. */
  readonly open: (
    lost: (reason: string) => void,
  ) => Promise<{ readonly line: L; readonly by: string }>;
  readonly opened: (line: L) => void;
  /** The line that was opened is of no use any more. */
  readonly dropped: () => void;
  readonly report: ReportHealth;
  readonly random?: () => number;
}

/** Keeps a line open: tries for ever, with growing pauses, and again whenever the line is lost. */
export class KeptLine<L extends GpioLine> {
  readonly #deps: KeptLineDeps<L>;
  readonly #running: Promise<void>;
  readonly #closing: Promise<void>;
  #use: 'kept' | 'closing' = 'kept';
  #close: () => void = () => {};
  #reported: string | undefined;

  constructor(deps: KeptLineDeps<L>) {
    this.#deps = deps;
    this.#closing = new Promise((resolve) => {
      this.#close = resolve;
    });
    this.#running = this.#run();
  }

  /** Resolves when the line has been given back; nothing is told any more. */
  async close(): Promise<void> {
    this.#use = 'closing';
    this.#close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, random } = this.#deps;
    for (let attempt = 0; this.#use === 'kept'; attempt++) {
      const startMs = clock.now();
      const reason = await this.#keep();
      this.#report({ state: 'down', reason });
      if (clock.now() - startMs >= PROVEN_MS) attempt = 0;
      await this.#pause(backoffMs(attempt, RETRY, random));
    }
  }

  /** Opens the line and holds it until it is lost or this is closed. Resolves with why it is gone. */
  async #keep(): Promise<string> {
    const { open, opened, dropped } = this.#deps;
    let lose: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const result = await open(lose).catch((error: Error) => error);
    if (result instanceof Error) return result.message;
    this.#report({ state: 'up', by: result.by });
    opened(result.line);
    const reason = await Promise.race([lost, this.#closing]);
    dropped();
    await result.line.close();
    return reason ?? 'It is being closed.';
  }

  /** A pause that ends early when this is closed. */
  async #pause(delayMs: number): Promise<void> {
    let cancel = () => {};
    const over = new Promise<void>((resolve) => {
      cancel = this.#deps.clock.after(delayMs, resolve);
    });
    await Promise.race([over, this.#closing]);
    cancel();
  }

  #report(health: Health): void {
    const text = JSON.stringify(health);
    if (this.#use === 'kept' && text !== this.#reported) this.#deps.report(health);
    this.#reported = text;
  }
}
