import type { UnitProperties } from '../../../src/doctor/machine/unit-properties.ts';

const RUNNING_UNIT: UnitProperties = {
  LoadState: 'loaded',
  UnitFileState: 'enabled',
  ActiveState: 'active',
  SubState: 'running',
  Result: 'success',
  NRestarts: '0',
  ExecMainStatus: '0',
  WatchdogUSec: '30s',
  StatusText: 'listening',
  FragmentPath: '/etc/systemd/system/hearthd.service',
  DropInPaths: '',
  NeedDaemonReload: 'no',
};

/** What systemd knows of a service that runs, but for what is said. */
export const unit = (properties: Partial<UnitProperties> = {}): UnitProperties => ({
  ...RUNNING_UNIT,
  ...properties,
});

/** The same as systemctl prints it, in an order of its own. */
export const shown = (properties: Partial<UnitProperties> = {}): string =>
  Object.entries(unit(properties))
    .map(([name, value]) => `${name}=${value}\n`)
    .reverse()
    .join('');

export const RUNNING = shown();

/** The command line that asks for it. */
export const ASK = `systemctl show hearthd.service --property=${Object.keys(RUNNING_UNIT).join()}`;
