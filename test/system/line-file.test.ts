import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LineFile } from '../../src/system/line-file.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-lines-'));
  path = join(folder, 'notes.txt');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('notes in lines', () => {
  test('are there for the next run as soon as they are handed over', async () => {
    const notes = await LineFile.open(path);
    expect(notes.before).toEqual([]);
    await notes.add(['a', 'b']);
    await notes.add(['c\nd']);
    expect((await LineFile.open(path)).before).toEqual(['a', 'b', 'c d']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await notes.close();
  });

  test('are added after those of earlier runs, in the order in which they are noted', async () => {
    writeFileSync(path, 'a\n');
    const notes = await LineFile.open(path);
    const adding = ['b', 'c', 'd'].map((line) => notes.add([line]));
    await Promise.all(adding);
    expect(readFileSync(path, 'utf8')).toBe('a\nb\nc\nd\n');
    expect(notes.bytes).toBe(8);
    await notes.close();
  });

  test('are gone when they are cleared, and what is noted after that is not', async () => {
    const notes = await LineFile.open(path);
    void notes.add(['a']);
    void notes.clear();
    await notes.add(['b']);
    expect(readFileSync(path, 'utf8')).toBe('b\n');
    expect(notes.bytes).toBe(2);
    await notes.close();
  });

  test('are not written through a link, into no folder, nor after the end, and nobody waits for that', async () => {
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, '');
    symlinkSync(elsewhere, path);
    const linked = await LineFile.open(path);
    await linked.add(['a']);
    await linked.close();
    expect(readFileSync(elsewhere, 'utf8')).toBe('');
    const nowhere = await LineFile.open(join(folder, 'none', 'notes.txt'));
    await nowhere.add(['a']);
    await nowhere.close();
    const closed = await LineFile.open(join(folder, 'closed.txt'));
    await closed.add(['a']);
    await closed.close();
    await closed.add(['b']);
    expect(readFileSync(join(folder, 'closed.txt'), 'utf8')).toBe('a\n');
  });

  test('that are no text are no notes', async () => {
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x0a]));
    expect((await LineFile.open(path)).before).toEqual([]);
  });
});
