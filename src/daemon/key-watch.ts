/** Keeps an eye on the key: it may come, or be put right, while the daemon runs. */
import type { KeySource } from '../live/session.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';

export interface KeyWatchParts {
  readonly key: KeySource;
  readonly clock: Clock;
  readonly report: ReportHealth;
}

export interface KeyWatch {
  /** The service took the key. */
  accepted(): void;
  /** The service did not, in these words. */
  refused(reason: string): void;
  close(): void;
}

const LOOK_AGAIN_MS = 5_000;

export function watchKey({ key, clock, report }: KeyWatchParts): KeyWatch {
  let refusedKey: string | undefined;
  let cancel = () => {};

  const look = (): void => {
    const found = key();
    if ('missing' in found) report({ state: 'down', reason: found.missing });
    // A refused key is not right until the service says so, or until it is another one.
    else if (found.value !== refusedKey) report({ state: 'up', by: 'API key' });
    cancel = clock.after(LOOK_AGAIN_MS, look);
  };
  look();

  return {
    accepted: () => {
      refusedKey = undefined;
      report({ state: 'up', by: 'API key' });
    },
    refused: (reason) => {
      const found = key();
      refusedKey = 'value' in found ? found.value : undefined;
      report({ state: 'down', reason });
    },
    close: () => cancel(),
  };
}
