import { describe, expect, test } from 'vitest';
import { Heartbeat } from '../../src/gemini/heartbeat.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('the heartbeat of a connection', () => {
  test('asks for a sign of life every 20 s', () => {
    const { clock, heartbeat, seen } = beating();
    for (let beat = 0; beat < 6; beat++) {
      clock.advance(20_000);
      heartbeat.alive();
    }
    expect(seen).toEqual({ pings: 6, reasons: [] });
  });

  test('ends a connection when nothing has come for 60 s after a ping', () => {
    const { clock, seen } = beating();
    clock.advance(79_999);
    expect(seen.reasons).toEqual([]);
    clock.advance(1);
    expect(seen.reasons).toEqual([expect.stringContaining('60 s')]);
    expect(clock.pending).toBe(0);
  });

  test.each([8_000, 30_000, 44_000])('takes an answer that comes %i ms late', (lateMs) => {
    const clock = new FakeClock();
    const reasons: string[] = [];
    const heartbeat: Heartbeat = new Heartbeat({
      clock,
      ping: () => clock.after(lateMs, () => heartbeat.alive()),
      dead: (reason) => reasons.push(reason),
    });
    clock.advance(10 * 60_000);
    expect(reasons).toEqual([]);
    heartbeat.close();
  });

  test('counts again from the newest sign of life', () => {
    const { clock, heartbeat, seen } = beating();
    clock.advance(79_999);
    heartbeat.alive();
    clock.advance(60_000);
    expect(seen.reasons).toEqual([]);
    clock.advance(1);
    expect(seen.reasons).toHaveLength(1);
  });

  test('gives the other side its whole time again after the machine has slept', () => {
    const { clock, seen } = beating();
    clock.advance(70_000);
    clock.sleep(2 * 60 * 60_000);
    expect(seen).toEqual({ pings: 4, reasons: [] });
    clock.advance(59_999);
    expect(seen.reasons).toEqual([]);
    clock.advance(1);
    expect(seen.reasons).toHaveLength(1);
  });

  test('leaves nothing behind', () => {
    const { clock, heartbeat, seen } = beating();
    heartbeat.close();
    clock.advance(10 * 60_000);
    expect(seen).toEqual({ pings: 0, reasons: [] });
    expect(clock.pending).toBe(0);
  });
});

function beating() {
  const clock = new SleepyClock();
  const seen = { pings: 0, reasons: [] as string[] };
  const heartbeat = new Heartbeat({
    clock,
    ping: () => void seen.pings++,
    dead: (reason) => void seen.reasons.push(reason),
  });
  return { clock, heartbeat, seen };
}

/** Of a machine that can be suspended: time goes on, and timers run late. */
class SleepyClock extends FakeClock {
  #sleptMs = 0;

  override now(): number {
    return super.now() + this.#sleptMs;
  }

  /** What was due while it slept runs when it wakes. */
  sleep(ms: number): void {
    this.#sleptMs += ms;
    this.advance(10_000);
  }
}
