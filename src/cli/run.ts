/** `hearthd run`: the daemon in the foreground, until it is told to stop. */
import { describeSource, isJournal, loadConfig, readEnvironment } from '../config/load.ts';
import { Daemon } from '../daemon/daemon.ts';
import { realParts } from '../daemon/real-parts.ts';
import { systemClock } from '../system/clock.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { systemdNotify } from '../system/notify.ts';
import { pinoLog } from '../system/pino-log.ts';
import { raisePriority } from '../system/priority.ts';
import { stopSignal } from '../system/stop-signal.ts';
import { version } from './version.ts';

/** What is not closed by then never will be; systemd waits longer. */
const CLOSE_MS = 3_000;

export interface RunOptions {
  readonly configFile: string | undefined;
}

/** What is read of secrets is put into `secrets`. */
export async function run({ configFile }: RunOptions, secrets: Set<string>): Promise<number> {
  raisePriority();
  const environment = readEnvironment(secrets);
  const { config, source } = loadConfig({ file: configFile, environment });
  const log = pinoLog({
    level: config.log.level,
    journal: isJournal(environment),
    secrets: () => [...secrets],
  });
  const stop = stopSignal();
  const notify = systemdNotify((reason) => log.warn(reason));

  log.info('starting', { version: version(), config: describeSource(source), id: config.id });
  const parts = realParts(config, { environment, clock: systemClock, log, secrets });
  const daemon = await Daemon.start(config, { ...parts, status: notify.status });
  await daemon.ready;
  notify.ready(daemon.status);
  log.info('ready', { status: daemon.status, tookMs: Math.round(process.uptime() * 1000) });

  log.info('stopping', { because: await stop });
  notify.stopping();
  await Promise.race([
    daemon.close(),
    new Promise<void>((resolve) => systemClock.after(CLOSE_MS, resolve)),
  ]);
  log.info('stopped');
  return exitCodes.ok;
}
