/**
 * Writes one file durably with the built program, when a line comes in: to be killed in the middle of it.
 * usage: node durable-writer.mjs FILE TEXT
 * First it prints the number of the thread that does all its work on files, in the end what came of it.
 */
import { once } from 'node:events';
import { readlink } from 'node:fs/promises';
import { writeDurably } from '../../../dist/system/durable-file.js';

const [file, text] = process.argv.slice(2);
const print = (line) => process.stdout.write(`${line}\n`);

print((await readlink('/proc/thread-self')).split('/').at(-1));
await once(process.stdin, 'data');
await writeDurably(file, text).then(
  () => print('written'),
  (error) => print(`failed: ${error.message}`),
);
process.stdin.destroy();
