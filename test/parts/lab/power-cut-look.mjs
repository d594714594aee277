/**
 * Runs inside the guest of the device lab: for each state that a power cut could have left on a disk,
 * mounts it and looks at the file. Prints one line of JSON: how many there were and what was wrong.
 * usage: node power-cut-look.mjs DISK-BEFORE LOG FILE MOUNT-OPTIONS
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readIfThere, writeDurably } from '../../../dist/system/durable-file.js';
import { numberOf, textOf, WRITES } from './power-cut-text.mjs';

const [before, log, path, options] = process.argv.slice(2);
const SECTOR = 512;
const MAGIC = 0x6a736677736872n;
const FLUSH = 1n;
const FUA = 2n;
const DISCARD = 4n;
const MARK = 8n;

const AT_ONCE = 16;

const result = { cuts: 0, numbers: {}, wrong: [] };
let batch = [];
for (const { disk, ...cut } of cuts()) {
  const name = `cut-${result.cuts}`;
  result.cuts += 1;
  writeFileSync(name, disk);
  // Each in a place of its own: a process tidies up before the first write of a file only.
  mkdirSync(`${name}.mounted`);
  batch.push({ name, ...cut });
  if (batch.length === AT_ONCE) await lookAt(batch);
}
await lookAt(batch);
process.stdout.write(`${JSON.stringify(result)}\n`);

/**
 * The disk after each entry of the log, and, as a disk may bring its writes in any order between two
 * flushes, with each of these writes alone. `reported` is the text that was said to be written last.
 */
function* cuts() {
  const disk = readFileSync(before);
  /** What has reached it for certain. */
  let certain = Buffer.from(disk);
  let reported = 0;
  for (const [at, { flags, offset, data }] of entries().entries()) {
    if (flags & MARK) {
      reported = Number(data.toString());
      continue;
    }
    if (flags & FLUSH) certain = Buffer.from(disk);
    if (data.length > 0) {
      const alone = Buffer.from(certain);
      data.copy(alone, offset);
      const isFirst = certain.equals(disk);
      data.copy(disk, offset);
      if (!isFirst) yield { disk: alone, reported, when: `write ${at} alone` };
      if (flags & FUA) certain = alone;
    }
    yield { disk, reported, when: `up to ${at}` };
  }
}

/** As Documentation/admin-guide/device-mapper/log-writes.rst and dm-log-writes.c of the kernel say. */
function entries() {
  const bytes = readFileSync(log);
  if (bytes.readBigUInt64LE(0) !== MAGIC) throw new Error('this is no log of writes');
  const size = bytes.readUInt32LE(24);
  let at = size;
  return Array.from({ length: Number(bytes.readBigUInt64LE(16)) }, () => {
    const [sector, sectors, flags, length] = [0, 8, 16, 24].map((field) =>
      bytes.readBigUInt64LE(at + field),
    );
    const isMark = (flags & MARK) !== 0n;
    const from = isMark ? at + 32 : at + size;
    const bytesLogged = flags & DISCARD ? 0 : Number(sectors) * SECTOR;
    const data = bytes.subarray(from, from + (isMark ? Number(length) : bytesLogged));
    at += size + bytesLogged;
    return { flags, offset: Number(sector) * SECTOR, data };
  });
}

/** Several at once, for what takes longest is the start of a program. */
async function lookAt(cuts) {
  if (cuts.length === 0) return;
  const places = cuts.map(({ name }) => `${name}.mounted`);
  const table = cuts.map(({ name }) => `${name} ${name}.mounted ext4 loop,${options} 0 0\n`);
  writeFileSync('table', table.join(''));
  execFileSync('mount', ['--all', '--fstab', 'table']);
  for (const cut of cuts) await look(cut);
  execFileSync('umount', places);
  for (const { name } of cuts) rmSync(name);
  batch = [];
}

async function look({ name, reported, when }) {
  const file = join(`${name}.mounted`, path);
  const text = await readIfThere(file);
  const number = numberOf(text);
  const fault = (what) => result.wrong.push({ when, reported, number, what });
  result.numbers[number] = (result.numbers[number] ?? 0) + 1;
  if (number === undefined) fault(`it is none of the texts: ${text.length} characters`);
  else if (number < reported) fault('it is older than what was said to be written');
  else if (number > reported + 1) fault('it is newer than what was written');
  if (number && (statSync(file).mode & 0o777) !== 0o600) fault('others may read it');
  await writeDurably(file, textOf(WRITES));
  const names = readdirSync(dirname(file));
  if (names.join() !== basename(file)) fault(`the next write leaves ${names}`);
}
