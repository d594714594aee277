import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Remembered } from '../../../src/devices/states/remembered.ts';
import type { Recalled } from '../../../src/devices/states/states-file.ts';
import type { Health } from '../../../src/system/health.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { until } from '../../fakes/until.ts';
import { Turns } from './turns.ts';

const DAY_MS = 86_400_000;
const on: Recalled = { aspect: 'state', value: 'on', heardAtMs: 500 };
const warm: Recalled = { aspect: 'value', value: 21.5, heardAtMs: 600 };

describe('what devices have said', () => {
  test('is there after a restart, with its time', async () => {
    const { open, file } = setUp();
    const before = await open();
    before.changed(() => [
      ['light.a', [on]],
      ['sensor.b', [warm, on]],
      ['light.silent', []],
    ]);
    await before.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(content(file)).not.toContain('silent');
    const after = await open();
    expect(after.recall('light.a')).toEqual([on]);
    expect(after.recall('sensor.b')).toEqual([warm, on]);
    expect(after.recall('light.c')).toEqual([]);
  });

  test('is written two minutes after the first change, with all that came since', async () => {
    const { open, file, pass, turns } = setUp();
    const remembered = await open();
    let state: Recalled = on;
    for (const value of ['on', 'off', 'dim']) {
      state = { ...on, value };
      remembered.changed(() => [['light.a', [state]]]);
      pass(59_999);
    }
    expect(content(file)).toBe('');
    pass(3);
    turns.all();
    await until(() => content(file).includes('dim'));
  });

  test('is put together in slices, and what is heard meanwhile is written later', async () => {
    const { open, file, pass, turns, clock } = setUp();
    const remembered = await open();
    const read: string[] = [];
    const told = new Map([['light.first', on]]);
    for (let at = 0; at < 9; at += 1) told.set(`light.${at}`, on);
    const snapshot = function* () {
      for (const [id, state] of told) {
        read.push(id);
        clock.advance(0.5);
        yield [id, [state]] as const;
      }
    };
    remembered.changed(snapshot);
    pass(120_000);
    turns.one();
    expect(read).toHaveLength(4);
    told.set('light.first', { ...on, value: 'late' });
    remembered.changed(snapshot);
    turns.all();
    await until(() => content(file).includes('light.8'));
    expect(content(file)).not.toContain('late');
    pass(120_000);
    turns.all();
    await until(() => content(file).includes('late'));
  });

  test('is written whole at the end, be it in the middle of a slice', async () => {
    const { open, pass, turns, clock } = setUp();
    const before = await open();
    before.changed(function* () {
      for (let at = 0; at < 9; at += 1) {
        clock.advance(1);
        yield [`light.${at}`, [on]];
      }
    });
    pass(120_000);
    turns.one();
    await before.close();
    expect([turns.due, clock.pending]).toEqual([0, 0]);
    expect((await open()).recall('light.8')).toEqual([on]);
  });

  test('is not written when nothing was heard', async () => {
    const { open, folder, pass } = setUp();
    const remembered = await open();
    pass(DAY_MS);
    await remembered.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is kept for a week of an entity that is away', async () => {
    const { open, pass } = setUp();
    const first = await open();
    first.changed(() => [['light.a', [on]]]);
    await first.close();
    for (const [days, expected] of [
      [6, [on]],
      [2, []],
    ] as const) {
      pass(days * DAY_MS);
      const next = await open();
      next.changed(() => [['light.b', [on]]]);
      await next.close();
      expect((await open()).recall('light.a')).toEqual(expected);
    }
  });

  test('is kept of an entity that went away', async () => {
    const { open } = setUp();
    const before = await open();
    before.away('light.a', [on]);
    before.away('light.b', []);
    before.changed(() => []);
    await before.close();
    const after = await open();
    expect(after.recall('light.a')).toEqual([on]);
    expect(after.recall('light.a')).toEqual([]);
  });

  test('of very many is as much as can be read back, and that of the newest', async () => {
    const { open, file, health } = setUp();
    const before = await open();
    before.changed(function* () {
      for (let at = 0; at < 10_000; at += 1)
        yield [`sensor.${at}`, [{ aspect: 'value', value: 'ü'.repeat(1_000), heardAtMs: at }]];
    });
    await before.close();
    expect(statSync(file).size).toBeLessThan(800_000);
    const after = await open();
    expect(health.at(-1)?.state).toBe('up');
    expect(after.recall('sensor.9999')).toHaveLength(1);
    expect(after.recall('sensor.0')).toEqual([]);
  });

  test('of what is described goes before that of what is gone, however lately that was heard', async () => {
    const { open } = setUp();
    const before = await open();
    before.changed(() => [['binary_sensor.door', [on]]]);
    for (let at = 0; at < 10_000; at += 1)
      before.away(`sensor.${at}`, [{ ...warm, value: 'x'.repeat(100), heardAtMs: 1_000 + at }]);
    await before.close();
    const after = await open();
    expect(after.recall('binary_sensor.door')).toEqual([on]);
    expect(after.recall('sensor.9999')).toHaveLength(1);
    expect(after.recall('sensor.0')).toEqual([]);
  });

  test.each([3, 4, 5, 6, 7, 8])(
    'never takes more than 768 KiB, to the byte: values of 5%i characters',
    async (more) => {
      const { open, file } = setUp();
      const remembered = await open();
      const value = 'x'.repeat(50 + more);
      remembered.changed(function* () {
        for (let at = 10_000; at < 20_000; at += 1) yield [`sensor.${at}`, [{ ...on, value }]];
      });
      await remembered.close();
      const { size } = statSync(file);
      expect(size).toBeLessThanOrEqual(786_432);
      expect(size).toBeGreaterThan(786_432 - 160);
    },
  );

  test('does not keep the file from being read back, whatever it is', async () => {
    const { open, health } = setUp();
    const before = await open();
    before.changed(() => [
      ['x'.repeat(600), [on]],
      ['light.long', [{ ...on, value: 'x'.repeat(5_000) }]],
      ['light.odd', [{ ...on, value: Number.NaN }]],
      ['light.early', [{ ...on, heardAtMs: -5.5 }]],
      ['__proto__', [on]],
      ['light.a', [on]],
    ]);
    await before.close();
    const after = await open();
    expect(health.at(-1)?.state).toBe('up');
    expect(after.recall('light.a')).toEqual([on]);
    expect(after.recall('__proto__')).toEqual([on]);
    expect(after.recall('light.early')).toEqual([{ ...on, heardAtMs: 0 }]);
    for (const id of ['light.long', 'light.odd']) expect(after.recall(id)).toEqual([]);
  });

  test.each([
    ['torn', '{"version":1,"entities":[["li'],
    ['foreign', '{"version":1,"entities":{"light.a":1}}'],
    ['of a value that is none', '{"version":1,"entities":[["a",1,[["state",{},1]]]]}'],
  ])('is set aside with a warning when its file is %s', async (_, text) => {
    const { open, file, folder, health } = setUp();
    writeFileSync(file, text);
    const remembered = await open();
    expect(health.at(-1)).toMatchObject({
      state: 'down',
      reason: expect.stringContaining('was set aside'),
    });
    expect(remembered.recall('a')).toEqual([]);
    expect(readdirSync(folder)).toEqual(['states.json.unusable']);
    await remembered.close();
  });

  test('leaves no timer behind', async () => {
    const { open, clock } = setUp();
    const remembered = await open();
    remembered.changed(() => [['light.a', [on]]]);
    await remembered.close();
    expect(clock.pending).toBe(0);
  });
});

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-states-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new FakeClock();
  const health: Health[] = [];
  const turns = new Turns();
  const parts = {
    soon: turns.soon,
    stateDir: folder,
    clock,
    date: () => new Date(1_000 + clock.now()),
    report: (state: Health) => void health.push(state),
  };
  return {
    folder,
    file: join(folder, 'states.json'),
    clock,
    health,
    turns,
    open: () => Remembered.open(parts),
    pass: (ms: number) => clock.advance(ms),
  };
}

function content(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
