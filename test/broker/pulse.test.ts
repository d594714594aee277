import { describe, expect, test } from 'vitest';
import { Pulse } from '../../src/broker/pulse.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('the pulse of a connection', () => {
  test('is looked for more often than the broker wants it', () => {
    const { clock, pings } = setUp({ keepaliveMs: 4_000 });
    clock.advance(10_000);
    expect(pings).toEqual([2_000, 4_000, 6_000, 8_000, 10_000]);
  });

  test('is there as long as anything comes', () => {
    const { clock, pulse, deaths } = setUp();
    for (let s = 0; s < 60; s++) {
      clock.advance(1_000);
      pulse.heard();
    }
    expect(deaths).toEqual([]);
  });

  test.each([0, 1, 5_999, 6_000, 6_001, 11_000])(
    'is gone within 20 s after the broker fell silent, here after %d ms',
    (atMs) => {
      const { clock, pulse, deaths } = setUp();
      clock.advance(atMs);
      pulse.heard();
      clock.advance(20_000);
      expect(deaths).toHaveLength(1);
      expect((deaths[0] ?? 0) - atMs).toBeGreaterThanOrEqual(12_000);
      expect(clock.pending).toBe(0);
    },
  );

  test('is not gone because this machine slept', () => {
    const { clock, pulse, deaths } = setUp({ sleepMs: 3_600_000 });
    clock.advance(6_000);
    expect(deaths).toEqual([]);
    clock.advance(6_000);
    pulse.answered();
    expect(deaths).toEqual([]);
  });
});

describe('whether the broker answers', () => {
  test('is known by the answer to this very ping, not by one of before', async () => {
    const { clock, pulse } = setUp();
    clock.advance(6_250);
    const life = pulse.ask();
    let known: string | undefined;
    void life.then((is) => {
      known = is;
    });
    pulse.answered();
    await Promise.resolve();
    expect(known).toBeUndefined();
    pulse.heard();
    pulse.answered();
    expect(await life).toBe('answers');
  });

  test('is known after 2 s at the latest', async () => {
    const { clock, pulse } = setUp();
    const life = pulse.ask();
    clock.advance(2_000);
    expect(await life).toBe('silent');
  });

  test('is known when the connection ends', async () => {
    const { clock, pulse } = setUp();
    const life = pulse.ask();
    pulse.close();
    expect(await life).toBe('silent');
    expect(clock.pending).toBe(0);
  });

  test('is not waited for when nobody wants to know it any more', async () => {
    const { clock, pulse } = setUp();
    const stop = new AbortController();
    const life = pulse.ask(stop.signal);
    const others = pulse.ask();
    stop.abort();
    expect(await life).toBe('unasked');
    expect(await pulse.ask(stop.signal)).toBe('unasked');
    clock.advance(2_000);
    expect(await others).toBe('silent');
  });

  test('is known at once where it was foreseen that somebody asks', async () => {
    const { clock, pulse, pings } = setUp();
    pulse.foresee();
    pulse.foresee();
    pulse.answered();
    clock.advance(249);
    expect(await pulse.ask()).toBe('answers');
    expect(pings).toHaveLength(1);
    clock.advance(1);
    const life = pulse.ask();
    expect(pings).toHaveLength(2);
    clock.advance(2_000);
    expect(await life).toBe('silent');
  });

  test('is asked once for several that want to know it at a time', async () => {
    const { pulse, pings } = setUp();
    const lives = [pulse.ask(), pulse.ask()];
    pulse.answered();
    expect(await Promise.all(lives)).toEqual(['answers', 'answers']);
    expect(pings).toHaveLength(1);
  });
});

/** `sleepMs`: each timer is so late. */
function setUp({ keepaliveMs = 12_000, sleepMs = 0 } = {}) {
  const clock = new FakeClock();
  const pings: number[] = [];
  const deaths: number[] = [];
  let sleptMs = 0;
  const pulse = new Pulse({
    clock: {
      now: () => clock.now() + sleptMs,
      after: (delayMs, fn) =>
        clock.after(delayMs, () => {
          sleptMs += sleepMs;
          fn();
        }),
    },
    ping: () => pings.push(clock.now()),
    dead: () => deaths.push(clock.now()),
    keepaliveMs,
  });
  return { clock, pulse, pings, deaths };
}
