/** What a publisher's messages come to: from the topics of discovery to commands on the wire. */
import { checkWishes } from '../../../src/devices/acts/check-wishes.ts';
import { commandTopics } from '../../../src/devices/command-topics.ts';
import { entityBuilder } from '../../../src/devices/components/build-entity.ts';
import type { CatalogueSettings } from '../../../src/devices/discovery/settings.ts';
import type { Ability, Entity, LeftOut, Value } from '../../../src/devices/entity.ts';
import { heard, taken } from '../discovery/catalogue-of.ts';

/** As on a broker where the program has its usual topics. */
const build = entityBuilder({
  mayCommand: commandTopics({ topicPrefix: 'hearth', discoveryPrefix: 'homeassistant' }),
});

export interface Published {
  /** By id. */
  readonly entities: ReadonlyMap<string, Entity>;
  readonly leftOut: readonly LeftOut[];
  /** The one of this name, or id. */
  entity(name: string): Entity;
  /** Name by name, in their order, with what each cannot do. */
  readonly names: readonly string[];
  readonly lacks: readonly string[];
}

/** `messages`: the payload of each topic; below `homeassistant/` only what is between that and `/config`. */
export function published(
  messages: Readonly<Record<string, unknown>>,
  settings: Partial<CatalogueSettings> = {},
): Published {
  const catalogue = taken(
    Object.entries(messages).map(([path, body]) => ({
      topic: path.startsWith('tasmota/') ? path : `homeassistant/${path}/config`,
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    })),
    settings,
  );
  const entities = new Map<string, Entity>();
  const leftOut = [...catalogue.leftOut];
  for (const [id, description] of catalogue.descriptions) {
    const built = build(description);
    if ('reason' in built) leftOut.push(built);
    else entities.set(id, built);
  }
  const all = [...entities.values()];
  return {
    entities,
    leftOut,
    names: all.map(({ name }) => name),
    lacks: all.flatMap(({ id, lacks }) => lacks.map((lack) => `${id}: ${lack}`)),
    entity(name) {
      const found = entities.get(name) ?? all.find((one) => one.name === name);
      if (found === undefined) {
        throw new Error(
          `There is no ${name}, but ${JSON.stringify([...entities.keys()])}, ${JSON.stringify(leftOut)}`,
        );
      }
      return found;
    },
  };
}

/** What the entity tells after a message, aspect by aspect. */
export function told(
  entity: Entity,
  topic: string,
  payload: unknown,
): Readonly<Record<string, Value | null>> {
  const message = heard(typeof payload === 'string' ? payload : JSON.stringify(payload), topic);
  const values: Record<string, Value | null> = {};
  for (const fact of entity.facts) {
    const value = matches(fact.filter, topic) ? fact.read(message) : undefined;
    if (value !== undefined) values[fact.aspect] = value;
  }
  return values;
}

const matches = (filter: string, topic: string): boolean => {
  const [levels, others] = [filter.split('/'), topic.split('/')];
  return (
    levels.length === others.length &&
    levels.every((level, at) => level === '+' || level === others[at])
  );
};

/** What is sent for what was asked for, as `topic payload`, or the sentence that says why nothing is. */
export function sent(
  entity: Entity,
  wanted: Readonly<Record<string, Value>>,
  known: Readonly<Record<string, Value>> = {},
): readonly string[] | string {
  const abilities = entity.abilities.map(withoutPattern);
  const checked = checkWishes({ ...entity, abilities }, new Map(Object.entries(wanted)));
  if (checked.result === 'wrong') return checked.reason;
  const composed = entity.compose(checked.wishes, (aspect) => known[aspect]);
  if (composed.result === 'unable') return composed.reason;
  return composed.messages.map(({ topic, payload }) => `${topic} ${payload}`);
}

/** Patterns are run with a bound on their time, which is no matter of what publishers write. */
const withoutPattern = (ability: Ability): Ability => {
  if (ability.kind !== 'text') return ability;
  const { pattern: _, ...others } = ability;
  return others;
};

/** The pattern of a text that it takes. */
export function patternOf({ abilities }: Entity, aspect: string): string | undefined {
  const ability = abilities.find((one) => one.aspect === aspect);
  return ability?.kind === 'text' ? ability.pattern : undefined;
}

/** The unit of what it tells or takes. */
export const unitOf = (entity: Entity, aspect = 'value'): string | undefined =>
  entity.facts.find((fact) => fact.aspect === aspect)?.unit;

export const aspectsOf = (entity: Entity): readonly string[] =>
  entity.abilities.map(({ aspect }) => aspect);

/** Whether it is there, as its one rule of availability says. */
export const presence = (entity: Entity, payload: unknown): string | undefined => {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return entity.availability.rules[0]?.read(heard(text));
};
