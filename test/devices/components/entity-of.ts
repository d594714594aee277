import { Options } from '../../../src/devices/components/options.ts';
import type { Description } from '../../../src/devices/description.ts';
import type { Component, Entity, Identity, LeftOut, Value } from '../../../src/devices/entity.ts';
import type { Heard } from '../../../src/devices/heard.ts';
import { parseJson } from '../../../src/jinja/value.ts';

export type Build = (description: Description, options: Options) => Entity | LeftOut;

export function describing(
  component: Component,
  options: Readonly<Record<string, unknown>>,
  identity: Partial<Identity> = {},
): Description {
  return {
    identity: {
      id: `${component}.thing`,
      component,
      name: 'Thing',
      device: undefined,
      area: undefined,
      deviceClass: undefined,
      category: undefined,
      origin: undefined,
      ...identity,
    },
    options,
    availability: { mode: 'latest', rules: [] },
  };
}

export const built = (build: Build, description: Description): Entity | LeftOut =>
  build(description, new Options(description, () => true));

/** The entity; throws if it is left out. */
export function entityOf(
  build: Build,
  component: Component,
  options: Readonly<Record<string, unknown>>,
  identity: Partial<Identity> = {},
): Entity {
  const entity = built(build, describing(component, options, identity));
  if ('reason' in entity) throw new Error(entity.reason);
  return entity;
}

export const heard = (topic: string, text: string): Heard => ({
  topic,
  text,
  json: parseJson(text),
});

/** What the entity tells after these messages, aspect by aspect. */
export function told(
  entity: Entity,
  messages: readonly (readonly [topic: string, text: string])[],
): Readonly<Record<string, Value | null>> {
  const known: Record<string, Value | null> = {};
  for (const [topic, text] of messages) {
    const message = heard(topic, text);
    for (const fact of entity.facts) {
      const value = fact.filter === topic ? fact.read(message) : undefined;
      if (value !== undefined) known[fact.aspect] = value;
    }
  }
  return known;
}

/** The messages that a wish leads to, as `topic payload`, or why there are none. */
export function sent(
  entity: Entity,
  wishes: Readonly<Record<string, Value>>,
): readonly string[] | string {
  const composed = entity.compose(new Map(Object.entries(wishes)), () => undefined);
  if (composed.result === 'unable') return composed.reason;
  return composed.messages.map(({ topic, payload }) => `${topic} ${payload}`);
}

export const abilityOf = (entity: Entity, aspect: string) =>
  entity.abilities.find((ability) => ability.aspect === aspect);
