import { expect, test } from 'vitest';
import { Connections } from '../../../src/devices/states/connections.ts';

const discovery = { filter: 'homeassistant/+/+/config', kind: 'discovery' } as const;
const state = { filter: 'lamp', kind: 'state' } as const;
const kept = (topic: string) => ({ topic, payload: Buffer.from(''), retained: true });

test('descriptions that the broker tells again came by another connection', () => {
  const connections = new Connections();
  const numbers = ['a', 'b', 'c', 'a', 'b', 'c', 'd', 'c'].map((topic) =>
    connections.of(discovery, kept(topic)),
  );
  expect(numbers).toEqual([0, 0, 0, 1, 1, 1, 1, 2]);
  expect(connections.current).toBe(2);
});

test('descriptions that are sent anew, and states, came by the same', () => {
  const connections = new Connections();
  connections.of(discovery, kept('a'));
  for (let times = 0; times < 3; times += 1) {
    expect(connections.of(discovery, { ...kept('a'), retained: false })).toBe(0);
    expect(connections.of(state, kept('lamp'))).toBe(0);
  }
  connections.of(discovery, kept('a'));
  expect(connections.of(state, kept('lamp'))).toBe(1);
});
