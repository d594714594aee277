/** `hearthd ask`: questions in writing, on a connection of its own, with what they take. */
import { askAll } from '../ask/ask-all.ts';
import { asGuest } from '../ask/guest.ts';
import { houseTools } from '../ask/house-tools.ts';
import { Printout } from '../ask/printout.ts';
import { questions } from '../ask/questions.ts';
import { TextTalk } from '../ask/text-talk.ts';
import { warnings } from '../ask/warnings.ts';
import { loadConfig, readEnvironment } from '../config/load.ts';
import { pricesFor } from '../cost/prices.ts';
import { openHome } from '../daemon/home.ts';
import { serviceAndBroker } from '../daemon/real-parts.ts';
import { settled } from '../devices/settled.ts';
import { systemClock as clock } from '../system/clock.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { stopSignal } from '../system/stop-signal.ts';
import { UsageError } from './command-line.ts';
import { print, printError } from './output.ts';

export interface AskOptions {
  readonly configFile: string | undefined;
  /** Without it, each line of standard input is a question. */
  readonly text: string | undefined;
}

/** What is not closed by then never will be. */
const CLOSE_MS = 3_000;

/** What is read of secrets is put into `secrets`. @throws {ConfigError} @throws {UsageError} */
export async function ask({ configFile, text }: AskOptions, secrets: Set<string>): Promise<number> {
  if (text?.trim() === '') throw new UsageError('There is nothing to ask.');
  const environment = readEnvironment(secrets);
  const loaded = loadConfig({ file: configFile, environment });
  const config = asGuest(loaded.config);
  const log = warnings({ write: printError, secrets: () => [...secrets] });
  const { connector, bus } = serviceAndBroker(
    config,
    { environment, clock, log, secrets },
    'guest',
  );
  const { prices, warning } = pricesFor(config.live.model, config.budget.prices);
  if (warning !== undefined) log.warn(warning);
  const printout = new Printout({
    print: (words) => void print(words),
    printError,
    model: config.live.model,
    prices,
  });
  const { broker, adapt } = houseTools({
    bus,
    clock,
    nodes: [config.mqtt.url].flat().length,
    away: (reason) => printout.error(`Nothing can be done in the house: ${reason}.`),
  });
  const home = await openHome(config, {
    ...{ bus, clock, log, adapt },
    date: () => new Date(),
    stateDir: undefined,
    consent: undefined,
    report: () => {},
    acted: () => {},
  });
  const { toolbox } = home;
  if (config.mqtt.devices.import) {
    const { health, tookMs } = await broker;
    if (health.state === 'up') await settled({ home, clock, connectedInMs: tookMs });
  }
  const talk = new TextTalk({ connector, toolbox, clock, tell: (news) => printout.news(news) });

  const stop = new AbortController();
  stop.signal.addEventListener('abort', () => void talk.close());
  const interrupted = () => stop.abort();
  void stopSignal().then(interrupted);
  const { stdin: input, stdout: output } = process;
  const outcome = await askAll({
    questions:
      text === undefined ? questions({ input, output, signal: stop.signal, interrupted }) : [text],
    talk,
    printout,
    asker: text === undefined && input.isTTY ? 'person' : 'program',
  });
  await Promise.race([
    Promise.all([talk.close(), home.close(), bus.close()]),
    new Promise<void>((resolve) => clock.after(CLOSE_MS, resolve)),
  ]);
  // What was printed before has been handed over by then.
  await print('');
  return outcome === 'answered' ? exitCodes.ok : exitCodes.failure;
}
