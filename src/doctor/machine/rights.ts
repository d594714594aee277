/** What permission bits let somebody do. Pure. */
import type { FileOwner, HostUser } from '../host.ts';

export type Wish = 'read' | 'read and write' | 'enter' | 'enter and write';

/** Whether the bits of a file, or of a folder (`enter`), let `user` do it. */
export function may(wish: Wish, { mode, uid, gid }: FileOwner, user: HostUser): boolean {
  if (user.uid === 0) return true;
  const bits = user.uid === uid ? mode >> 6 : user.gids.includes(gid) ? mode >> 3 : mode;
  return (bits & BITS[wish]) === BITS[wish];
}

/** As `0640`. */
export const modeText = ({ mode }: FileOwner): string => mode.toString(8).padStart(4, '0');

const BITS: Readonly<Record<Wish, number>> = {
  read: 0o4,
  'read and write': 0o6,
  enter: 0o5,
  'enter and write': 0o7,
};
