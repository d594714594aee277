/** Keeps an eye on what the daemon shows to the service: it may come, or be put right, while it runs. */
import type { Auth } from '../config/auth-schema.ts';
import type { AccessSource } from '../live/access.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';

export interface KeyWatchParts {
  readonly access: Pick<AccessSource, 'look'>;
  /** The way in, for words. */
  readonly type: Auth['type'];
  readonly clock: Clock;
  readonly report: ReportHealth;
}

export interface KeyWatch {
  /** The service took what it was shown. */
  accepted(): void;
  /** The service did not, in these words. */
  refused(reason: string): void;
  /** Looks at once, and not only when it is time again. */
  look(): void;
  close(): void;
}

const LOOK_AGAIN_MS = 5_000;

const NAMES: Readonly<Record<Auth['type'], string>> = {
  'api-key': 'API key',
  'token-service': 'token service',
  vertex: 'Vertex AI',
  gateway: 'gateway',
};

export function watchKey({ access, type, clock, report }: KeyWatchParts): KeyWatch {
  const by = NAMES[type];
  let refused: string | undefined;
  let cancel = () => {};

  const look = (): void => {
    const found = access.look();
    if ('missing' in found) report({ state: 'down', reason: found.missing });
    // What was refused is not right until the service says so, or until it is another one.
    else if (found.value !== refused) report({ state: 'up', by });
    cancel();
    cancel = clock.after(LOOK_AGAIN_MS, look);
  };
  look();

  return {
    accepted: () => {
      refused = undefined;
      report({ state: 'up', by });
    },
    refused: (reason) => {
      const found = access.look();
      refused = 'value' in found ? found.value : undefined;
      report({ state: 'down', reason });
    },
    look,
    close: () => cancel(),
  };
}
