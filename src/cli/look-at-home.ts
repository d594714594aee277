/** For commands that look at the home as the daemon would find it, beside a daemon that may be running. */
import { asGuest } from '../ask/guest.ts';
import { houseTools } from '../ask/house-tools.ts';
import { warnings } from '../ask/warnings.ts';
import { loadConfig, readEnvironment } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { ButtonConsent } from '../consent/button-consent.ts';
import { type Home, openHome } from '../daemon/home.ts';
import { serviceAndBroker } from '../daemon/real-parts.ts';
import { settled } from '../devices/settled.ts';
import { systemClock as clock } from '../system/clock.ts';
import { printError } from './output.ts';

export interface HomeOptions {
  readonly configFile: string | undefined;
  readonly format: 'text' | 'json';
}

/** What it is shown; gives what is to be printed. */
type Look = (home: Home, config: Config) => string | Promise<string>;

/**
 * Waits for the broker and for what it has kept, and shows it. `undefined`: the broker is not there, which has
 * been said. What is read of secrets is put into `secrets`. @throws {ConfigError}
 */
export async function lookAtHome(
  configFile: string | undefined,
  secrets: Set<string>,
  look: Look,
): Promise<string | undefined> {
  const environment = readEnvironment(secrets);
  const config = asGuest(loadConfig({ file: configFile, environment }).config);
  const log = warnings({ write: printError, secrets: () => [...secrets] });
  const { bus } = serviceAndBroker(config, { environment, clock, log, secrets }, 'guest');
  const { broker } = houseTools({
    bus,
    clock,
    nodes: [config.mqtt.url].flat().length,
    away: () => {},
  });
  const home = await openHome(config, {
    ...{ bus, clock, log },
    date: () => new Date(),
    stateDir: undefined,
    // As the daemon has it, so that its tools are the same; here nothing is ever asked for.
    consent: new ButtonConsent({ clock, log }),
    report: () => {},
    acted: () => {},
  });
  try {
    const { health, tookMs } = await broker;
    if (health.state === 'down') {
      printError(`hearthd: nothing is known of the home: ${health.reason}.`);
      return undefined;
    }
    const finding = await settled({ home, clock, connectedInMs: tookMs });
    const looked = await look(home, config);
    if (finding === 'still coming')
      printError('hearthd: more comes all the time; this is what has been found so far.');
    return looked;
  } finally {
    await Promise.all([home.close(), bus.close()]);
  }
}
