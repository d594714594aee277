import { describe, expect, test } from 'vitest';
import type { Log } from '../../src/system/log.ts';
import { silentLog } from '../../src/system/log.ts';
import { Watchdog, watchdogTimeoutMs } from '../../src/system/watchdog.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('the watchdog', () => {
  test('is answered three times within its patience', () => {
    const { clock, beats } = setUp();
    clock.advance(30_000);
    expect(beats()).toEqual([0, 10_000, 20_000, 30_000]);
  });

  test('is not answered while there is a complaint, which is told once', () => {
    const { clock, beats, complain, told, journal } = setUp();
    complain('The microphone is dead.');
    clock.advance(60_000);
    expect(beats()).toEqual([0]);
    expect(told).toEqual(['The microphone is dead.']);
    expect(journal).toHaveLength(1);
    expect(journal[0]).toMatch(/^error .*anew.*The microphone is dead\./);
  });

  test('is answered again when the complaint is gone', () => {
    const { clock, beats, complain, told } = setUp();
    complain('The microphone is dead.');
    clock.advance(15_000);
    complain(undefined);
    clock.advance(5_000);
    expect(beats()).toEqual([0, 20_000]);
    expect(told).toEqual(['The microphone is dead.', undefined]);
  });

  test('is answered when the complaint is gone a moment later: what was held up comes late', () => {
    const { clock, beats, complain, told } = setUp();
    complain('The microphone is dead.');
    clock.advance(10_500);
    complain(undefined);
    clock.advance(500);
    expect(beats()).toEqual([0, 11_000]);
    expect(told).toEqual([]);
  });

  test('says when the event loop was held up', () => {
    const clock = new LateClock();
    const { journal } = setUp({ clock });
    clock.lateMs = 4_000;
    clock.advance(10_000);
    expect(journal).toEqual([]);
    clock.lateMs = 6_000;
    clock.advance(10_000);
    expect(journal).toEqual(['warn the event loop was held up {"lateMs":6000}']);
  });

  test('says so when its patience is too short, and does not race for it', () => {
    const { clock, beats, journal } = setUp({ timeoutMs: 1 });
    clock.advance(1_000);
    expect(beats().length).toBeLessThan(12);
    expect(journal[0]).toContain('WatchdogSec=');
  });

  test('leaves no timer', () => {
    const { clock, complain, watchdog } = setUp();
    complain('The microphone is dead.');
    clock.advance(10_100);
    watchdog.close();
    expect(clock.pending).toBe(0);
  });

  test.each([
    [{ watchdogUsec: '30000000', watchdogPid: undefined }, 30_000],
    [{ watchdogUsec: '30000000', watchdogPid: '7' }, 30_000],
    [{ watchdogUsec: '30000000', watchdogPid: '8' }, undefined],
    [{ watchdogUsec: undefined, watchdogPid: '7' }, undefined],
    [{ watchdogUsec: '0', watchdogPid: undefined }, undefined],
    [{ watchdogUsec: '-1', watchdogPid: undefined }, undefined],
    [{ watchdogUsec: '3e9', watchdogPid: undefined }, undefined],
  ])('is asked for by %j: %s ms', (variables, timeoutMs) => {
    expect(watchdogTimeoutMs(variables, 7)).toBe(timeoutMs);
  });
});

/** Timers are called late by `lateMs`. */
class LateClock extends FakeClock {
  lateMs = 0;
  #behindMs = 0;
  override now(): number {
    return super.now() + this.#behindMs;
  }
  override after(delayMs: number, fn: () => void) {
    return super.after(delayMs, () => {
      this.#behindMs += this.lateMs;
      fn();
    });
  }
}

function setUp({ clock = new FakeClock(), timeoutMs = 30_000 } = {}) {
  const at: number[] = [];
  const told: (string | undefined)[] = [];
  const journal: string[] = [];
  let complaint: string | undefined;
  const write = (level: string) => (message: string, fields?: object) =>
    void journal.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  const log: Log = { ...silentLog, warn: write('warn'), error: write('error') };
  const watchdog = new Watchdog({
    ...{ clock, timeoutMs, log: () => log },
    complaint: () => complaint,
    beat: () => at.push(clock.now()),
    withheld: (reason) => told.push(reason),
  });
  const complain = (reason: string | undefined) => {
    complaint = reason;
  };
  return { watchdog, clock, beats: () => at, complain, told, journal };
}
