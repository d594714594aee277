import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Component } from '../../../src/devices/entity.ts';
import { labelsOf } from '../../../src/devices/names/labels.ts';
import { homeOf, type Written } from './homes.ts';

describe('labels', () => {
  test('are the names where each is only once', () => {
    expect(labels([{ name: 'Lamp' }, { name: 'Floor lamp' }])).toEqual(['Lamp', 'Floor lamp']);
  });

  test('have the room where a name is there twice', () => {
    expect(
      labels([
        { name: 'Lamp', area: 'Kitchen' },
        { name: 'lamp', area: 'Bedroom' },
        { name: 'Lamp' },
        { name: 'Floor lamp', area: 'Bedroom' },
      ]),
    ).toEqual(['Lamp (Kitchen)', 'lamp (Bedroom)', 'Lamp (no room)', 'Floor lamp']);
  });

  test('have the room where the name of a like thing in another room begins or ends with them', () => {
    expect(
      labels([
        { name: 'Ceiling', area: 'Kitchen' },
        { name: 'Ceiling Hall', area: 'Hall' },
        { name: 'Lamp', area: 'Study' },
        { name: 'Desk-lamp', area: 'Attic' },
      ]),
    ).toEqual(['Ceiling (Kitchen)', 'Ceiling Hall', 'Lamp (Study)', 'Desk-lamp']);
    expect(
      labels([
        { name: 'TV', area: 'Kitchen' },
        { name: 'TV left', area: 'Kitchen' },
        { name: 'TV firmware', area: 'Hall', component: 'update' },
        { name: 'TVs', area: 'Hall' },
      ]),
    ).toEqual(['TV', 'TV left', 'TV firmware', 'TVs']);
  });

  test('have the kind or the device where the room does not tell', () => {
    expect(labels([{ name: 'TV' }, { name: 'TV', component: 'switch' }])).toEqual([
      'TV (light)',
      'TV (switch)',
    ]);
    expect(
      labels([
        { name: 'Relay 0', device: 'Shelly 1', id: 'a' },
        { name: 'Relay 0', device: 'Shelly 2', id: 'b' },
      ]),
    ).toEqual(['Relay 0 (Shelly 1)', 'Relay 0 (Shelly 2)']);
  });

  test('are numbered where nothing tells, and none of them keeps the bare name', () => {
    expect(
      labels([
        { name: 'Lamp', id: 'a' },
        { name: 'Lamp', id: 'b' },
        { name: 'Lamp 2', id: 'c' },
      ]),
    ).toEqual(['Lamp 1', 'Lamp 3', 'Lamp 2']);
  });

  test('do not take the name of another', () => {
    expect(
      labels([
        { name: 'Lamp (Kitchen)' },
        { name: 'Lamp', area: 'Kitchen' },
        { name: 'Lamp', area: 'Hall' },
      ]),
    ).toEqual(['Lamp (Kitchen)', 'Lamp (Kitchen) 1', 'Lamp (Hall)']);
  });

  test('are clean: one line, without invisible characters, and not endless', () => {
    expect(labels([{ name: ' a\u0000b\n\u202ec ' }, { name: 'x'.repeat(5_000) }])).toEqual([
      'a b c',
      'x'.repeat(60),
    ]);
    expect(labels([{ name: '\u200b', id: 'light.1' }])).toEqual(['light.1']);
  });

  test('are distinct, bounded and of each thing, whatever names there are', () => {
    const name = fc.oneof(
      fc.constantFrom('Lamp', 'lamp', 'Lamp 1', 'Lamp (Kitchen)', '__proto__', ''),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    const thing: fc.Arbitrary<Written> = fc.record({
      name,
      area: fc.option(fc.oneof(name, fc.constant('Kitchen')), { nil: undefined }),
      device: name,
      component: fc.constantFrom<Component>('light', 'switch'),
    });
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 20 }), (things) => {
        const home = homeOf(things.map((thing, at) => ({ ...thing, id: `${at}` })));
        const given = labelsOf(home.values());
        expect([...given.keys()].sort()).toEqual([...home.keys()].sort());
        const texts = [...given.values()];
        expect(new Set(texts.map((text) => text.toLowerCase())).size).toBe(texts.length);
        for (const text of texts) {
          expect(text).not.toBe('');
          expect(text.length).toBeLessThanOrEqual(320);
          expect(text).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of ten thousand things of one name are numbered', () => {
    const things = Array.from({ length: 10_000 }, (_, at) => ({ name: 'Lamp', id: `${at}` }));
    expect(new Set(labels(things)).size).toBe(10_000);
  });
});

function labels(things: readonly Written[]): readonly (string | undefined)[] {
  const home = homeOf(things);
  const given = labelsOf(home.values());
  return [...home.keys()].map((id) => given.get(id));
}
