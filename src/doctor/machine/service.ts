/** The service as it is installed, by the names that installer and package give. */
import type { Host } from '../host.ts';

export const SERVICE_USER = 'hearthd';
export const UNIT = 'hearthd.service';
export const CONFIGURATION_FOLDER = '/etc/hearthd';
export const STATE_FOLDER = '/var/lib/hearthd';

/** Where systemd finds units that are installed; the first that is there counts. */
const UNIT_FOLDERS = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];

/** The file of the unit; undefined when it is not installed. */
export const unitFile = (host: Host): string | undefined =>
  UNIT_FOLDERS.map((folder) => `${folder}/${UNIT}`).find(
    (path) => host.read(path) !== undefined || host.owner(path) !== undefined,
  );

/** The unit and its drop-ins: where they lie, and what they say. */
export function unitTexts(host: Host): readonly { readonly path: string; readonly text: string }[] {
  const main = unitFile(host);
  const dropIns = UNIT_FOLDERS.flatMap((folder) =>
    host
      .list(`${folder}/${UNIT}.d`)
      .filter((name) => name.endsWith('.conf'))
      .map((name) => `${folder}/${UNIT}.d/${name}`),
  );
  return [...(main === undefined ? [] : [main]), ...new Set(dropIns)].map((path) => ({
    path,
    text: host.read(path) ?? '',
  }));
}
