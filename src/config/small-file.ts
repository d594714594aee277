import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export type SmallFile =
  | { readonly state: 'read'; readonly bytes: Buffer; readonly mode: number }
  | { readonly state: 'absent' }
  /** `reason` ends a sentence that begins with the name of the file. */
  | { readonly state: 'unreadable'; readonly reason: string };

/** Reads a regular file of at most `maxBytes`; waits for nothing, whatever stands at `path`. */
export function readSmallFile(path: string, maxBytes: number): SmallFile {
  let handle: number;
  try {
    // Without O_NONBLOCK a pipe without a writer would stop the process here.
    handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT'
      ? { state: 'absent' }
      : { state: 'unreadable', reason: reasonOf(code) };
  }
  try {
    const { mode, size } = fstatSync(handle);
    if ((mode & constants.S_IFMT) === constants.S_IFDIR)
      return unreadable('is a folder, not a file');
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return unreadable('is no regular file');
    const bytes = size > maxBytes ? undefined : readAtMost(handle, maxBytes);
    return bytes === undefined
      ? unreadable(`is too big: at most ${maxBytes / 1_024} KiB are read`)
      : { state: 'read', bytes, mode };
  } catch (error) {
    return unreadable(reasonOf(codeOf(error)));
  } finally {
    closeSync(handle);
  }
}

const unreadable = (reason: string): SmallFile => ({ state: 'unreadable', reason });

/** The size that a file tells may be wrong (`/proc`) or old; undefined when there is more. */
function readAtMost(handle: number, maxBytes: number): Buffer | undefined {
  const buffer = Buffer.alloc(maxBytes + 1);
  let length = 0;
  while (length <= maxBytes) {
    const read = readSync(handle, buffer, length, buffer.length - length, null);
    if (read === 0) return buffer.subarray(0, length);
    length += read;
  }
  return undefined;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

function reasonOf(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'ENOTDIR':
      return 'is not there: a part of its path is no folder';
    case 'ELOOP':
      return 'is a link that leads back to itself';
    default:
      return `cannot be read (${code})`;
  }
}
