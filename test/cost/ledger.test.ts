import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Ledger } from '../../src/cost/ledger.ts';
import type { Health } from '../../src/system/health.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { usage } from './usage.ts';

const HOUR_MS = 3_600_000;
const turn = usage({ audioIn: 100, audioOut: 50 });

describe('what was spent', () => {
  it('is counted today and in all', async () => {
    const { open } = setUp(new Date(2026, 10, 20, 9));
    const ledger = await open();
    expect(ledger.current.total.since).toBeNull();
    ledger.add(turn, 0.1);
    ledger.add(turn, 0.2);
    const tokens = usage({ audioIn: 200, audioOut: 100 });
    expect(ledger.current).toEqual({
      today: { date: '2026-11-20', usd: 0.3, tokens },
      total: { since: '2026-11-20', usd: 0.3, tokens },
    });
  });

  it('survives a restart, in a file that is for its owner only', async () => {
    const { open, path } = setUp(new Date(2026, 10, 20, 9));
    const before = await open();
    before.add(turn, 0.25);
    before.mark({ limitUsd: 5, warned: true });
    await before.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const after = await open();
    expect(after.current).toEqual(before.current);
    expect(after.marks).toEqual({ limitUsd: 5, warned: true });
  });

  it('is written within seconds, and not once for every turn', async () => {
    const { open, path, wait } = setUp(new Date(2026, 10, 20, 9));
    const ledger = await open();
    for (let turns = 0; turns < 5; turns += 1) ledger.add(turn, 0.01);
    expect(() => statSync(path)).toThrow('ENOENT');
    wait(10_000);
    await until(() => textOf(path).includes('"nanoUsd":50000000'));
  });

  it('is not written at all on a day on which nothing is spent', async () => {
    const { open, path, wait, clock } = setUp(new Date(2026, 10, 20, 9));
    const ledger = await open();
    wait(50 * HOUR_MS);
    expect(ledger.current.today.date).toBe('2026-11-22');
    await ledger.close();
    expect(() => statSync(path)).toThrow('ENOENT');
    expect(clock.pending).toBe(0);
  });

  it('begins anew when the file cannot be used, and says so', async () => {
    const { open, path, health } = setUp(new Date(2026, 10, 20, 9));
    writeFileSync(path, '{"version":1,"since":"2026-');
    const ledger = await open();
    expect(ledger.current.total.usd).toBe(0);
    expect(health.at(-1)).toMatchObject({ state: 'down', reason: expect.stringContaining(path) });
  });
});

describe('a day', () => {
  it('ends at local midnight, also while nothing happens', async () => {
    const { open, wait } = setUp(new Date(2026, 10, 20, 23, 59, 30));
    const ledger = await open();
    ledger.add(turn, 0.5);
    const days: string[] = [];
    ledger.onChange(() => days.push(ledger.current.today.date));
    wait(29_000);
    expect(days).toEqual([]);
    wait(1_000);
    expect(days).toEqual(['2026-11-21']);
    expect(ledger.current.today.usd).toBe(0);
    expect(ledger.current.total.usd).toBe(0.5);
  });

  it('that was over when the daemon was off is over when it comes back', async () => {
    const { open, setDate } = setUp(new Date(2026, 10, 20, 9));
    const before = await open();
    before.add(turn, 0.5);
    before.mark({ limitUsd: 5 });
    await before.close();
    setDate(new Date(2026, 10, 21, 9));
    const after = await open();
    expect(after.current.today).toMatchObject({ date: '2026-11-21', usd: 0 });
    expect(after.marks).toEqual({ limitUsd: null, warned: false });
    expect(after.current.total.usd).toBe(0.5);
  });

  it('goes on while a board that has just started shows an earlier one', async () => {
    const { open, wait, setDate } = setUp(new Date(2026, 10, 20, 9));
    const before = await open();
    before.add(turn, 0.5);
    await before.close();
    setDate(new Date(1970, 0, 1));
    const after = await open();
    after.add(turn, 0.25);
    wait(30 * 60_000);
    expect(after.current.today).toMatchObject({ date: '2026-11-20', usd: 0.75 });
    setDate(new Date(2026, 10, 20, 10));
    wait(60_000);
    expect(after.current.today).toMatchObject({ date: '2026-11-20', usd: 0.75 });
    setDate(new Date(2026, 10, 21, 10));
    wait(60_000);
    expect(after.current.today).toMatchObject({ date: '2026-11-21', usd: 0 });
    expect(after.current.total.usd).toBe(0.75);
  });

  it('is believed to be an earlier one after an hour', async () => {
    const { open, wait, setDate } = setUp(new Date(2099, 0, 1, 9));
    const ledger = await open();
    ledger.add(turn, 0.5);
    setDate(new Date(2026, 10, 20, 9));
    wait(59 * 60_000);
    expect(ledger.current.today.date).toBe('2099-01-01');
    wait(3 * 60_000);
    expect(ledger.current.today).toMatchObject({ date: '2026-11-20', usd: 0 });
  });

  it('goes on when the clock is behind again and again, but never for long', async () => {
    const { open, wait, setDate } = setUp(new Date(2026, 10, 20, 9));
    const ledger = await open();
    ledger.add(turn, 0.5);
    for (const day of [19, 20, 19, 20]) {
      setDate(new Date(2026, 10, day, 9));
      wait(40 * 60_000);
      expect(ledger.current.today).toMatchObject({ date: '2026-11-20', usd: 0.5 });
    }
  });

  it('is the one on which something is spent, however fresh a jump of the clock is', async () => {
    const { open, setDate } = setUp(new Date(2026, 10, 20, 9));
    const ledger = await open();
    setDate(new Date(2026, 10, 21, 9));
    ledger.add(turn, 0.5);
    expect(ledger.current.today).toMatchObject({ date: '2026-11-21', usd: 0.5 });
    expect(ledger.current.total.since).toBe('2026-11-21');
  });

  it('on which nothing was spent is left at once', async () => {
    const { open, wait, setDate } = setUp(new Date(2099, 0, 1, 9));
    const ledger = await open();
    setDate(new Date(2026, 10, 20, 9));
    wait(60_000);
    expect(ledger.current.today.date).toBe('2026-11-20');
  });

  it('has its figure back when the clock was on another one for long', async () => {
    const { open, wait, setDate } = setUp(new Date(2026, 10, 20, 9));
    const ledger = await open();
    ledger.add(turn, 0.5);
    ledger.mark({ warned: true });
    setDate(new Date(2026, 10, 19, 9));
    wait(2 * HOUR_MS);
    expect(ledger.current.today).toMatchObject({ date: '2026-11-19', usd: 0 });
    ledger.add(turn, 0.125);
    setDate(new Date(2026, 10, 20, 12));
    wait(60_000);
    expect(ledger.current.today).toMatchObject({ date: '2026-11-20', usd: 0.5 });
    expect(ledger.marks.warned).toBe(true);
    setDate(new Date(2026, 10, 19, 12));
    wait(2 * HOUR_MS);
    expect(ledger.current.today).toMatchObject({ date: '2026-11-19', usd: 0.125 });
    expect(ledger.current.total.usd).toBe(0.625);
  });

  it('loses nothing of the total, however the clock jumps and the daemon restarts', async () => {
    const step = fc.record({
      day: fc.integer({ min: -400, max: 400 }),
      waitMs: fc.integer({ min: 0, max: 2 * HOUR_MS }),
      cents: fc.nat(100),
      next: fc.constantFrom('goes on', 'restarts'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { open, wait, setDate, remove } = setUp(new Date(2026, 10, 20, 9));
        let ledger = await open();
        for (const { day, waitMs, cents, next } of steps) {
          setDate(new Date(2026, 10, 20 + day, 9));
          wait(waitMs);
          ledger.add(turn, cents / 100);
          if (next === 'goes on') continue;
          await ledger.close();
          ledger = await open();
        }
        const cents = steps.reduce((sum, step) => sum + step.cents, 0);
        expect(ledger.current.total.usd).toBe(cents / 100);
        await ledger.close();
        remove();
      }),
      { numRuns: 30 },
    );
  });
});

function setUp(start: Date) {
  const stateDir = mkdtempSync(join(tmpdir(), 'hearth-ledger-'));
  const remove = () => rmSync(stateDir, { recursive: true, force: true });
  onTestFinished(remove);
  const clock = new FakeClock();
  const health: Health[] = [];
  let shown = { date: start, atMs: 0 };
  const date = () => new Date(shown.date.getTime() + clock.now() - shown.atMs);
  return {
    clock,
    health,
    path: join(stateDir, 'usage.json'),
    remove,
    open: () => Ledger.open({ stateDir, clock, date, report: (state) => void health.push(state) }),
    /** The clock on the wall jumps. */
    setDate: (date: Date) => {
      shown = { date, atMs: clock.now() };
    },
    wait: (ms: number) => clock.advance(ms),
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
