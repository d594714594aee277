import type {
  AvailabilityRule,
  Component,
  Entity,
  Fact,
  Value,
} from '../../../src/devices/entity.ts';
import type { Taken } from '../../../src/devices/states/intake.ts';
import type { Arrived } from '../../../src/devices/states/waiting.ts';

export function entity(id: string, more: Partial<Entity> = {}): Entity {
  return {
    id,
    component: id.split('.')[0] as Component,
    name: id,
    device: undefined,
    area: undefined,
    deviceClass: undefined,
    category: undefined,
    origin: undefined,
    facts: [],
    abilities: [],
    availability: { mode: 'latest', rules: [] },
    commandTopics: [],
    lacks: [],
    compose: () => ({ result: 'messages', messages: [] }),
    judge: () => 'not',
    ...more,
  };
}

/** Takes the text of a message as it is; `None` says that it is not known, an empty one nothing. */
export function fact(filter: string, more: Partial<Fact> = {}): Fact {
  return {
    aspect: 'state',
    filter,
    read: ({ text }) => (text === 'None' ? null : text === '' ? undefined : text),
    ...more,
  };
}

export function rule(filter: string): AvailabilityRule {
  return {
    filter,
    read: ({ text }) => (text === 'online' || text === 'offline' ? text : undefined),
  };
}

export function taken(topic: string, text: string, more: Partial<Taken> = {}): Taken {
  return {
    source: { filter: topic, kind: 'state' },
    topic,
    text,
    condition: 'readable',
    retained: false,
    heardAtMs: 1_000,
    connection: 0,
    number: 1,
    ...more,
  };
}

export function arrived(
  topic: string,
  payload: string | Buffer,
  more: Partial<Arrived> = {},
): Arrived {
  return {
    source: { filter: topic, kind: 'state' },
    topic,
    payload: Buffer.from(payload),
    condition: 'readable',
    retained: false,
    heardAtMs: 1_000,
    connection: 0,
    number: 1,
    ...more,
  };
}

/** What is known, as `aspect: value (from at)`. */
export const inWords = (
  known: ReadonlyMap<string, { value: Value | null; from: string; heardAtMs: number }>,
): readonly string[] =>
  [...known].map(
    ([aspect, { value, from, heardAtMs }]) => `${aspect}: ${value} (${from} at ${heardAtMs})`,
  );
