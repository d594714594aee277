/** The SD card or the eMMC chip that a path lies on. */
import type { Host } from '../host.ts';
import { type Mount, mountOf } from './mounts.ts';

export interface Card {
  /** As `mmcblk0`. */
  readonly name: string;
  readonly type: 'SD' | 'eMMC';
  readonly mount: Mount;
}

/** Undefined when it lies on something else, or that cannot be seen. */
export function cardOf(host: Host, path: string): Card | undefined {
  const mount = mountOf(host, path);
  if (mount === undefined) return undefined;
  const name = cardName(host.read(`/sys/dev/block/${mount.device}/uevent`) ?? '');
  if (name === undefined) return undefined;
  const type = host.read(`/sys/block/${name}/device/type`)?.trim() === 'MMC' ? 'eMMC' : 'SD';
  return { name, type, mount };
}

const cardName = (uevent: string): string | undefined =>
  /^DEVNAME=(mmcblk\d+)(p\d+)?$/m.exec(uevent)?.[1];
