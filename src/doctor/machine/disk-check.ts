import type { Environment } from '../../config/environment.ts';
import { bad, type Check, type Finding, good, note, skipped } from '../check.ts';
import type { Host } from '../host.ts';
import { isForgetful, isReadOnly, mountOf } from './mounts.ts';
import { judgeSpace } from './space.ts';
import { nearestThere, stateFolder } from './state-folder.ts';

/** Whether there is room, and whether anything can be written at all. */
export const diskCheck = (environment: Pick<Environment, 'stateDir'>): Check => ({
  name: 'disk',
  async run({ host, config }) {
    const { path } = stateFolder(host, config, environment);
    const isApart = mountOf(host, path)?.point !== mountOf(host, '/')?.point;
    return [
      ...writable(host, path),
      room(host, path, `where hearthd keeps its state (${path})`),
      ...(isApart ? [room(host, '/', 'on the disk of the system')] : []),
    ];
  },
});

function writable(host: Host, path: string): Finding[] {
  const mount = mountOf(host, path);
  if (mount === undefined) return [];
  const details = { mount: mount.point, type: mount.type };
  if (isReadOnly(mount))
    return [
      bad(
        `${mount.point}, where hearthd keeps its state, is read-only: nothing it learns or counts survives a restart.`,
        {
          lines: [
            'if it is not meant so, the file system or the card is damaged: journalctl -k | grep -i -e ext4 -e mmc',
          ],
          details,
        },
      ),
    ];
  if (isForgetful(mount))
    return [
      note(
        `What hearthd keeps lies ${PLACES[mount.type] ?? 'in memory'} (${mount.point}): settings and the books of the budget may be gone after a restart.`,
        { details },
      ),
    ];
  const root = mountOf(host, '/');
  return root !== undefined && isReadOnly(root)
    ? [good('The disk of the system is read-only, and that of hearthd is not.', { details })]
    : [];
}

function room(host: Host, path: string, where: string): Finding {
  const space = host.space(nearestThere(host, path));
  if (space === undefined) return skipped(`How much room is left ${where} cannot be told.`);
  return judgeSpace(space, where);
}

/** As on Raspberry Pi OS with its overlay file system switched on. */
const PLACES: Readonly<Record<string, string>> = { overlay: 'on an overlay' };
