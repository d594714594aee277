import { describe, expect, test } from 'vitest';
import type { Known } from '../../src/devices/devices.ts';
import type { Entity } from '../../src/devices/entity.ts';
import { answered } from '../../src/devices/settled.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { entity, fact } from './states/things.ts';
import { Turns } from './states/turns.ts';

const KNOWN: Known = { value: 'on', heardAtMs: 0, from: 'device' };
const onOff = { aspect: 'state', kind: 'choice', options: ['on', 'off'] } as const;

/** One that can be asked on `topic`. */
const askable = (id: string, topic: string, more: Partial<Entity> = {}): Entity =>
  entity(id, { facts: [fact(id, { ask: { topic, payload: '{"state":""}', qos: 1 } })], ...more });

describe('the things of which nothing was heard', () => {
  test('are asked at once, and waited for until each has told something', async () => {
    const { look, clock, tells, turns, asked, watched, isOver } = setUp([
      askable('light.a', 'a/get'),
      askable('light.b', 'b/get'),
    ]);
    look();
    clock.advance(100);
    expect(asked).toEqual([['light.a'], ['light.b']]);
    tells('light.a');
    tells('light.a');
    expect(await isOver()).toBe(false);
    tells('light.b');
    turns.all();
    expect(await isOver()).toBe(true);
    expect([watched(), clock.pending]).toEqual([0, 0]);
  });

  test('are waited for until the rest of the last message is read, which may take another turn', async () => {
    const { look, tells, turns, isOver } = setUp([
      askable('light.a', 'a/get'),
      askable('sensor.power', 'a/get'),
    ]);
    look();
    tells('light.a');
    turns.one();
    tells('sensor.power');
    turns.one();
    tells('sensor.power');
    turns.one();
    expect(await isOver()).toBe(false);
    turns.one();
    expect(await isOver()).toBe(true);
  });

  test('are waited for no longer than two seconds also while a message is read', async () => {
    const { look, clock, tells, turns, isOver } = setUp([askable('light.a', 'a/get')]);
    look();
    tells('light.a');
    clock.advance(2_000);
    expect(await isOver()).toBe(true);
    expect(turns.due).toBe(0);
  });

  test('are waited for no longer than two seconds', async () => {
    const { look, clock, watched, isOver } = setUp([askable('light.a', 'a/get')]);
    look();
    clock.advance(1_999);
    expect(await isOver()).toBe(false);
    clock.advance(1);
    expect(await isOver()).toBe(true);
    expect([watched(), clock.pending]).toEqual([0, 0]);
  });

  test('are asked together where they are one device, and first what can be set', () => {
    const { look, clock, asked } = setUp([
      askable('sensor.power', 'plug/get'),
      askable('sensor.rain', 'rain/get'),
      askable('switch.plug', 'plug/get', { abilities: [onOff] }),
    ]);
    look();
    clock.advance(1_000);
    expect(asked).toEqual([['switch.plug', 'sensor.power'], ['sensor.rain']]);
  });

  test('are fifty at most, a few at a time', () => {
    const { look, clock, asked } = setUp(
      Array.from({ length: 200 }, (_, at) => askable(`light.${at}`, `${at}/get`)),
    );
    look();
    clock.advance(100);
    expect(asked.length).toBeLessThan(10);
    clock.advance(1_900);
    expect(asked).toHaveLength(50);
  });

  test('are none where all have told something, are away, or cannot be asked', async () => {
    const { look, tells, leaves, asked, clock, isOver } = setUp([
      askable('light.heard', 'heard/get'),
      askable('light.away', 'away/get'),
      entity('light.dumb', { facts: [fact('dumb')] }),
    ]);
    tells('light.heard');
    leaves('light.away');
    look();
    expect(await isOver()).toBe(true);
    expect([asked, clock.pending]).toEqual([[], 0]);
  });
});

function setUp(things: readonly Entity[]) {
  const clock = new FakeClock();
  const turns = new Turns();
  const asked: string[][] = [];
  const heard = new Set<string>();
  const away = new Set<string>();
  const listeners = new Set<{ readonly id: string; readonly hear: () => void }>();
  let state: 'waiting' | 'over' = 'waiting';
  const devices = {
    entities: new Map(things.map((thing) => [thing.id, thing])),
    state: (id: string) => ({
      availability: away.has(id) ? ('offline' as const) : ('online' as const),
      known: new Map(heard.has(id) ? [['state', KNOWN]] : []),
    }),
    ask: (...ids: readonly string[]) => void asked.push([...ids]),
    watch: (id: string, listener: (aspect: string, known: Known) => void) => {
      const own = { id, hear: () => listener('state', KNOWN) };
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
  return {
    clock,
    turns,
    asked,
    look: () =>
      void answered({ devices, clock, soon: turns.soon }).then(() => {
        state = 'over';
      }),
    tells: (id: string) => {
      heard.add(id);
      for (const listener of [...listeners]) if (listener.id === id) listener.hear();
    },
    leaves: (id: string) => away.add(id),
    watched: () => listeners.size,
    isOver: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return state === 'over';
    },
  };
}
