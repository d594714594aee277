/**
 * Runs inside the guest of the device lab: writes one text after the other into one file, and marks in the
 * log of the disk when each was said to be written. Careless is who sees to the name and not to the text.
 * usage: node power-cut-write.mjs durably|carelessly FILE DEVICE
 */
import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeDurably } from '../../../dist/system/durable-file.js';
import { textOf, WRITES } from './power-cut-text.mjs';

const [manner, file, device] = process.argv.slice(2);

function writeCarelessly(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  const folder = openSync(dirname(path));
  fsyncSync(folder);
  closeSync(folder);
}

const write = manner === 'durably' ? writeDurably : writeCarelessly;

for (let number = 1; number <= WRITES; number += 1) {
  // Others write on the same disk, and care less.
  writeFileSync(join(dirname(file), '../..', `other-${number % 3}`), 'x'.repeat(number * 1_000));
  await write(file, textOf(number));
  execFileSync('dmsetup', ['message', device, '0', 'mark', `${number}`]);
}
