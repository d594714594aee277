import { describe, expect, test } from 'vitest';
import { type Finding, settled } from '../../src/devices/settled.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('the devices of a home', () => {
  test('are settled when for a while none was found', async () => {
    const { clock, found, isOver, listeners } = setUp();
    clock.advance(1_000);
    found();
    clock.advance(1_200);
    found();
    clock.advance(1_200);
    expect(await isOver()).toBe(false);
    clock.advance(100);
    expect(await isOver()).toBe(true);
    expect(listeners()).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('are settled after a while also where there are none', async () => {
    const { clock, isOver } = setUp();
    clock.advance(1_300);
    expect(await isOver()).toBe(true);
  });

  test('are taken as they are when they never come to rest', async () => {
    const { clock, found, finding, isOver, listeners } = setUp();
    for (let ms = 0; ms < 29_900; ms += 100) {
      clock.advance(100);
      found();
    }
    expect(await isOver()).toBe(false);
    clock.advance(100);
    expect(await isOver()).toBe(true);
    expect(finding()).toBe('still coming');
    expect(listeners()).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('are not settled while descriptions come, or wait to be read, though none has been told of yet', async () => {
    const { clock, descriptions, isOver } = setUp();
    descriptions.arrived = 2_000;
    descriptions.waiting = 2_000;
    clock.advance(1_300);
    expect(await isOver()).toBe(false);
    descriptions.waiting = 0;
    descriptions.arrived = 2_001;
    clock.advance(1_300);
    expect(await isOver()).toBe(false);
    clock.advance(1_300);
    expect(await isOver()).toBe(true);
  });

  test('are waited for as long as a slow broker may take to send the first', async () => {
    const { clock, isOver } = setUp({ connectedInMs: 2_000 });
    clock.advance(3_900);
    expect(await isOver()).toBe(false);
    clock.advance(100);
    expect(await isOver()).toBe(true);
  });
});

function setUp({ connectedInMs = 5 } = {}) {
  const clock = new FakeClock();
  const listeners = new Set<() => void>();
  let state: 'waiting' | 'over' = 'waiting';
  const devices = {
    changed: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const descriptions = { arrived: 0, waiting: 0 };
  let found: Finding | undefined;
  const home = {
    devices,
    get descriptions() {
      return { ...descriptions };
    },
  };
  void settled({ home, clock, connectedInMs }).then((finding) => {
    state = 'over';
    found = finding;
  });
  return {
    clock,
    descriptions,
    finding: () => found,
    found: () => {
      for (const listener of [...listeners]) listener();
    },
    listeners: () => listeners.size,
    isOver: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return state === 'over';
    },
  };
}
