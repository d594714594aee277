import type { Context } from '../check.ts';
import { UNIT } from './service.ts';

/** What systemd knows of the unit; an empty text where it knows nothing. */
export type UnitProperties = Readonly<Record<(typeof NAMES)[number], string>>;

export type Asked =
  | { readonly state: 'told'; readonly properties: UnitProperties }
  /** systemd does not run here, or does not answer; `reason` is a sentence. */
  | { readonly state: 'untold'; readonly reason: string };

/** Asks systemd; any user may. Credentials and variables are not asked for. */
export async function askForUnit({
  host,
  signal,
}: Pick<Context, 'host' | 'signal'>): Promise<Asked> {
  const run = await host.run('systemctl', ['show', UNIT, `--property=${NAMES.join()}`], signal);
  if (run.state === 'failed') return { state: 'untold', reason: run.reason };
  const properties = run.state === 'ended' ? propertiesFrom(run.output) : undefined;
  return properties === undefined || properties.LoadState === ''
    ? { state: 'untold', reason: 'systemd does not run here.' }
    : { state: 'told', properties };
}

function propertiesFrom(output: string): UnitProperties {
  const values = new Map(
    output.split('\n').map((line) => {
      const end = line.indexOf('=');
      return [line.slice(0, end), line.slice(end + 1).trim()] as const;
    }),
  );
  const entries = NAMES.map((name) => [name, (values.get(name) ?? '').slice(0, MOST_CHARACTERS)]);
  return Object.fromEntries(entries) as UnitProperties;
}

/** See org.freedesktop.systemd1(5). */
const NAMES = [
  'LoadState',
  'UnitFileState',
  'ActiveState',
  'SubState',
  'Result',
  'NRestarts',
  'ExecMainStatus',
  'WatchdogUSec',
  'StatusText',
  'FragmentPath',
  'DropInPaths',
  'NeedDaemonReload',
] as const;
const MOST_CHARACTERS = 2_000;
