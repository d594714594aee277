/** Descriptions as discovery hands them on, and what comes of them, for the tests of the components. */
import { expect } from 'vitest';
import { entityBuilder } from '../../../src/devices/components/build-entity.ts';
import type { Description } from '../../../src/devices/description.ts';
import type { Component, Entity, LeftOut, Value } from '../../../src/devices/entity.ts';
import { parseJson } from '../../../src/jinja/value.ts';

/** On a broker on which no topic is ours. */
export const buildEntity = entityBuilder({ mayCommand: () => true });

export function described(
  component: Component,
  options: Readonly<Record<string, unknown>>,
  origin?: string,
): Description {
  return {
    identity: {
      id: `${component}.lamp`,
      component,
      name: 'Lamp',
      device: undefined,
      area: undefined,
      deviceClass: undefined,
      category: undefined,
      origin,
    },
    options,
    availability: { mode: 'latest', rules: [] },
  };
}

/** The entity of a description that is good for one. */
export function built(
  component: Component,
  options: Readonly<Record<string, unknown>>,
  origin?: string,
): Entity {
  const entity = buildEntity(described(component, options, origin));
  if (!isEntity(entity)) throw new Error(entity.reason);
  return entity;
}

export const isEntity = (one: Entity | LeftOut): one is Entity => 'facts' in one;

/** The messages for what is wished, as `topic payload`. */
export function sent(
  entity: Entity,
  wishes: Readonly<Record<string, Value>>,
  known: Readonly<Record<string, Value>> = {},
): readonly string[] {
  const composed = entity.compose(new Map(Object.entries(wishes)), (aspect) => known[aspect]);
  if (composed.result === 'unable') throw new Error(composed.reason);
  return composed.messages.map(({ topic, payload }) => `${topic} ${payload}`);
}

/** The sentence that says why what is wished cannot be. */
export function refused(entity: Entity, wishes: Readonly<Record<string, Value>>): string {
  const composed = entity.compose(new Map(Object.entries(wishes)), () => undefined);
  expect(composed.result).toBe('unable');
  return composed.result === 'unable' ? composed.reason : '';
}

/** What a message says, aspect by aspect; those of which it says nothing are not there. */
export function heard(
  entity: Entity,
  topic: string,
  payload: string,
): Readonly<Record<string, Value | null>> {
  const message = { topic, text: payload, json: parseJson(payload) };
  const values: Record<string, Value | null> = {};
  for (const fact of entity.facts) {
    const value = fact.filter === topic ? fact.read(message) : undefined;
    if (value !== undefined) values[fact.aspect] = value;
  }
  return values;
}

export const aspects = (entity: Entity): readonly string[] =>
  entity.abilities.map(({ aspect }) => aspect);
