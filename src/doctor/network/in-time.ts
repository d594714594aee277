import type { Clock } from '../../system/clock.ts';

/** How long something may take, and by what it is ended before. */
export interface Bounds {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What `done` resolves to, which never rejects; `late` after `limitMs`, or as soon as the signal is aborted. */
export function inTime<Value, Late>(
  { clock, signal, limitMs, late }: Bounds & { readonly limitMs: number; readonly late: Late },
  done: Promise<Value>,
): Promise<Value | Late> {
  return new Promise((resolve) => {
    const end = (value: Value | Late) => {
      cancel();
      signal.removeEventListener('abort', giveUp);
      resolve(value);
    };
    const giveUp = () => end(late);
    const cancel = clock.after(limitMs, giveUp);
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    else void done.then(end);
  });
}
