/** Whether there is room enough. Pure. */
import { bad, type Finding, good, note } from '../check.ts';
import type { Space } from '../host.ts';

/** `where` ends the sentence "… free …". */
export function judgeSpace(space: Space, where: string): Finding {
  const { freeBytes, freeInodes, inodes } = space;
  const details = { freeBytes, freeInodes };
  const lines = ['what takes the room: sudo du -xh --max-depth=2 / | sort -h | tail -20'];
  const free = `${sizeText(freeBytes)} free ${where}`;
  if (freeBytes < NO_ROOM_BYTES)
    return bad(`Only ${free}: nothing can be kept there any more.`, { lines, details });
  if (inodes > 0 && freeInodes < NO_INODES)
    return bad(`There is room for only ${freeInodes} more files ${where}: too many small ones.`, {
      lines: ['where they are: sudo du -x --inodes --max-depth=2 / | sort -n | tail -20'],
      details,
    });
  if (freeBytes < LITTLE_ROOM_BYTES) return note(`Only ${free}.`, { lines, details });
  return good(`${free}.`, { details });
}

function sizeText(bytes: number): string {
  const megabytes = bytes / MEGABYTE;
  return megabytes < 1_000 ? `${Math.floor(megabytes)} MB` : `${(megabytes / 1_000).toFixed(1)} GB`;
}

const MEGABYTE = 1e6;
const NO_ROOM_BYTES = 16 * MEGABYTE;
const LITTLE_ROOM_BYTES = 100 * MEGABYTE;
const NO_INODES = 64;
