/** A hub that knows a device only by what that describes; it reads and commands with this program's own means. */
import { entityBuilder } from '../../src/devices/components/build-entity.ts';
import type { Entity } from '../../src/devices/entity.ts';
import { taken } from '../devices/discovery/catalogue-of.ts';

export interface Described {
  readonly device: Readonly<Record<string, unknown>>;
  readonly origin: Readonly<Record<string, unknown>>;
  readonly availability_topic: string;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The things that are described, by what their ids end in. This program itself leaves them out, a hub does not. */
export function hubOf({ topic, payload }: { readonly topic: string; readonly payload: string }) {
  const described = JSON.parse(payload) as Described;
  const foreign = { ...described, origin: { name: 'Another program' } };
  const catalogue = taken([{ topic, payload: JSON.stringify(foreign) }], {
    topicPrefix: 'not/of/it',
    extras: ['config', 'diagnostic', 'disabled'],
  });
  const build = entityBuilder({ mayCommand: () => true });
  const key = topic.split('/').at(-2) ?? '';
  const things = new Map<string, Entity>();
  for (const description of catalogue.descriptions.values()) {
    const thing = build(description);
    if ('reason' in thing) throw new Error(`${thing.id}: ${thing.reason}`);
    if (thing.lacks.length > 0) throw new Error(`${thing.id}: ${thing.lacks.join(' ')}`);
    things.set(thing.id.slice(thing.id.indexOf(key) + key.length + 1), thing);
  }
  const thing = (name: string): Entity => {
    const found = things.get(name);
    if (found === undefined) throw new Error(`${name} is not described`);
    return found;
  };
  return {
    described,
    things,
    thing,
    /** Why things cannot be used by this program, were it the hub. */
    leftOut: catalogue.leftOut,
  };
}
