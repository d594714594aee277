/** Writes a configuration of an earlier format anew, and keeps what stood there beside it. */
import { realpathSync, statSync } from 'node:fs';
import { type FileTraits, writeDurably } from '../../system/durable-file.ts';
import { ConfigError } from '../config-error.ts';
import { MAX_BYTES } from '../load.ts';
import { parseConfig } from '../parse.ts';
import { readSmallFile } from '../small-file.ts';
import { migrations } from './chain.ts';
import type { Migration } from './migration.ts';

export type MigratedFile =
  | { readonly state: 'newest' }
  | {
      readonly state: 'written';
      readonly from: number;
      readonly to: number;
      /** The file as it was. */
      readonly backup: string;
    }
  /** The file is as it was; `reason` is the rest of a sentence. */
  | { readonly state: 'failed'; readonly reason: string };

/** One for each time that somebody went back and forth. */
const MOST_BACKUPS = 100;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/**
 * Who owns the file and who may read it stays; a link stays one.
 * @throws {ConfigError} when it is wrong as it is, or of a version that is not known here; it is then untouched.
 */
export async function migrateConfigFile(
  path: string,
  chain: readonly Migration[] = migrations,
): Promise<MigratedFile> {
  const read = readSmallFile(path, MAX_BYTES);
  if (read.state === 'absent') throw new ConfigError(path, [whole('is not there')]);
  if (read.state === 'unreadable') throw new ConfigError(path, [whole(read.reason)]);
  const parsed = parseConfig(read.bytes, chain);
  if (parsed.state === 'wrong') throw new ConfigError(path, parsed.problems);
  if (parsed.form.name === 'newest') return { state: 'newest' };

  const { version: from, newest: to, text } = parsed.form;
  try {
    const file = realpathSync(path);
    const traits = statSync(file);
    const backup = await backedUp(`${file}.version-${from}`, read.bytes, traits);
    const mark = read.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? '\ufeff' : '';
    await writeDurably(file, mark + text, traits);
    return { state: 'written', from, to, backup };
  } catch (error) {
    return { state: 'failed', reason: error instanceof Error ? error.message : `${error}` };
  }
}

/** Where `bytes` are now. Another backup is never written over: its name gets a number instead. */
async function backedUp(name: string, bytes: Buffer, traits: FileTraits): Promise<string> {
  for (let number = 1; number <= MOST_BACKUPS; number += 1) {
    const path = number === 1 ? name : `${name}.${number}`;
    const there = readSmallFile(path, MAX_BYTES);
    if (there.state === 'read' && there.bytes.equals(bytes)) return path;
    if (there.state !== 'absent') continue;
    await writeDurably(path, bytes, traits);
    return path;
  }
  throw new Error(`there are ${MOST_BACKUPS} backups like ${name} already: remove some`);
}

const whole = (message: string) => ({ path: '', message });
