import type { Config } from '../config/schema.ts';
import type { Cause } from '../conversation/event.ts';
import type { Times } from '../conversation/needs.ts';
import { backoffMs } from '../system/backoff.ts';

const PASSING = { firstMs: 500, maxMs: 60_000 };
/** A connection that had proven stable ends for reasons of its own: enough that not all of a house dial in step. */
const AFTER_STABLE_MS = 100;
/** What only a person can put right is not asked for again and again. */
const SLOW = { firstMs: 60_000, maxMs: 15 * 60_000 };
/** As others found out: sooner only uses the quota up again. */
const QUOTA_LEAST_MS = 65_000;
const QUOTA = { firstMs: 60_000, maxMs: 4 * 60_000 };

/** How long everything may last. */
export function times({ live, microphone }: Config): Times {
  return {
    holdMs: 250,
    longestTurnMs: 60_000,
    tailMs: microphone.tailMs,
    answerMs: 12_000,
    connectionMs: 20_000,
    longestWaitMs: 60_000,
    settleMs: { nothing: 5_000, 'tool-only': 1_500, reply: 5_000 },
    toolsMs: 15_000,
    longestReplyMs: 10 * 60_000,
    openIdleMs: 60_000,
    connectMs: 12_000,
    stableMs: 10_000,
    lingerMs: live.lingerMinutes === 0 ? undefined : live.lingerMinutes * 60_000,
    retryMs,
  };
}

/**
 * Before attempt number `attempt` after a connection ended because of `cause`. Number 0 is the first after the
 * loss of a stable connection, when somebody may be in mid-sentence; it hardly waits.
 */
export function retryMs(attempt: number, cause: Cause): number {
  switch (cause) {
    case 'network':
    case 'refused':
      return attempt === 0 ? Math.random() * AFTER_STABLE_MS : backoffMs(attempt, PASSING);
    case 'quota':
      return QUOTA_LEAST_MS + backoffMs(attempt, QUOTA);
    case 'key':
    case 'model':
    case 'setup':
      return SLOW.firstMs / 2 + backoffMs(attempt, SLOW);
  }
}
