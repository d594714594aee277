import {
  chmodSync,
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
import { KeptFile } from '../../src/system/kept-file.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

const schema = z.object({ volume: z.int() });

describe('a kept file', () => {
  test('gives back what was kept, to whoever opens it next', async () => {
    const { path, open } = setUp();
    const before = await open();
    before.change({ volume: 5 }, 'at once');
    await before.close();
    expect(readFileSync(path, 'utf8')).toBe('{"version":1,"volume":5}\n');
    expect((await open()).current).toEqual({ volume: 5 });
  });

  test('is not written before there is something to keep', async () => {
    const { folder, open } = setUp();
    await (await open()).close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is written back to the first value as well', async () => {
    const { open } = setUp();
    const before = await open();
    before.change({ volume: 5 }, 'at once');
    await before.close();
    const after = await open();
    after.change({ volume: 70 }, 'at once');
    await after.close();
    expect((await open()).current).toEqual({ volume: 70 });
  });

  test('is written once for a change that comes in steps', async () => {
    const { path, clock, open } = setUp();
    const file = await open();
    for (let volume = 0; volume < 20; volume += 1) {
      file.change({ volume }, 'soon');
      clock.advance(1_999);
    }
    expect(() => readFileSync(path)).toThrow('ENOENT');
    clock.advance(1);
    await until(() => text(path) === '{"version":1,"volume":19}\n');
    expect(clock.pending).toBe(0);
  });

  test.each([
    ['torn', '{"version":1,"vol'],
    ['empty', ''],
    ['of another kind', '{"version":1,"volume":"loud"}'],
    ['of a later version', '{"version":2,"volume":5}'],
    ['no object', 'null'],
    ['not even text', Buffer.from([0xff, 0, 1])],
  ])('that is %s is set aside, said to be so, and written anew', async (_, content) => {
    const { path, health, open } = setUp();
    writeFileSync(path, content);
    const file = await open();
    expect(file.current).toEqual({ volume: 70 });
    expect(health.at(-1)).toMatchObject({ state: 'down', reason: expect.stringContaining(path) });
    expect(readFileSync(`${path}.unusable`)).toEqual(Buffer.from(content));
    await file.close();
    expect(text(path)).toBe('{"version":1,"volume":70}\n');
    expect(health.at(-1)).toEqual({ state: 'up', by: path });
  });

  test('that cannot be written is a fault until it can', async () => {
    const { folder, path, clock, health, open } = setUp();
    const file = await open();
    const there = join(folder, 'settings.json');
    mkdirSync(there);
    file.change({ volume: 5 }, 'at once');
    await until(() => health.at(-1)?.state === 'down');
    rmSync(there, { recursive: true });
    clock.advance(60_000);
    await until(() => health.at(-1)?.state === 'up');
    expect(text(path)).toBe('{"version":1,"volume":5}\n');
    expect(clock.pending).toBe(0);
  });

  test('is for its owner only', async () => {
    const { folder, open } = setUp();
    const file = await open();
    chmodSync(folder, 0o755);
    file.change({ volume: 5 }, 'at once');
    await file.close();
    const { mode } = statSync(join(folder, 'settings.json'));
    expect(mode & 0o777).toBe(0o600);
  });
});

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'settings.json');
  const clock = new FakeClock();
  const health: Health[] = [];
  const report = (state: Health) => void health.push(state);
  const open = () => KeptFile.open({ path, schema, initial: { volume: 70 }, clock, report });
  return { folder, path, clock, health, open };
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
