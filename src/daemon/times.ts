import type { Config } from '../config/schema.ts';
import type { Times } from '../conversation/needs.ts';
import { backoffMs } from '../system/backoff.ts';

const RETRY = { firstMs: 500, maxMs: 60_000 };

/** How long everything may last. */
export function times({ live, microphone }: Config): Times {
  return {
    holdMs: 250,
    longestTurnMs: 60_000,
    tailMs: microphone.tailMs,
    replyMs: 15_000,
    toolsMs: 15_000,
    longestReplyMs: 10 * 60_000,
    connectMs: 12_000,
    lingerMs: live.lingerMinutes === 0 ? undefined : live.lingerMinutes * 60_000,
    retryMs: (attempt) => backoffMs(attempt, RETRY),
  };
}
