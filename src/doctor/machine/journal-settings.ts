import type { Host } from '../host.ts';

export type JournalSettings = Readonly<Record<string, string>>;

/** What of journald's settings counts, by the rules of journald.conf(5); keys that are not set are missing. */
export function journalSettings(host: Host): JournalSettings {
  const dropIns = new Map<string, string>();
  // Of two files with one name, that in the later folder counts.
  for (const folder of FOLDERS)
    for (const name of host.list(`${folder}/journald.conf.d`))
      if (name.endsWith('.conf')) dropIns.set(name, `${folder}/journald.conf.d/${name}`);
  const inOrder = [...dropIns].sort(([one], [other]) => (one < other ? -1 : 1));
  const main = FOLDERS.map((folder) => `${folder}/journald.conf`).findLast(
    (path) => host.read(path) !== undefined,
  );
  const files = [...(main === undefined ? [] : [main]), ...inOrder.map(([, path]) => path)];
  return Object.fromEntries(files.flatMap((path) => settingsIn(host.read(path) ?? '')));
}

const settingsIn = (text: string): [string, string][] =>
  text.split('\n').flatMap((line) => {
    const [, key, value] = /^\s*([A-Z]\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as [string, string]];
  });

const FOLDERS = ['/usr/lib/systemd', '/usr/local/lib/systemd', '/run/systemd', '/etc/systemd'];
