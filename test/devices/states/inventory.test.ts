import { describe, expect, test } from 'vitest';
import type { Description } from '../../../src/devices/description.ts';
import type { Entity, LeftOut } from '../../../src/devices/entity.ts';
import { Inventory } from '../../../src/devices/states/inventory.ts';
import { entity } from './things.ts';

const NEVER = { mode: 'latest', rules: [] } as const;

describe('the inventory', () => {
  test('has what is described, and tells of what is put in and removed', () => {
    const { describe: describing, inventory, log, ids } = setUp();
    describing('light.a');
    expect(inventory.update('light.a')).toBe('changed');
    expect(ids()).toEqual(['light.a']);
    describing('light.a');
    expect(inventory.update('light.a')).toBe('changed');
    describing('light.a', 'gone');
    expect(inventory.update('light.a')).toBe('changed');
    expect(inventory.update('light.a')).toBe('same');
    expect(log).toEqual(['put light.a', 'put light.a for another', 'removed light.a']);
    expect(ids()).toEqual([]);
  });

  test('builds nothing again that is described as before', () => {
    const { describe: describing, inventory, log } = setUp();
    describing('light.a');
    for (const expected of ['changed', 'same', 'same'])
      expect(inventory.update('light.a')).toBe(expected);
    expect(log).toHaveLength(1);
  });

  test('says what is left out, as long as it is', () => {
    const {
      describe: describing,
      inventory,
      log,
      ids,
    } = setUp((description) =>
      description.options['odd'] === true
        ? { id: 'light.a', name: 'A', reason: 'It is odd.' }
        : entity('light.a'),
    );
    describing('light.a');
    inventory.update('light.a');
    describing('light.a', { odd: true });
    expect(inventory.update('light.a')).toBe('changed');
    expect(inventory.leftOut).toEqual([{ id: 'light.a', name: 'A', reason: 'It is odd.' }]);
    expect(ids()).toEqual([]);
    expect(inventory.update('light.a')).toBe('same');
    expect(inventory.leftOut).toHaveLength(1);
    describing('light.a');
    inventory.update('light.a');
    expect(inventory.leftOut).toEqual([]);
    expect(log).toEqual(['put light.a', 'removed light.a', 'put light.a']);
  });

  test('has what is not wanted only for what is sent to it, and puts nothing of it in', () => {
    const { unwanted, inventory, log, ids } = setUp(({ options }) =>
      entity('lock.a', { commandTopics: options['deaf'] === true ? [] : ['a/set'] }),
    );
    const key = 'lock.a at somewhere';
    const { identity, availability } = { identity: entity('lock.a'), availability: NEVER };
    unwanted.set(key, { identity, options: {}, availability });
    expect(inventory.update(key)).toBe('changed');
    expect([...inventory.unwanted.values()]).toMatchObject([{ commandTopics: ['a/set'] }]);
    unwanted.set(key, { identity, options: { deaf: true }, availability });
    expect(inventory.update(key)).toBe('changed');
    expect(inventory.unwanted.size).toBe(0);
    unwanted.set(key, { identity, options: {}, availability });
    inventory.update(key);
    unwanted.delete(key);
    expect(inventory.update(key)).toBe('changed');
    expect(inventory.update(key)).toBe('same');
    expect(inventory.unwanted.size).toBe(0);
    expect([ids(), inventory.leftOut, log]).toEqual([[], [], []]);
  });

  test('leaves out what the program has a fault with', () => {
    const {
      describe: describing,
      inventory,
      log,
    } = setUp(() => {
      throw new Error('met evil');
    });
    describing('light.a');
    expect(inventory.update('light.a')).toBe('same');
    expect(inventory.leftOut).toMatchObject([
      { id: 'light.a', reason: expect.stringContaining('fault') },
    ]);
    expect(log).toEqual(['Error: met evil']);
  });
});

function setUp(
  build: (description: Description) => Entity | LeftOut = ({ identity }) => identity as Entity,
) {
  const descriptions = new Map<string, Description>();
  const unwanted = new Map<string, Description>();
  const log: string[] = [];
  const inventory = new Inventory({
    descriptions: () => descriptions,
    unwanted: () => unwanted,
    build,
    put: ({ id }, before) => log.push(before ? `put ${id} for another` : `put ${id}`),
    removed: ({ id }) => log.push(`removed ${id}`),
    broken: (error) => log.push(`${error}`),
  });
  return {
    unwanted,
    inventory,
    log,
    ids: () => [...inventory.entities.keys()],
    describe(id: string, options: Record<string, unknown> | 'gone' = {}) {
      const identity = entity(id);
      if (options === 'gone') descriptions.delete(id);
      else descriptions.set(id, { identity, options, availability: identity.availability });
    },
  };
}
