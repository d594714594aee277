import type { Clock } from './clock.ts';

/** Resolves when `done` does, which never rejects, or after `limitMs`. */
export function within(clock: Clock, limitMs: number, done: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limitMs, resolve);
    void done.then(() => {
      cancel();
      resolve();
    });
  });
}
