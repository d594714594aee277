import type { Clock } from '../system/clock.ts';
import { afterOthers, type Soon } from '../system/soon.ts';

/** Sound is played by the same event loop. */
const SLICE_MS = 2;

export interface PaceParts {
  readonly clock: Clock;
  readonly soon?: Soon;
}

/**
 * For work that goes on from one thing to the next, as what a broker has kept comes by the thousand: what is given
 * goes on at once for a few milliseconds, then after whatever else is due has had its turn.
 */
export function paceOf({ clock, soon = afterOthers }: PaceParts): (goOn: () => void) => void {
  let endMs: number | undefined;
  return (goOn) => {
    const nowMs = clock.now();
    if (endMs === undefined) {
      endMs = nowMs + SLICE_MS;
      soon(() => {
        endMs = undefined;
      });
    }
    if (nowMs < endMs) goOn();
    else soon(goOn);
  };
}
