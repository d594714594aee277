export interface BackoffOptions {
  /** The longest that the first attempt may wait. */
  readonly firstMs: number;
  /** The longest that any attempt may wait. */
  readonly maxMs: number;
}

/**
 * How long to wait before attempt number `attempt` (from 0): exponential with full jitter, so that
 * a house full of devices does not come back all at once after a power cut.
 */
export function backoffMs(
  attempt: number,
  { firstMs, maxMs }: BackoffOptions,
  random: () => number = Math.random,
): number {
  return random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
}
