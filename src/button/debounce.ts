import type { Level } from '../gpio/gpio.ts';

/**
 * Contacts bounce for some milliseconds after they meet or part. The first change counts at once, so
 * that a press costs no time; then the line is left alone for this long.
 */
export const SETTLE_MS = 25;

/**
 * What is believed of a bouncing line.
 *
 *     settled ──other level──▶ settling ──SETTLE_MS──▶ settled
 *                                 └──── the other level again ──▶ settling
 *
 * The level believed changes on the way into `settling` and nowhere else. A wait of SETTLE_MS runs
 * whenever that state is entered; what the line is at its end is believed, so no change is ever lost.
 */
export type Debounce =
  | { readonly state: 'settled'; readonly believed: Level }
  | { readonly state: 'settling'; readonly believed: Level; readonly seen: Level };

/** The line has this level now. */
export function levelSeen(debounce: Debounce, level: Level): Debounce {
  if (debounce.state === 'settling') return { ...debounce, seen: level };
  return level === debounce.believed ? debounce : settling(level);
}

/** SETTLE_MS have passed since `settling` was entered. */
export function settleTimeOver(debounce: Debounce): Debounce {
  if (debounce.state === 'settled') return debounce;
  const { believed, seen } = debounce;
  return seen === believed ? { state: 'settled', believed } : settling(seen);
}

const settling = (level: Level): Debounce => ({ state: 'settling', believed: level, seen: level });
