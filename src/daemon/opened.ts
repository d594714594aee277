/** What must be read from the disk before the daemon can be put together, and what is told of it. */
import { OwnTopics } from '../broker/own-topics.ts';
import type { Config } from '../config/schema.ts';
import type { ButtonConsent } from '../consent/button-consent.ts';
import type { Deed } from '../devices/acts/deed.ts';
import { announce } from '../hub/announce.ts';
import { software } from '../system/software.ts';
import { Accounts } from './accounts.ts';
import type { DaemonParts } from './daemon-parts.ts';
import { Faults } from './faults.ts';
import { type Home, openHome } from './home.ts';
import { KeptState } from './kept-state.ts';

export interface Opened {
  readonly faults: Faults;
  readonly kept: KeptState;
  readonly topics: OwnTopics;
  readonly accounts: Accounts;
  readonly home: Home;
}

/** Never rejects: a file that cannot be used is a fault. */
export async function open(
  config: Config,
  { clock, date, log, stateDir, bus }: DaemonParts,
  {
    consent,
    changed,
    acted,
  }: {
    readonly consent: ButtonConsent;
    /** A fault comes or goes. */
    readonly changed: () => void;
    readonly acted: (deed: Deed) => void;
  },
): Promise<Opened> {
  const faults = new Faults({ log, clock, changed });
  const kept = await KeptState.open({
    stateDir,
    defaults: { muted: false, volume: config.speaker.volume },
    model: config.live.model,
    recap: config.privacy.transcripts === 'disk' ? 'kept' : 'not-kept',
    clock,
    report: (health) => faults.report('state', health),
  });
  const base = baseOf(config);
  const topics = new OwnTopics({ bus, base });
  announce({ config, base, software: software(), bus, clock });
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
  const home = await openHome(config, {
    ...{ bus, clock, date, log, stateDir, consent, acted },
    report: (health) => faults.report('devices', health),
  });
  return { faults, kept, topics, accounts, home };
}

export const baseOf = ({ mqtt, id }: Config): string => `${mqtt.topicPrefix}/${id}`;
