/** `hearthd run`: the daemon in the foreground, until it is told to stop. */
import { describeSource, isJournal, loadConfig, readEnvironment } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { CurrentDaemon } from '../daemon/current-daemon.ts';
import { Daemon } from '../daemon/daemon.ts';
import { fixedSecrets, loadAgain } from '../daemon/load-again.ts';
import { Lull } from '../daemon/lull.ts';
import { realParts } from '../daemon/real-parts.ts';
import { systemClock } from '../system/clock.ts';
import { CollapsedLog } from '../system/collapsed-log.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { systemdNotify } from '../system/notify-systemd.ts';
import { pinoLog } from '../system/pino-log.ts';
import { raisePriority } from '../system/priority.ts';
import { redact } from '../system/redact.ts';
import { StandardOutput } from '../system/standard-output.ts';
import { hangupMeaning, onReloadSignal, stopSignal } from '../system/stop-signal.ts';
import { Watchdog, watchdogTimeoutMs } from '../system/watchdog.ts';
import { within } from '../system/within.ts';
import { version } from './version.ts';

/** What is not closed by then never will be; systemd waits longer. */
const CLOSE_MS = 3_000;
/** The last words to systemd are on their way since the stop began. */
const LAST_WORDS_MS = 500;

export interface RunOptions {
  readonly configFile: string | undefined;
}

/** What is read of secrets is put into `secrets`. */
export async function run({ configFile }: RunOptions, secrets: Set<string>): Promise<number> {
  raisePriority();
  const clock = systemClock;
  const environment = readEnvironment(secrets);
  const { config, source } = loadConfig({ file: configFile, environment });
  const destination = new StandardOutput();
  const journal = isJournal(environment);
  const logOf = ({ log: { level } }: Config) =>
    new CollapsedLog(pinoLog({ level, journal, destination, secrets: () => [...secrets] }), {
      clock,
    });
  const log = logOf(config);

  const hangup = hangupMeaning(environment);
  const stop = stopSignal(hangup);
  // One that comes too early must not end the process.
  let reload = () => {};
  if (hangup === 'reloads') onReloadSignal(() => reload());
  const notify = systemdNotify({
    socket: environment.notifySocket,
    clock,
    clean: (text) => redact(text, [...secrets]),
    failed: (reason) => log.warn(reason),
  });

  log.info('starting', {
    version: version(),
    config: describeSource(source),
    id: config.id,
    notify: notify.by,
  });
  const current = await CurrentDaemon.start(config, {
    clock,
    notify,
    load: () => loadAgain({ file: configFile, environment }),
    fixed: (config) => fixedSecrets(config, environment),
    start: async (config, tell) => {
      const log = logOf(config);
      const lull = new Lull({ clock });
      const parts = realParts(config, { environment, clock, log, secrets });
      const daemon = await Daemon.start(config, { ...parts, status: tell, happened: lull.heard });
      return { daemon, lull, log };
    },
  });
  reload = () => current.reload();
  log.info('ready', { status: current.status, tookMs: Math.round(process.uptime() * 1000) });
  const timeoutMs = watchdogTimeoutMs(environment, process.pid);
  const watchdog =
    timeoutMs === undefined
      ? undefined
      : new Watchdog({
          clock,
          timeoutMs,
          complaint: () => current.complaint,
          beat: () => notify.watchdog(),
          withheld: (complaint) => current.withheld(complaint),
          log: () => current.log,
        });

  const end = await Promise.race([
    stop.then((signal) => ({ because: signal, code: exitCodes.ok })),
    current.lost.then((reason) => ({ because: reason, code: exitCodes.failure })),
  ]);
  if (end.code === exitCodes.ok) current.log.info('stopping', { because: end.because });
  else current.log.error('the process ends, to be started anew', { reason: end.because });
  notify.stopping();
  await within(clock, CLOSE_MS, current.close());
  watchdog?.close();
  await within(clock, LAST_WORDS_MS, notify.close());
  log.close();
  current.log.info('stopped');
  return end.code;
}
