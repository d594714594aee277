/**
 * State exactly as version 1 of each form writes it. These texts stay as they are: whoever changes a form gives it a
 * new version and a step that reads these.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Ledger } from '../../src/cost/ledger.ts';
import { KeptState } from '../../src/daemon/kept-state.ts';
import { Remembered } from '../../src/devices/states/remembered.ts';
import type { Health } from '../../src/system/health.ts';
import { usage } from '../cost/usage.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const SETTINGS = '{"version":1,"muted":true,"volume":35}\n';
const SESSION =
  '{"version":1,"model":"m","handle":"h-1","recap":[{"by":"user","text":"Mach das Licht an."},{"by":"model","text":"Gern. Es ist an."}],"calls":["call-1","call-2"]}\n';
const CALLS = 'call-2\ncall-3\n';
const TOKENS =
  '{"prompt":{"text":0,"audio":100,"image":0,"video":0},"toolUse":{"text":0,"audio":0,"image":0,"video":0},"response":{"text":0,"audio":50,"image":0,"video":0},"thoughts":0,"cached":0,"total":150}';
const USAGE = `{"version":1,"since":"2026-11-20","total":{"nanoUsd":250000000,"tokens":${TOKENS}},"pages":[{"date":"2026-11-20","nanoUsd":250000000,"tokens":${TOKENS},"limitUsd":5,"warned":true}]}\n`;
const STATES =
  '{"version":1,"entities":[["sensor.b",1795000000000,[["value",21.5,1794999999600],["state","on",1794999999500]]],["light.a",1795000000000,[["state","on",1794999999500]]]]}\n';

const recap = [
  { by: 'user', text: 'Mach das Licht an.' },
  { by: 'model', text: 'Gern. Es ist an.' },
] as const;
const on = { aspect: 'state', value: 'on', heardAtMs: 1_794_999_999_500 };
const warm = { aspect: 'value', value: 21.5, heardAtMs: 1_794_999_999_600 };
const spent = usage({ audioIn: 100, audioOut: 50 });

describe('state that version 1 has written', () => {
  test('is read whole: settings, session and calls', async () => {
    const { put, kept, health } = setUp();
    put('settings.json', SETTINGS);
    put('session.json', SESSION);
    put('calls.txt', CALLS);
    const state = await kept();
    expect(state.settings.current).toEqual({ muted: true, volume: 35 });
    expect([state.handle, state.recap]).toEqual(['h-1', recap]);
    expect(state.calls).toEqual(['call-1', 'call-2', 'call-3']);
    expect(health.every(({ state }) => state === 'up')).toBe(true);
    await state.close();
  });

  test('is read whole: what was spent', async () => {
    const { put, ledger, health } = setUp();
    put('usage.json', USAGE);
    const books = await ledger();
    expect(books.current).toEqual({
      today: { date: '2026-11-20', usd: 0.25, tokens: spent },
      total: { since: '2026-11-20', usd: 0.25, tokens: spent },
    });
    expect(books.marks).toEqual({ limitUsd: 5, warned: true });
    expect(health).toEqual([{ state: 'up', by: expect.stringContaining('usage.json') }]);
    await books.close();
  });

  test('is read whole: what devices have said', async () => {
    const { put, remembered, health } = setUp();
    put('states.json', STATES);
    const states = await remembered();
    expect(states.recall('sensor.b')).toEqual([warm, on]);
    expect(states.recall('light.a')).toEqual([on]);
    expect(health).toEqual([{ state: 'up', by: expect.stringContaining('states.json') }]);
    await states.close();
  });
});

describe('state that this version writes', () => {
  test('can be read by version 1: settings, session and calls', async () => {
    const { text, kept } = setUp();
    const state = await kept();
    state.settings.change({ muted: true, volume: 35 }, 'at once');
    state.keepRecap(recap);
    void state.keepCalls(['call-1', 'call-2']);
    state.keepHandle('h-1');
    await state.handleKept();
    await state.keepCalls(['call-3']);
    expect(text('calls.txt')).toBe('call-3\n');
    await state.close();
    expect(text('settings.json')).toBe(SETTINGS);
    expect(text('session.json')).toBe(SESSION.replace('"call-2"]', '"call-2","call-3"]'));
  });

  test('can be read by version 1: what was spent', async () => {
    const { text, ledger } = setUp();
    const books = await ledger();
    books.add(spent, 0.25);
    books.mark({ limitUsd: 5, warned: true });
    await books.close();
    expect(text('usage.json')).toBe(USAGE);
  });

  test('can be read by version 1: what devices have said', async () => {
    const { text, remembered } = setUp();
    const states = await remembered();
    states.changed(() => [
      ['light.a', [on]],
      ['sensor.b', [warm, on]],
    ]);
    await states.close();
    expect(text('states.json')).toBe(STATES);
  });
});

describe('after a program of another version was here for a while', () => {
  const newer = (text: string) => text.replace('"version":1', '"version":2');

  test('a device that was muted is muted', async () => {
    const { put, kept } = setUp();
    put('settings.json', newer(SETTINGS));
    const state = await kept();
    expect(state.settings.current).toEqual({ muted: true, volume: 35 });
    await state.close();
  });

  test('the money of today is not spent twice', async () => {
    const { put, text, ledger, health } = setUp();
    put('usage.json', newer(USAGE).replace('{"version"', '{"currency":"USD","version"'));
    const books = await ledger();
    expect(books.current.today).toEqual({ date: '2026-11-20', usd: 0.25, tokens: spent });
    expect(health[0]).toMatchObject({ reason: expect.stringContaining('usage.json.version-2') });
    await books.close();
    expect(text('usage.json')).toBe(USAGE);
    expect(text('usage.json.version-2')).toContain('currency');
  });

  test('what was said stays in no file when it is not to be kept', async () => {
    const { put, text, kept } = setUp();
    put('session.json', newer(SESSION));
    const state = await kept('not-kept');
    expect([state.handle, state.recap]).toEqual(['h-1', []]);
    await state.close();
    expect(text('session.json')).toContain('"recap":[]');
    expect(text('session.json.version-2')).toBe('');
  });
});

function setUp() {
  const stateDir = mkdtempSync(join(tmpdir(), 'hearth-version-1-'));
  onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }));
  const clock = new FakeClock();
  const health: Health[] = [];
  const report = (state: Health) => void health.push(state);
  const defaults = { muted: false, volume: 70 };
  return {
    health,
    put: (name: string, content: string) => writeFileSync(join(stateDir, name), content),
    text: (name: string): string => {
      try {
        return readFileSync(join(stateDir, name), 'utf8');
      } catch {
        return '';
      }
    },
    kept: (recap: 'kept' | 'not-kept' = 'kept') =>
      KeptState.open({ stateDir, defaults, model: 'm', recap, clock, report }),
    ledger: () => Ledger.open({ stateDir, clock, date: () => new Date(2026, 10, 20, 9), report }),
    remembered: () =>
      Remembered.open({ stateDir, clock, date: () => new Date(1_795_000_000_000), report }),
  };
}
