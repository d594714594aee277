/** PORT: time. Everything that waits or measures takes one of these, so that tests own the time. */
export interface Clock {
  /** Milliseconds on a clock that never jumps; its zero means nothing. */
  now(): number;
  /** Calls `fn` once, `delayMs` from now, unless cancelled before. */
  after(delayMs: number, fn: () => void): Cancel;
}

export type Cancel = () => void;

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, fn) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};
