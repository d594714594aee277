import type { Cancel, Clock } from './clock.ts';
import type { Log } from './log.ts';

export interface WatchdogParts {
  readonly clock: Clock;
  /** After so long without a beat, the service manager ends this process and starts it anew. */
  readonly timeoutMs: number;
  /** Why this process should be started anew, as a sentence; undefined when all is well. */
  readonly complaint: () => string | undefined;
  readonly beat: () => void;
  /** Told of the complaint while beats are withheld, and of `undefined` when they go on. */
  readonly withheld: (complaint: string | undefined) => void;
  readonly log: () => Log;
}

/** A first look may come before what was held up with it: what waits is read or falls due in the meantime. */
const SECOND_LOOK_MS = 1_000;
/** With shorter ones, a machine that is busy for a moment would be taken for one that hangs. */
const SHORTEST_TIMEOUT_MS = 3_000;
const SHORTEST_PERIOD_MS = 100;
/** Longer than any that makes sense, and shorter than what a timer can wait. */
const LONGEST_PERIOD_MS = 10 * 60_000;

/** Tells the service manager that this process is alive, three times within its patience, while that is so. */
export class Watchdog {
  readonly #parts: WatchdogParts;
  readonly #periodMs: number;
  #cancel: Cancel = () => {};
  #state: 'beating' | 'withholding' = 'beating';

  constructor(parts: WatchdogParts) {
    this.#parts = parts;
    const { timeoutMs, log } = parts;
    this.#periodMs = Math.min(LONGEST_PERIOD_MS, Math.max(SHORTEST_PERIOD_MS, timeoutMs / 3));
    if (timeoutMs < SHORTEST_TIMEOUT_MS)
      log().warn(
        'WatchdogSec= of the unit is so short that a busy moment ends the service: set it to 30 s',
        { timeoutMs },
      );
    parts.beat();
    this.#wait();
  }

  close(): void {
    this.#cancel();
  }

  #wait(): void {
    const { clock, log } = this.#parts;
    const dueMs = clock.now() + this.#periodMs;
    this.#cancel = clock.after(this.#periodMs, () => {
      const lateMs = Math.round(clock.now() - dueMs);
      if (lateMs > this.#periodMs / 2) log().warn('the event loop was held up', { lateMs });
      this.#wait();
      this.#look();
    });
  }

  #look(): void {
    const { clock, complaint } = this.#parts;
    if (complaint() === undefined) {
      this.#beat();
      return;
    }
    const cancelWait = this.#cancel;
    const cancelLook = clock.after(Math.min(SECOND_LOOK_MS, this.#periodMs / 2), () => {
      const lasting = complaint();
      if (lasting === undefined) this.#beat();
      else this.#withhold(lasting);
    });
    this.#cancel = () => {
      cancelWait();
      cancelLook();
    };
  }

  #beat(): void {
    const { beat, withheld, log } = this.#parts;
    if (this.#state === 'withholding') {
      log().info('all is well again, and systemd is told so');
      withheld(undefined);
    }
    this.#state = 'beating';
    beat();
  }

  #withhold(reason: string): void {
    if (this.#state === 'withholding') return;
    this.#state = 'withholding';
    this.#parts.log().error('systemd will start the service anew unless this mends itself', {
      reason,
    });
    this.#parts.withheld(reason);
  }
}

/** What `$WATCHDOG_USEC` and `$WATCHDOG_PID` ask of the process `pid` (sd_watchdog_enabled(3)), in milliseconds. */
export function watchdogTimeoutMs(
  { watchdogUsec, watchdogPid }: WatchdogVariables,
  pid: number,
): number | undefined {
  if (watchdogPid !== undefined && watchdogPid !== String(pid)) return undefined;
  if (watchdogUsec === undefined || !/^\d{1,18}$/.test(watchdogUsec)) return undefined;
  const timeoutMs = Number(watchdogUsec) / 1_000;
  return timeoutMs > 0 ? timeoutMs : undefined;
}

export interface WatchdogVariables {
  readonly watchdogUsec: string | undefined;
  readonly watchdogPid: string | undefined;
}
