import type { Clock } from './clock.ts';
import { afterOthers, type Soon } from './soon.ts';
import type { Steps } from './steps.ts';

/** Sound is played by the same event loop. */
const SLICE_MS = 4;

/**
 * All steps, in slices of a few milliseconds with room for everything else between them; at once what takes no
 * longer than one.
 */
export async function inSlices<Result>(
  steps: Steps<Result>,
  { clock, soon = afterOthers }: { readonly clock: Pick<Clock, 'now'>; readonly soon?: Soon },
): Promise<Result> {
  for (;;) {
    const endMs = clock.now() + SLICE_MS;
    do {
      const { done, value } = steps.next();
      if (done) return value;
    } while (clock.now() < endMs);
    await new Promise<void>((resolve) => {
      soon(resolve);
    });
  }
}
