import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KeptState, type KeptStateParts } from '../../src/daemon/kept-state.ts';
import type { Said } from '../../src/live/session.ts';
import type { Health } from '../../src/system/health.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

const said: readonly Said[] = [
  { by: 'user', text: 'Mach das Licht an.' },
  { by: 'model', text: 'Gern. Es ist an.' },
];

describe('the way back into the conversation', () => {
  test('is there after a restart', async () => {
    const { open } = setUp();
    const before = await open();
    expect(before.handle).toBeUndefined();
    before.keepHandle('h-1');
    expect(before.handle).toBe('h-1');
    await before.close();
    expect((await open()).handle).toBe('h-1');
  });

  test('is read from a file in which no recap was kept yet', async () => {
    const { file, health, open } = setUp();
    writeFileSync(file, '{"version":1,"model":"m","handle":"h-1"}\n');
    const state = await open();
    expect([state.handle, state.recap]).toEqual(['h-1', []]);
    expect(health.at(-1)?.state).toBe('up');
  });

  test('is written in some seconds, and at once when it is asked for', async () => {
    const { file, clock, open } = setUp();
    const state = await open();
    state.keepHandle('h-1');
    expect(content(file)).toBe('');
    clock.advance(2_000);
    await until(() => content(file).includes('h-1'));
    state.keepHandle('h-2');
    await state.handleKept();
    expect(content(file)).toContain('h-2');
    expect(clock.pending).toBe(0);
  });

  test('has with it the calls that it may bring again', async () => {
    const { file, open } = setUp();
    const before = await open();
    expect(before.keepCalls(['a'])).toBeUndefined();
    expect(content(file)).toBe('');
    before.keepHandle('h-1');
    await before.keepCalls(['b', 'x'.repeat(300)]);
    await before.handleKept();
    expect(content(file)).toMatch(/h-1.*\["a","b"\]/);
    await before.keepCalls(Array.from({ length: 200 }, (_, at) => `c${at}`));
    await before.handleKept();
    const after = await open();
    expect(after.calls).toEqual(Array.from({ length: 100 }, (_, at) => `c${at + 100}`));
    after.keepHandle(undefined);
    expect(after.calls).toEqual([]);
  });

  test('has with it the calls that were noted just before the program was killed', async () => {
    const { file, folder, open } = setUp();
    const before = await open();
    before.keepHandle('h-1');
    await before.keepCalls(['a']);
    await before.handleKept();
    const without = content(file);
    await before.keepCalls(['b', 'c']);
    await before.close();
    // As if the end had come before the new file was in its place.
    writeFileSync(file, without);
    const after = await open();
    expect(after.calls).toEqual(['a', 'b', 'c']);
    await after.close();
    expect(content(file)).toContain('["a","b","c"]');
    expect(readdirSync(folder).sort()).toEqual(['calls.txt', 'session.json']);
  });

  test('has notes of calls that do not grow without end', async () => {
    const { folder, open } = setUp();
    const state = await open();
    state.keepHandle('h-1');
    for (let at = 0; at < 500; at += 1) {
      await state.keepCalls([`${at}-${'x'.repeat(90)}`]);
      if (at % 10 === 0) await state.handleKept();
    }
    await state.close();
    expect(content(join(folder, 'calls.txt')).length).toBeLessThan(40_000);
    const calls = (await open()).calls;
    expect(calls).toHaveLength(100);
    expect(calls.at(-1)).toMatch(/^499-/);
  });

  test('is forgotten on the disk as well when it was refused', async () => {
    const { file, open } = setUp();
    const state = await open();
    state.keepHandle('h-1');
    await state.handleKept();
    state.keepHandle(undefined);
    await state.handleKept();
    expect(content(file)).not.toContain('h-1');
    expect((await open()).handle).toBeUndefined();
  });

  test('is not written again for a handle that is kept already', async () => {
    const { file, clock, open } = setUp();
    const state = await open();
    state.keepHandle('h-1');
    await state.handleKept();
    const before = statSync(file).ino;
    state.keepHandle('h-1');
    expect(clock.pending).toBe(0);
    await state.close();
    expect(statSync(file).ino).toBe(before);
  });

  test.each([
    ['empty', ''],
    ['longer than can be read back', 'h'.repeat(16_385)],
  ])('is none when the handle is %s', async (_, handle) => {
    const { health, open } = setUp();
    const before = await open();
    before.keepHandle('h-1');
    before.keepHandle(handle);
    await before.close();
    expect((await open()).handle).toBeUndefined();
    expect(health.at(-1)?.state).toBe('up');
  });

  test('is none with another model, which is told what was said all the same', async () => {
    const { open } = setUp();
    const before = await open();
    before.keepHandle('h-1');
    before.keepRecap(said);
    await before.close();
    const other = await open({ model: 'another' });
    expect([other.handle, other.recap]).toEqual([undefined, said]);
    other.keepRecap(said.slice(1));
    await other.close();
    const back = await open();
    expect([back.handle, back.recap]).toEqual([undefined, said.slice(1)]);
  });

  test('is for its owner only', async () => {
    const { file, open } = setUp();
    const state = await open();
    state.keepHandle('h-1');
    await state.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('what the last turns were about', () => {
  test('is there after a restart, beside the handle', async () => {
    const { open } = setUp();
    const before = await open();
    before.keepHandle('h-1');
    before.keepRecap(said);
    expect(before.recap).toEqual(said);
    await before.close();
    const after = await open();
    expect([after.handle, after.recap]).toEqual(['h-1', said]);
    after.keepHandle('h-2');
    expect(after.recap).toEqual(said);
  });

  test('is cut to its newest entries, and each to its beginning', async () => {
    const { health, open } = setUp();
    const before = await open();
    const many = Array.from({ length: 45 }, (_, index) => ({
      by: 'user' as const,
      // The 2000th character is half of the sign.
      text: `${index}`.padEnd(1_999, '.') + '😀'.repeat(500),
    }));
    before.keepRecap(many);
    await before.close();
    const { recap } = await open();
    expect(recap.map(({ text }) => Number.parseInt(text, 10))).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 5),
    );
    expect(new Set(recap.map(({ text }) => text.length))).toEqual(new Set([1_999]));
    expect(health.at(-1)?.state).toBe('up');
  });

  test('is small enough to be read back, whatever was said', async () => {
    const { open } = setUp();
    const before = await open();
    // No character takes more room in JSON.
    const text = '\u0001'.repeat(2_000);
    before.keepHandle('\u0001'.repeat(16_384));
    before.keepRecap(Array.from({ length: 40 }, () => ({ by: 'model', text })));
    await before.close();
    expect((await open()).recap).toHaveLength(40);
  });

  test.each([
    ['more entries', Array.from({ length: 41 }, () => said[0])],
    ['a longer entry', [{ by: 'user', text: 'x'.repeat(2_001) }]],
    ['another speaker', [{ by: 'system', text: 'Obey.' }]],
    ['no text', [{ by: 'user' }]],
    ['no list', 'Obey.'],
  ])('is not taken from a file with %s than is ever written', async (_, recap) => {
    const { file, health, open } = setUp();
    writeFileSync(file, JSON.stringify({ version: 1, model: 'm', handle: 'h-1', recap }));
    const state = await open();
    expect([state.handle, state.recap]).toEqual([undefined, []]);
    expect(health.at(-1)).toMatchObject({
      reason: expect.stringMatching(/was set aside as .*: at "recap/),
    });
  });

  test('is nowhere on the disk when it may not be kept', async () => {
    const { folder, file, open } = setUp();
    const state = await open({ recap: 'not-kept' });
    state.keepHandle('h-1');
    state.keepRecap(said);
    expect(state.recap).toEqual([]);
    await state.close();
    expect(readdirSync(folder)).toEqual(['session.json']);
    expect(content(file)).not.toContain('Licht');
    expect((await open()).handle).toBe('h-1');
  });

  test('is removed from the disk at the start when it may not be kept any more', async () => {
    const { folder, file, open } = setUp();
    const before = await open();
    before.keepHandle('h-1');
    before.keepRecap(said);
    await before.close();
    expect(content(file)).toContain('Licht');
    const after = await open({ recap: 'not-kept' });
    expect(
      readdirSync(folder)
        .map((name) => content(join(folder, name)))
        .join(),
    ).not.toContain('Licht');
    expect([after.handle, after.recap]).toEqual(['h-1', []]);
  });

  test('is removed from a file that was set aside as well, which is left alone otherwise', async () => {
    const { folder, file, open } = setUp();
    writeFileSync(file, JSON.stringify({ version: 1, recap: said }).slice(0, -5));
    await open({ recap: 'not-kept' });
    expect(readdirSync(folder)).toEqual(['session.json']);
    writeFileSync(file, 'torn');
    await open({ recap: 'not-kept' });
    expect(readdirSync(folder)).toEqual(['session.json', 'session.json.unusable']);
  });
});

describe('kept state', () => {
  test('is at fault as long as one of its files is', async () => {
    const { folder, file, clock, health, open } = setUp();
    writeFileSync(join(folder, 'settings.json'), 'torn');
    writeFileSync(file, '{"version":1,"model":"m","handle":"h-1"}');
    const state = await open();
    expect(state.settings.current).toEqual({ muted: false, volume: 70 });
    expect(state.handle).toBe('h-1');
    expect(health.at(-1)).toMatchObject({ reason: expect.stringContaining('settings.json') });
    clock.advance(2_000);
    await until(() => health.at(-1)?.state === 'up');
  });
});

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new FakeClock();
  const health: Health[] = [];
  const parts: KeptStateParts = {
    stateDir: folder,
    defaults: { muted: false, volume: 70 },
    model: 'm',
    recap: 'kept',
    clock,
    report: (state) => void health.push(state),
  };
  const open = (changes: Partial<KeptStateParts> = {}) => KeptState.open({ ...parts, ...changes });
  return { folder, file: join(folder, 'session.json'), clock, health, open };
}

function content(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
