/** Files that survive a power cut at any instant: there is the old text or the new one, whole. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

const MAX_BYTES = 1_048_576;
const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
const PERMISSIONS = 0o777;

/** The last write of each file, so that writes of one file happen in the order they were asked for. */
const writes = new Map<string, Promise<void>>();

/** Who may do what with a file, as `stat` tells it. */
export interface FileTraits {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Puts `data` into the file at `path`, readable by its owner only unless `traits` say otherwise, and makes its folder
 * if need be. When the promise is fulfilled, the new text is on the disk; when it is rejected, it is either text.
 */
export function writeDurably(
  path: string,
  data: string | Uint8Array,
  traits?: FileTraits,
): Promise<void> {
  const file = resolve(path);
  const before = writes.get(file);
  const write = (before ?? prepare(file)).then(() => replace(file, data, traits));
  // A failure is told to the one who asked for that write only.
  writes.set(
    file,
    write.catch(() => {}),
  );
  return write;
}

/**
 * What is in the file; undefined when there is none.
 * @throws when it is over 1 MiB, unreadable, not UTF-8 or no file at all; a pipe is not waited for.
 */
export async function readIfThere(path: string): Promise<string | undefined> {
  const handle = await openIfThere(path);
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error(`${path} is not a file`);
    if (stats.size > MAX_BYTES) throw new Error(`${path} is too big: it has ${stats.size} bytes`);
    return textIn(await handle.readFile(), path);
  } finally {
    await handle.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    // To open a pipe that nobody writes to would otherwise take for ever.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isSymbolicLink()) throw new Error(`${path} is a link to nothing`);
    return undefined;
  }
}

function textIn(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${path} is not text`);
  }
}

async function replace(
  file: string,
  data: string | Uint8Array,
  traits: FileTraits | undefined,
): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `${prefixOf(file)}${process.pid}-${randomUUID()}`);
  await makeFolder(folder);
  try {
    const handle = await open(temporary, 'wx', OWNER_ONLY_FILE);
    try {
      if (traits !== undefined) await take(handle, traits);
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  // The new name, too, is only then on the disk.
  await syncFolder(folder);
}

async function take(handle: FileHandle, { mode, uid, gid }: FileTraits): Promise<void> {
  await handle.chown(uid, gid);
  await handle.chmod(mode & PERMISSIONS);
}

/** Not by the recursion of `mkdir` itself, which never returns where a name cannot be made (`/proc`). */
async function makeFolder(folder: string): Promise<void> {
  const failure = await made(folder);
  if (failure === undefined || codeOf(failure) === 'EEXIST') return;
  if (codeOf(failure) !== 'ENOENT') throw failure;
  const parent = dirname(folder);
  await makeFolder(parent);
  const again = await made(folder);
  if (again !== undefined && codeOf(again) !== 'EEXIST') throw again;
}

/** Makes a folder and its entry on the disk; gives what went wrong. */
async function made(folder: string): Promise<unknown> {
  try {
    await mkdir(folder, { mode: OWNER_ONLY_FOLDER });
    await syncFolder(dirname(folder));
    return undefined;
  } catch (error) {
    return error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Once for each file. A process before, or the service manager, may have made the folder and no more. */
async function prepare(file: string): Promise<void> {
  await removeLeftovers(file);
  // Where we may not look into it, or it is yet to be made, the write itself says so or makes it.
  await syncFolder(dirname(dirname(file))).catch(() => {});
}

/** Removes what a process that was cut off in the middle of a write has left; no write waits on success. */
async function removeLeftovers(file: string): Promise<void> {
  const folder = dirname(file);
  const prefix = prefixOf(file);
  try {
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix)) continue;
      const pid = Number.parseInt(name.slice(prefix.length), 10);
      if (pid === process.pid || !isRunning(pid)) await rm(join(folder, name), { force: true });
    }
  } catch {
    // The folder is missing or closed to us: the write itself says so.
  }
}

const prefixOf = (file: string): string => `.${basename(file)}.new-`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
