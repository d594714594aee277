import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delivery } from '../../../src/broker/bus.ts';
import type { Ability, Component, Value } from '../../../src/devices/entity.ts';
import { setUp } from './set-up.ts';
import { type Behaviour, echoes, entity } from './simulated-home.ts';

const ASPECTS = ['state', 'brightness', 'color', 'value', 'press', '__proto__', 'constructor'];

const aspect = fc.constantFrom(...ASPECTS);
const word = fc.oneof(
  fc.constantFrom('on', 'off', 'ON', 'press', 'open', 'unlocked', '#ff0000', '50', '', '__proto__'),
  fc.string({ maxLength: 12 }),
);
const value: fc.Arbitrary<Value> = fc.oneof(word, fc.double(), fc.integer({ min: -200, max: 200 }));
const wishes = fc.array(fc.tuple(aspect, value), { maxLength: 4 }).map((pairs) => new Map(pairs));

const ability: fc.Arbitrary<Ability> = fc.oneof(
  fc.record({
    aspect,
    kind: fc.constant('choice' as const),
    options: fc.array(word, { maxLength: 4 }),
  }),
  fc.record({
    aspect,
    kind: fc.constant('number' as const),
    min: fc.oneof(fc.integer({ min: -100, max: 100 }), fc.double()),
    max: fc.oneof(fc.integer({ min: -100, max: 100 }), fc.double()),
    step: fc.oneof(fc.constantFrom(0, 0.1, 0.5, 1, 7), fc.double()),
  }),
  fc.record({ aspect, kind: fc.constant('color' as const) }),
  fc.record({
    aspect,
    kind: fc.constant('text' as const),
    minLength: fc.nat({ max: 5 }),
    maxLength: fc.nat({ max: 10 }),
  }),
  fc.record({ aspect, kind: fc.constant('press' as const) }),
);
const abilities = fc.uniqueArray(ability, { maxLength: 4, selector: (one) => one.aspect });

const component = fc.constantFrom<Component>(
  'light',
  'switch',
  'cover',
  'lock',
  'button',
  'number',
);

const behaviour = fc.constantFrom<Behaviour>(
  () => {},
  echoes,
  (_, say) => say('state', 'off'),
  (message, say) => {
    echoes(message, say);
    say('state', null);
  },
);
const delivery = fc.constantFrom<Delivery | 'never'>(
  'delivered',
  'delivered',
  'nobody',
  'refused',
  'away',
  'unknown',
  'never',
);

/** By itself, and not as the code does it. */
const allows = (abilities: readonly Ability[], aspect: string, value: Value): boolean =>
  abilities.some((one) => one.aspect === aspect && allowed(one, value));

function allowed(ability: Ability, value: Value): boolean {
  const { length } = [...String(value)];
  switch (ability.kind) {
    case 'choice':
      return ability.options.includes(String(value));
    case 'number':
      return typeof value === 'number' && value >= ability.min && value <= ability.max;
    case 'color':
      return /^#[0-9a-f]{6}$/.test(String(value));
    case 'text':
      return length >= ability.minLength && length <= ability.maxLength;
    case 'press':
      return value === 'press';
  }
}

test('nothing is published but what abilities allow, once for each act, and every act is answered', async () => {
  const thing = fc.record({ abilities, wishes, component, behaviour, delivery });
  await fc.assert(
    fc.asyncProperty(fc.array(thing, { minLength: 1, maxLength: 5 }), async (things) => {
      const { home, acting, passes } = setUp({ bulkLimit: 3 });
      home.delivery = ({ topic }) => {
        const given = things[Number(topic.slice(0, -4))]?.delivery ?? 'delivered';
        return given === 'never' ? new Promise<Delivery>(() => {}) : given;
      };
      const composed: (readonly [readonly Ability[], ReadonlyMap<string, Value>])[] = [];
      const acts = things.map((one, at) => {
        const id = `${at}`;
        const plain = entity({ id, component: one.component, abilities: one.abilities });
        const watched = entity({
          ...plain,
          compose: (checked, known) => {
            composed.push([one.abilities, checked]);
            return plain.compose(checked, known);
          },
        });
        return { entity: home.add(watched, one.behaviour), wishes: one.wishes };
      });
      const answering = acting.perform(acts, new AbortController().signal);
      await passes(7_500);
      const answer = await answering;
      expect(answer.message).not.toBe('');
      for (const [able, checked] of composed)
        for (const [aspect, value] of checked) expect(allows(able, aspect, value)).toBe(true);
      const topics = home.published.map(({ topic }) => topic);
      expect(new Set(topics).size).toBe(topics.length);
      expect(topics.length).toBeLessThanOrEqual(composed.length);
      if (answer.status === 'needs_confirmation' || topics.length > 3) expect(topics).toEqual([]);
      if (answer.status === 'done') expect(topics).toHaveLength(acts.length);
      expect(home.listeners).toBe(0);
    }),
    { numRuns: 60 },
  );
});
