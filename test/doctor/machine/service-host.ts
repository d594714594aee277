import type { FileOwner } from '../../../src/doctor/host.ts';

/** Number of the user of the service. */
export const HEARTHD = 990;

export const PASSWD = {
  '/etc/passwd': `root:x:0:0::/root:/bin/sh\npi:x:1000:1000::/home/pi:/bin/bash\nhearthd:x:${HEARTHD}:${HEARTHD}::/nonexistent:/bin/false\n`,
  '/etc/group': `root:x:0:\nhearthd:x:${HEARTHD}:\n`,
};

/** Something of root's. */
export const ofRoot = (mode: number): FileOwner => ({ mode, uid: 0, gid: 0 });

/** A line of `/proc/self/mountinfo`. */
export const mount = (
  point: string,
  { device = '179:2', type = 'ext4', options = 'rw,noatime', more = 'rw' } = {},
): string => `36 35 ${device} / ${point} ${options} shared:1 - ${type} /dev/root ${more}\n`;
