/** Waiting that ends early when it is no longer wanted. */
import type { Clock } from '../system/clock.ts';

/** The outcome of `work`, or a rejection with the reason of the signal if that comes first. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const settled = () => signal.removeEventListener('abort', abort);
    void work.then(resolve, reject).finally(settled);
  });
}

/** Resolves `delayMs` from now. */
export async function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (delayMs <= 0) return;
  let cancel = () => {};
  const due = new Promise<void>((resolve) => {
    cancel = clock.after(delayMs, resolve);
  });
  await orAborted(due, signal).finally(cancel);
}
