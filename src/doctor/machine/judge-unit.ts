/** How the service is, by what systemd tells of it. Pure. */
import { bad, type Finding, good, note } from '../check.ts';
import type { UnitProperties } from './unit-properties.ts';

export function judgeUnit(unit: UnitProperties): Finding[] {
  switch (unit.LoadState) {
    case 'not-found':
      return [
        note('The service hearthd is not installed, so nothing starts it.', {
          lines: ['sudo systemd/install.sh'],
        }),
      ];
    case 'masked':
      return [
        bad('The service hearthd is masked: it cannot be started.', {
          lines: ['sudo systemctl unmask hearthd && sudo systemctl enable --now hearthd'],
        }),
      ];
    case 'loaded':
      return [
        activity(unit),
        ...atBoot(unit),
        ...restarts(unit),
        ...outdated(unit),
        ...watchdog(unit),
      ];
    default:
      return [
        bad(`systemd cannot use the unit of hearthd (${unit.LoadState}).`, {
          lines: ['systemd-analyze verify hearthd.service'],
        }),
      ];
  }
}

function activity({
  ActiveState,
  SubState,
  Result,
  ExecMainStatus,
  StatusText,
}: UnitProperties): Finding {
  const details = {
    active: ActiveState,
    sub: SubState,
    result: Result,
    exitCode: Number(ExecMainStatus),
  };
  const lines = [JOURNAL];
  if (ActiveState === 'active' || ActiveState === 'reloading')
    return good(
      `The service runs${StatusText === '' ? '' : ` and says: ${StatusText}`}.`.replace(
        /\.\.$/,
        '.',
      ),
      {
        details,
      },
    );
  if (ActiveState === 'failed')
    return bad(`The service is down: ${endOf(Result, ExecMainStatus)}`, {
      lines: ExecMainStatus === CONFIGURATION_IS_WRONG ? [CHECK, START] : lines,
      details,
    });
  if (SubState === 'auto-restart' || SubState === 'auto-restart-queued')
    return bad(`The service is about to be started again: ${endOf(Result, ExecMainStatus)}`, {
      lines,
      details,
    });
  if (ActiveState === 'activating' || ActiveState === 'deactivating')
    return note(`The service is ${ActiveState === 'activating' ? 'starting' : 'stopping'}.`, {
      lines,
      details,
    });
  return note('The service is stopped.', { lines: [START], details });
}

/** How the last run came to its end. */
function endOf(result: string, exitCode: string): string {
  switch (result) {
    case 'exit-code':
      return exitCode === CONFIGURATION_IS_WRONG
        ? 'its configuration is wrong (exit code 78).'
        : `it ended with exit code ${exitCode}.`;
    case 'signal':
    case 'core-dump':
      return `it was ended by signal ${exitCode}.`;
    case 'watchdog':
      return 'it hung, and the watchdog ended it.';
    case 'timeout':
      return 'it did not get ready, or did not stop, in time.';
    case 'protocol':
      return 'it ended before it was ready.';
    case 'oom-kill':
      return 'there was no memory left, and the kernel ended it.';
    case 'start-limit-hit':
      return 'it was started too often in a short time.';
    case 'resources':
      return 'systemd could not start it (a file or folder that the unit names, or memory).';
    default:
      return `its last run ended with "${result}".`;
  }
}

function atBoot({ UnitFileState }: UnitProperties): Finding[] {
  if (UnitFileState !== 'disabled') return [];
  return [
    note('The service does not start with the machine: after a power cut it stays silent.', {
      lines: ['sudo systemctl enable hearthd'],
    }),
  ];
}

function restarts({ NRestarts }: UnitProperties): Finding[] {
  const count = Number(NRestarts);
  if (!(count > 0)) return [];
  return [
    note(`systemd has started it again ${count === 1 ? 'once' : `${count} times`} by itself.`, {
      lines: [JOURNAL],
      details: { restarts: count },
    }),
  ];
}

function outdated({ NeedDaemonReload }: UnitProperties): Finding[] {
  if (NeedDaemonReload !== 'yes') return [];
  return [
    note('The unit was changed, and systemd has not read it since.', {
      lines: ['sudo systemctl daemon-reload && sudo systemctl restart hearthd'],
    }),
  ];
}

/** systemd tells it of a service that runs; before, it says that there is none. */
function watchdog({ ActiveState, WatchdogUSec }: UnitProperties): Finding[] {
  if (ActiveState !== 'active' || !['', '0', 'infinity'].includes(WatchdogUSec)) return [];
  return [
    note('No watchdog is set: a hung hearthd would stay hung.', {
      lines: ['in the unit: WatchdogSec=30, then sudo systemctl daemon-reload'],
    }),
  ];
}

const CONFIGURATION_IS_WRONG = '78';
const JOURNAL = 'journalctl -u hearthd -n 50';
const START = 'sudo systemctl start hearthd';
const CHECK = 'hearthd check-config /etc/hearthd/config.json';
