import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFilter, isPublishable } from '../../../src/config/topic-schema.ts';
import {
  OF_DEVICE,
  OF_OPTIONS,
  OF_ORIGIN,
} from '../../../src/devices/discovery/abbreviations/spelled-out.ts';
import type { Catalogue } from '../../../src/devices/discovery/catalogue.ts';
import { entityName } from '../../../src/devices/discovery/entity-name.ts';
import { catalogueOf, heard, take } from './catalogue-of.ts';

const UNCLEAN = /[\p{Cc}\p{Cf}\p{Cs}]/u;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    'a/b',
    '#',
    '+',
    '$SYS/x',
    '~',
    '~/x',
    'x~',
    'a/#',
    '+/+',
    '\u0000',
    '\u202e',
    '',
  ),
);
const key = fc.oneof(
  fc.constantFrom(...OF_OPTIONS.keys(), ...OF_OPTIONS.values(), '~', 'platform', 'unique_id'),
  fc.constantFrom(...OF_DEVICE.keys(), ...OF_DEVICE.values(), ...OF_ORIGIN.keys()),
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'),
  text,
);
const component = fc.constantFrom('light', 'sensor', 'cover', 'device_automation', 'device', 'x');
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    text,
    component,
    fc.constantFrom(null, true, false, 0, 1, 255, -1.5, 'True', 'config', 'diagnostic'),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(key, tie('any'), { maxKeys: 6 }),
  ),
})).any;

const told = (known: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(known).map(([name, likely]) => [
        name,
        fc.oneof({ arbitrary: likely, weight: 12 }, { arbitrary: value, weight: 1 }),
      ]),
    ),
  );
const likely = told({
  name: fc.option(text),
  unique_id: fc.constantFrom('one', 'two', 'three'),
  device: fc.record({ ids: fc.constantFrom('d', 'e'), name: fc.option(text), sa: text, mdl: text }),
  avty: fc.array(fc.record({ t: text, pl_avail: text, val_tpl: text }), { maxLength: 2 }),
  stat_t: text,
  p: component,
  '~': text,
});

const homeAssistant = fc.record({
  topic: fc
    .tuple(
      component,
      fc.array(fc.constantFrom('a', 'b', 'c d', '', '+', 'x'.repeat(600)), { maxLength: 3 }),
    )
    .map(([first, levels]) => ['homeassistant', first, ...levels, 'config'].join('/')),
  payload: fc.oneof(
    fc.dictionary(key, value, { maxKeys: 12 }).map((all) => JSON.stringify(all)),
    likely.map((all) => JSON.stringify(all)),
    fc.dictionary(text, likely).map((all) => JSON.stringify({ cmps: all, p: 'sensor' })),
    fc.constantFrom('', '{', 'null', '"text"', '{"migrate_discovery":true}'),
    fc.string({ maxLength: 40 }),
  ),
});

const bit = fc.constantFrom(0, 1);
const tasmotaConfig = told({
  ver: fc.constant(1),
  mac: fc.constant('AABBCC'),
  dn: text,
  fn: fc.array(fc.option(text), { maxLength: 4 }),
  t: fc.oneof(fc.constant('plug'), text),
  hn: text,
  ft: fc.oneof(fc.constantFrom('%prefix%/%topic%/', '%topic%/%prefix%', '%id%/x%prefix%'), text),
  tp: fc.oneof(fc.constant(['cmnd', 'stat', 'tele']), fc.array(text, { maxLength: 3 })),
  state: fc.constant(['OFF', 'ON', 'TOGGLE', 'HOLD']),
  onln: fc.constant('Online'),
  ofln: fc.constant('Offline'),
  rl: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }),
  swc: fc.array(fc.integer({ min: -1, max: 20 }), { maxLength: 4 }),
  swn: fc.array(fc.option(text), { maxLength: 4 }),
  lt_st: fc.integer({ min: -1, max: 7 }),
  lk: bit,
  if: bit,
  ty: bit,
  sho: fc.array(fc.integer(), { maxLength: 2 }),
  sht: fc.array(fc.array(fc.integer(), { maxLength: 3 }), { maxLength: 2 }),
  so: fc.dictionary(fc.constantFrom('30', '68', '82'), bit),
});
const tasmotaSensors = told({ sn: fc.dictionary(text, value, { maxKeys: 5 }) });
const tasmota = fc
  .oneof(
    tasmotaConfig.map((body) => ({ topic: 'tasmota/discovery/AABBCC/config', body })),
    tasmotaSensors.map((body) => ({ topic: 'tasmota/discovery/AABBCC/sensors', body })),
  )
  .map(({ topic, body }) => ({ topic, payload: JSON.stringify(body) }));

describe('whatever strangers send', () => {
  const history = fc.array(fc.oneof(homeAssistant, tasmota), { maxLength: 12 });

  it('never makes the catalogue throw, and what it says is clean and bounded', () => {
    fc.assert(
      fc.property(history, (messages) => {
        const catalogue = catalogueOf({ maxEntities: 5 });
        for (const message of messages) {
          const before = new Map(catalogue.descriptions);
          expect(take(catalogue, message).toSorted()).toEqual(differences(before, catalogue));
          expectClean(catalogue);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    { toString: null },
    { toString: 1, valueOf: null },
    [[[{ toString: null }]]],
    JSON.parse('{"__proto__":null,"toJSON":1}'),
  ])('is no option of anything: %j', (strange) => {
    for (const key of new Set([...OF_OPTIONS.values(), '~', 'origin', 'device', 'name'])) {
      const catalogue = catalogueOf({ maxEntities: 5 });
      const all = { command_topic: 'a/set', [key]: strange };
      for (const payload of [all, { components: { a: { ...all, platform: 'light' } }, ...all }])
        take(catalogue, {
          topic: `homeassistant/${'components' in payload ? 'device' : 'light'}/a/config`,
          payload: JSON.stringify(payload),
        });
      expectClean(catalogue);
    }
  });

  it('is all forgotten when it is taken back', () => {
    fc.assert(
      fc.property(history, (messages) => {
        const catalogue = catalogueOf({ maxEntities: 5 });
        for (const message of messages) take(catalogue, message);
        for (const { topic } of messages) take(catalogue, { topic, payload: '' });
        expect(catalogue.descriptions.size).toBe(0);
        expect(catalogue.leftOut.filter(({ id }) => id !== 'homeassistant')).toEqual([]);
      }),
    );
  });

  it('gives a Tasmota only topics that a broker takes, all of them its own', () => {
    fc.assert(
      fc.property(tasmotaConfig, (body) => {
        const catalogue = catalogueOf();
        const payload = JSON.stringify(body);
        take(catalogue, { topic: 'tasmota/discovery/AABBCC/config', payload });
        for (const { options } of catalogue.descriptions.values()) {
          for (const [name, topic] of Object.entries(options)) {
            if (name.endsWith('command_topic')) expect(isPublishable(String(topic))).toBe(true);
            else if (name.endsWith('topic')) expect(isFilter(String(topic))).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('makes a name that is never empty nor long, and begins with that of the device if it fits', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(name, fc.option(name), (device, own) => {
        const made = entityName({
          device,
          own,
          objectId: undefined,
          deviceClass: undefined,
          object: 'o',
        });
        expect(made).not.toBe('');
        expect([...made].length).toBeLessThanOrEqual(120);
      }),
    );
  });
});

function differences(before: ReadonlyMap<string, unknown>, { descriptions }: Catalogue): string[] {
  const ids = new Set([...before.keys(), ...descriptions.keys()]);
  return [...ids].filter((id) => before.get(id) !== descriptions.get(id)).toSorted();
}

function expectClean({ descriptions, leftOut }: Catalogue): void {
  expect(descriptions.size).toBeLessThanOrEqual(5);
  for (const { id, name, reason } of leftOut) {
    for (const said of [id, name ?? 'none', reason]) {
      expect(said).not.toMatch(UNCLEAN);
      expect(said).not.toBe('');
      expect(said.length).toBeLessThan(700);
    }
  }
  for (const [id, { identity, options, availability }] of descriptions) {
    expect(identity.id).toBe(id);
    expect(id).toMatch(/^[a-z_]+\.[\w-]+$/);
    expect(Object.getPrototypeOf(options)).toBe(null);
    const { name, area = 'none', deviceClass = 'none', origin = 'none', device } = identity;
    const {
      id: own = 'none',
      name: called = 'none',
      manufacturer = 'none',
      model = 'none',
    } = device ?? {};
    for (const said of [name, area, deviceClass, origin, own, called, manufacturer, model]) {
      expect(said).not.toMatch(UNCLEAN);
      expect(said).not.toBe('');
      expect([...said].length).toBeLessThanOrEqual(200);
    }
    for (const { filter, read } of availability.rules) {
      expect(isFilter(filter)).toBe(true);
      expect([undefined, 'online', 'offline']).toContain(read(heard('online')));
    }
  }
}
