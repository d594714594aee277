import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublishable } from '../../../src/config/topic-schema.ts';
import { COMPONENTS, type Component, type Entity } from '../../../src/devices/entity.ts';
import { parseJson } from '../../../src/jinja/value.ts';
import { buildEntity, described, isEntity } from './describing.ts';

// Every option that a builder asks for, found by asking them.
const KEYS = keysOf();

describe('an entity', () => {
  test('is built of every component', () => {
    for (const component of COMPONENTS) {
      expect(KEYS.get(component)?.length).toBeGreaterThan(0);
    }
  });

  test('never throws and never publishes where it must not, whatever its publisher describes', () => {
    fc.assert(
      fc.property(
        anyDescription(),
        fc.array(anyPayload, { maxLength: 5 }),
        (description, texts) => {
          const entity = buildEntity(description);
          if (!isEntity(entity)) {
            expect(entity.reason).toMatch(/\.$/);
            return;
          }
          for (const text of texts) {
            const heard = { topic: 'a/state', text, json: parseJson(text) };
            for (const fact of entity.facts) {
              expect(['string', 'number', 'undefined', 'object']).toContain(
                typeof fact.read(heard),
              );
            }
          }
          for (const wishes of wishesFor(entity)) {
            const composed = entity.compose(wishes, () => undefined);
            if (composed.result === 'unable') continue;
            for (const { topic, payload } of composed.messages) {
              expect(isPublishable(topic)).toBe(true);
              expect(typeof payload).toBe('string');
            }
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});

const anyText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'a/set',
    'a/state',
    'a/#',
    '+/b',
    '$SYS/x',
    'ON',
    'None',
    '{{ value }}',
    '{{ value_json.state }}',
    '{{ value',
    '{{ value | nonsense }}',
    'json',
    'template',
    '12',
  ),
);
const anyOption = fc.oneof(
  { weight: 6, arbitrary: anyText },
  { weight: 1, arbitrary: fc.array(anyText, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, {}, []) },
  { weight: 2, arbitrary: fc.oneof(fc.integer(), fc.double()) },
  {
    weight: 1,
    arbitrary: fc.uniqueArray(fc.constantFrom('rgb', 'xy', 'color_temp', 'white', 'onoff')),
  },
);
const anyPayload = fc.oneof(
  anyText,
  fc.json(),
  fc.constantFrom('ON', '5', '1,2,3', '{"state":"ON","color":{"x":null}}', '{"position":"x"}'),
);

const anyDescription = () =>
  fc
    .constantFrom(...COMPONENTS)
    .chain((component) =>
      fc
        .dictionary(fc.constantFrom(...(KEYS.get(component) ?? [])), anyOption, { maxKeys: 25 })
        .map((options) => described(component, options, 'Zigbee2MQTT')),
    );

function* wishesFor(entity: Entity) {
  for (const ability of entity.abilities) {
    const values =
      ability.kind === 'choice'
        ? ability.options
        : ability.kind === 'number'
          ? [ability.min, ability.max]
          : ['#12ab9f'];
    for (const value of values) yield new Map([[ability.aspect, value]]);
  }
}

/** The options by component: what is asked of a description that claims to have them all. */
function keysOf(): ReadonlyMap<Component, readonly string[]> {
  const found = new Map<Component, readonly string[]>();
  for (const component of COMPONENTS) {
    const asked = new Set<string>();
    for (const value of ['a/b', 'json', 'template']) {
      const all = new Proxy<Record<string, unknown>>(
        {},
        {
          get: (_, key) => {
            if (typeof key === 'string') asked.add(key);
            return value;
          },
          getOwnPropertyDescriptor: (_, key) => {
            if (typeof key === 'string') asked.add(key);
            return { configurable: true, enumerable: true, value };
          },
        },
      );
      buildEntity(described(component, all));
    }
    found.set(component, [...asked]);
  }
  return found;
}
