import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Health } from '../../src/system/health.ts';
import { besides } from '../../src/system/kept-beside.ts';
import { KeptFile } from '../../src/system/kept-file.ts';
import type { DataMigration } from '../../src/system/kept-form.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

/** Version 1 had a loudness from 0 to 10, version 2 a volume, and version 3 tells which room it is for. */
const migrations: readonly DataMigration[] = [
  ({ loudness, ...rest }) => ({ ...rest, volume: Number(loudness) * 10 }),
  (data) => ({ ...data, room: 'hall' }),
];
const schema = z.object({ volume: z.int().min(0).max(100), room: z.string() });

describe('a kept file of an older form', () => {
  test('is brought forward, and is what it was on the disk until something changes', async () => {
    const { path, health, open } = setUp('{"version":1,"loudness":4}\n');
    const file = await open();
    expect(file.current).toEqual({ volume: 40, room: 'hall' });
    expect(health).toEqual([{ state: 'up', by: expect.stringContaining('which is of version 1') }]);
    await file.close();
    expect(text(path)).toBe('{"version":1,"loudness":4}\n');
  });

  test('is kept beside when the new form is written first, and not again', async () => {
    const { folder, path, open } = setUp('{"version":1,"loudness":4}\n');
    const file = await open();
    file.change({ volume: 41, room: 'hall' }, 'at once');
    await file.flush();
    expect(text(path)).toBe('{"version":3,"volume":41,"room":"hall"}\n');
    expect(text(`${path}.version-1`)).toBe('{"version":1,"loudness":4}\n');
    expect(statSync(`${path}.version-1`).mode & 0o777).toBe(0o600);
    rmSync(`${path}.version-1`);
    file.change({ volume: 42, room: 'hall' }, 'at once');
    await file.close();
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect((await open()).current).toEqual({ volume: 42, room: 'hall' });
  });

  test('goes only the steps that it has before it', async () => {
    const { open } = setUp('{"version":2,"volume":7}');
    expect((await open()).current).toEqual({ volume: 7, room: 'hall' });
  });

  test('that holds what it must not is set aside as any other', async () => {
    const { path, health, open } = setUp('{"version":1,"loudness":"secret"}');
    const file = await open();
    expect(file.current).toEqual({ volume: 70, room: 'attic' });
    expect(health[0]).toMatchObject({ state: 'down' });
    expect(JSON.stringify(health)).not.toContain('secret');
    expect(text(`${path}.unusable`)).toContain('secret');
    await file.close();
  });

  test('is not written over when it cannot be kept beside', async () => {
    const { path, clock, health, open } = setUp('{"version":1,"loudness":4}\n');
    mkdirSync(`${path}.version-1`);
    const file = await open();
    file.change({ volume: 41, room: 'hall' }, 'at once');
    await file.flush();
    expect(health.at(-1)).toMatchObject({ state: 'down' });
    expect(text(path)).toBe('{"version":1,"loudness":4}\n');
    rmSync(`${path}.version-1`, { recursive: true });
    clock.advance(60_000);
    await until(() => health.at(-1)?.state === 'up');
    expect(text(`${path}.version-1`)).toBe('{"version":1,"loudness":4}\n');
    await file.close();
  });
});

describe('a kept file of a newer form', () => {
  const NEWER = '{"version":7,"volume":40,"room":"attic","mood":"calm"}\n';

  test('is gone on from as far as it is understood, kept as it is, and said to be so', async () => {
    const { path, clock, health, open } = setUp(NEWER);
    const file = await open();
    expect(file.current).toEqual({ volume: 40, room: 'attic' });
    const said = `${path} is of version 7, from a newer program; it is kept as ${path}.version-7, and what this program understands of it goes on`;
    expect(health).toEqual([{ state: 'down', reason: said }]);
    expect(text(path)).toBe(NEWER);
    clock.advance(2_000);
    await until(() => health.at(-1)?.state === 'up');
    expect(text(`${path}.version-7`)).toBe(NEWER);
    expect(text(path)).toBe('{"version":3,"volume":40,"room":"attic"}\n');
    expect(readdirSync(join(path, '..'))).not.toContain('settings.json.unusable');
    expect(clock.pending).toBe(0);
  });

  test('that is not understood gives way to what this version left behind', async () => {
    const { path, health, open } = setUp('{"version":4,"level":"loud"}');
    writeFileSync(`${path}.version-3`, '{"version":3,"volume":12,"room":"attic"}\n');
    const file = await open();
    expect(file.current).toEqual({ volume: 12, room: 'attic' });
    expect(health[0]).toMatchObject({
      reason: expect.stringContaining(`goes on from ${path}.version-3`),
    });
    await file.close();
    expect(text(path)).toBe('{"version":3,"volume":12,"room":"attic"}\n');
  });

  test.each([
    ['nothing', undefined],
    ['something torn', '{"version":3,"vol'],
    ['something of another version', '{"version":2,"volume":5}'],
  ])('that is not understood begins anew when this version left %s behind', async (_, left) => {
    const { path, health, open } = setUp('{"version":4,"level":"loud"}');
    if (left !== undefined) writeFileSync(`${path}.version-3`, left);
    const file = await open();
    expect(file.current).toEqual({ volume: 70, room: 'attic' });
    expect(health[0]).toMatchObject({ reason: expect.stringContaining('begins anew') });
    await file.close();
    expect(text(`${path}.version-4`)).toBe('{"version":4,"level":"loud"}');
  });

  test('is whole when the program is gone before anything is written', async () => {
    const { folder, path, open } = setUp(NEWER);
    await open();
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect(text(path)).toBe(NEWER);
    expect((await open()).current).toEqual({ volume: 40, room: 'attic' });
  });
});

describe('a program that comes back after another one was here', () => {
  const louder = (now: { volume: number; room: string }, before: { volume: number }) => ({
    ...now,
    volume: Math.max(now.volume, before.volume),
  });

  test('joins what it had left with what the other one went on with', async () => {
    const { path, open } = setUp('{"version":2,"volume":5}');
    writeFileSync(`${path}.version-3`, '{"version":3,"volume":9,"room":"attic"}\n');
    expect((await open({ rejoin: louder })).current).toEqual({ volume: 9, room: 'hall' });
    expect((await open()).current).toEqual({ volume: 5, room: 'hall' });
  });

  test('finds where everything lies', async () => {
    const { folder, path } = setUp('{}');
    for (const name of [
      'settings.json.unusable',
      'settings.json.version-3',
      'other.json.version-1',
    ])
      writeFileSync(join(folder, name), '');
    expect((await besides(path)).sort()).toEqual([`${path}.unusable`, `${path}.version-3`]);
    expect(await besides('/nowhere/at/all')).toEqual([]);
  });
});

function setUp(content: string) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-versions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'settings.json');
  writeFileSync(path, content);
  const clock = new FakeClock();
  const health: Health[] = [];
  const report = (state: Health) => void health.push(state);
  const initial = { volume: 70, room: 'attic' };
  const parts = { path, schema, migrations, initial, clock, report };
  const open = (more: Partial<Parameters<typeof KeptFile.open<typeof initial>>[0]> = {}) =>
    KeptFile.open({ ...parts, ...more });
  return { folder, path, clock, health, open };
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
