/** What must be read from the disk before the daemon can be put together, and what is told of it. */
import { OwnTopics } from '../broker/own-topics.ts';
import type { Config } from '../config/schema.ts';
import { Accounts } from './accounts.ts';
import type { DaemonParts } from './daemon-parts.ts';
import { Faults } from './faults.ts';
import { KeptState } from './kept-state.ts';

export interface Opened {
  readonly faults: Faults;
  readonly kept: KeptState;
  readonly topics: OwnTopics;
  readonly accounts: Accounts;
}

/** Never rejects: a file that cannot be used is a fault. `changed` is called when a fault comes or goes. */
export async function open(
  config: Config,
  { clock, date, log, stateDir, bus }: DaemonParts,
  changed: () => void,
): Promise<Opened> {
  const faults = new Faults({ log, changed });
  const kept = await KeptState.open({
    stateDir,
    defaults: { muted: false, volume: config.speaker.volume },
    model: config.live.model,
    recap: config.privacy.transcripts === 'disk' ? 'kept' : 'not-kept',
    clock,
    report: (health) => faults.report('state', health),
  });
  const topics = new OwnTopics({ bus, base: baseOf(config) });
  const accounts = await Accounts.open({
    config,
    stateDir,
    clock,
    date,
    log,
    report: {
      state: (health) => faults.report('accounts', health),
      budget: (health) => faults.report('budget', health),
    },
    turnOver: (record) => topics.tellTurn(record),
    usageChanged: (usage) => topics.tellUsage(usage),
  });
  return { faults, kept, topics, accounts };
}

export const baseOf = ({ mqtt, id }: Config): string => `${mqtt.topicPrefix}/${id}`;
