/** One daemon closes, and another one takes its place. */
import type { Config } from '../config/schema.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { within } from '../system/within.ts';
import type { Daemon } from './daemon.ts';
import type { Lull } from './lull.ts';

/** What is used of a daemon, and what was made for it alone. */
export interface Started {
  readonly daemon: Pick<Daemon, 'ready' | 'status' | 'complaint' | 'lookAtKey' | 'close'>;
  readonly lull: Pick<Lull, 'state' | 'wait'>;
  /** Closed after the daemon. */
  readonly log: Log & { close(): void };
}

export interface SuccessionParts {
  readonly clock: Clock;
  readonly before: Started;
  /** Tried in this order, until a daemon can be started with one. */
  readonly configs: readonly Config[];
  readonly start: (config: Config) => Promise<Started>;
  /** Whether a successor is still wanted; asked before each start, and after it. */
  readonly wanted: () => 'yes' | 'no';
}

export type Succession =
  /** `refused` has the reason of each configuration that came before this one in vain. */
  | {
      readonly state: 'replaced';
      readonly by: Started;
      readonly config: Config;
      readonly refused: readonly string[];
    }
  /** Somebody wants everything closed, and so it is. */
  | { readonly state: 'unwanted' }
  /** There is no daemon any more; `why` is a sentence. */
  | { readonly state: 'lost'; readonly why: string };

/** A part that is not closed by then would be in the way of its successor. */
const CLOSE_LIMIT_MS = 10_000;

/** Never rejects; closing, starting and becoming ready are bounded each. */
export async function succession(parts: SuccessionParts): Promise<Succession> {
  const { clock, before, configs, start, wanted } = parts;
  let end: 'closed' | 'hanging' = 'hanging';
  const closing = closed(before).then(() => {
    end = 'closed';
  });
  await within(clock, CLOSE_LIMIT_MS, closing);
  if (isHanging(end))
    return {
      state: 'lost',
      why: 'The old daemon does not close, so no new one can take its place.',
    };
  const refused: string[] = [];
  for (const config of configs) {
    if (wanted() === 'no') return { state: 'unwanted' };
    try {
      const by = await start(config);
      await by.daemon.ready;
      if (wanted() === 'yes') return { state: 'replaced', by, config, refused };
      await closed(by);
      return { state: 'unwanted' };
    } catch (error) {
      refused.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { state: 'lost', why: `No daemon could be started any more: ${refused.join(' · ')}` };
}

/** What changes while it is waited for is not what it was. */
const isHanging = (end: 'closed' | 'hanging'): boolean => end === 'hanging';

/** Closes it; what goes wrong with that is told to its log. */
export async function closed({ daemon, log }: Started): Promise<void> {
  try {
    await daemon.close();
  } catch (error) {
    log.warn('the daemon did not close as it should', { error });
  }
  log.close();
}
