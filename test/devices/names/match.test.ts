import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Component, Entity } from '../../../src/devices/entity.ts';
import { matching, matchName } from '../../../src/devices/names/match.ts';
import { namesOf } from '../../../src/devices/names/named.ts';
import { englishHome, germanHome, homeOf, type Written } from './homes.ts';

/** What is said · which kind of thing it is said of · whose name is meant. */
type Phrase = readonly [said: string, component: Component, name: string];

const ENGLISH: readonly Phrase[] = [
  ['Ceiling', 'light', 'Ceiling'],
  ['ceiling light', 'light', 'Ceiling'],
  ['kitchen', 'light', 'Ceiling'],
  ['the kitchen', 'light', 'Ceiling'],
  ['kitchen light', 'light', 'Ceiling'],
  ['the light in the kitchen', 'light', 'Ceiling'],
  ['kitchen lamps', 'light', 'Ceiling'],
  ['lights in my kitchen', 'light', 'Ceiling'],
  ['kitchen ceiling', 'light', 'Ceiling'],
  ['the ceiling in the kitchen', 'light', 'Ceiling'],
  ['Lamp', 'light', 'Lamp'],
  ['the lamp', 'light', 'Lamp'],
  ['LAMP', 'light', 'Lamp'],
  ['bedroom lamp', 'light', 'Lamp'],
  ['bedroom light', 'light', 'Lamp'],
  ['the lamp in the bedroom', 'light', 'Lamp'],
  ['floor lamp', 'light', 'Floor Lamp'],
  ['floor-lamp', 'light', 'Floor Lamp'],
  ['floor_lamp', 'light', 'Floor Lamp'],
  ['floorLamp', 'light', 'Floor Lamp'],
  ['floorlamp', 'light', 'Floor Lamp'],
  ['floor lamps', 'light', 'Floor Lamp'],
  ['living room floor lamp', 'light', 'Floor Lamp'],
  ['the floor lamp in the livingroom', 'light', 'Floor Lamp'],
  ['floor light', 'light', 'Floor Lamp'],
  ['spots', 'light', 'living_room_spots'],
  ['living room spots', 'light', 'living_room_spots'],
  ['the spot in the living room', 'light', 'living_room_spots'],
  ['desk', 'light', 'Desk lamp'],
  ['lamp on the desk', 'light', 'Desk lamp'],
  ['reading lamp', 'light', 'Reading light'],
  ['study reading light', 'light', 'Reading light'],
  ['hallway light one', 'light', 'HallwayLight1'],
  ['hallway light 2', 'light', 'HallwayLight2'],
  ['hallway light two', 'light', 'HallwayLight2'],
  ['anna', 'light', "Anna's night light"],
  ['Annas night light', 'light', "Anna's night light"],
  ['the night lamp of Anna', 'light', "Anna's night light"],
  ['nursery', 'light', "Anna's night light"],
  ['porch light', 'light', 'Porch'],
  ['garden lights', 'light', 'garden-string-lights'],
  ['string lights', 'light', 'garden-string-lights'],
  ['coffee machine', 'switch', 'Coffee Machine'],
  ['coffeemachine', 'switch', 'Coffee Machine'],
  ['tv in the living room', 'switch', 'TV'],
  ['living room plug', 'switch', 'TV'],
  ['blind in the bedroom', 'cover', 'Bedroom blinds'],
  ['bedroom shutters', 'cover', 'Bedroom blinds'],
  ['living room shade', 'cover', 'Shades'],
  ['garage door', 'cover', 'Main door'],
  ['garage', 'cover', 'Main door'],
  ['bathroom thermostat', 'climate', 'TRV 1'],
  ['the heating in the bathroom', 'climate', 'TRV 1'],
  ['bathroom', 'climate', 'TRV 1'],
  ['living room heater', 'climate', 'Living room radiator'],
  ['front door', 'lock', 'Front door'],
  ['the front door lock', 'lock', 'Front door'],
  ['back door', 'lock', 'Back door lock'],
  ['garden temperature', 'sensor', 'Weather T'],
  ['humidity in the garden', 'sensor', 'Weather H'],
  ['kitchen temperature', 'sensor', 'Fridge temperature'],
  ['fridge', 'sensor', 'Fridge temperature'],
  ['study window', 'binary_sensor', 'Contact 7'],
  ['the window', 'binary_sensor', 'Contact 7'],
  ['robot', 'vacuum', 'Rosie'],
  ['vacuum cleaner', 'vacuum', 'Rosie'],
  ['bathroom fan', 'fan', 'Ventilation'],
];

const GERMAN: readonly Phrase[] = [
  ['Küchenlampe', 'light', 'Küchenlampe'],
  ['die Küchenlampe', 'light', 'Küchenlampe'],
  ['kuechenlampe', 'light', 'Küchenlampe'],
  ['Kuchenlampe', 'light', 'Küchenlampe'],
  ['Küche Lampe', 'light', 'Küchenlampe'],
  ['Lampe in der Küche', 'light', 'Küchenlampe'],
  ['Küchenlampen', 'light', 'Küchenlampe'],
  ['Küchenlicht', 'light', 'Küchenlampe'],
  ['das Licht in der Küche', 'light', 'Küchenlampe'],
  ['die Küche', 'light', 'Küchenlampe'],
  ['Deckenlampe', 'light', 'Decke'],
  ['Decke im Wohnzimmer', 'light', 'Decke'],
  ['Wohnzimmerdecke', 'light', 'Decke'],
  ['Wohnzimmer Deckenlicht', 'light', 'Decke'],
  ['Steh-Lampe', 'light', 'Stehlampe'],
  ['Stehlampe im Wohnzimmer', 'light', 'Stehlampe'],
  ['linke Nachttischlampe', 'light', 'Nachttischlampe links'],
  ['rechte Nachttisch-Lampe', 'light', 'Nachttischlampe rechts'],
  ['Nachttischlampe rechts im Schlafzimmer', 'light', 'Nachttischlampe rechts'],
  ['Licht im Flur', 'light', 'Flurlicht'],
  ['Flurlampe', 'light', 'Flurlicht'],
  ['Flur', 'light', 'Flurlicht'],
  ['Balkon', 'light', 'Lichterkette'],
  ['Lichterketten', 'light', 'Lichterkette'],
  ['die Lichterkette auf dem Balkon', 'light', 'Lichterkette'],
  ['Spiegel', 'light', 'Spiegelleuchte'],
  ['Badlicht', 'light', 'Spiegelleuchte'],
  ['Badezimmerspiegel', 'light', ''],
  ['Spot eins', 'light', 'Spot 1'],
  ['Spot zwei', 'light', 'Spot 2'],
  ['Spot zwölf', 'light', 'Spot 12'],
  ['Spot 01', 'light', 'Spot 1'],
  ['Büro Spot 2', 'light', 'Spot 2'],
  ['die Kaffeemaschine', 'switch', 'Kaffeemaschine'],
  ['Kaffee-Maschine', 'switch', 'Kaffeemaschine'],
  ['Kaffeemaschine in der Küche', 'switch', 'Kaffeemaschine'],
  ['Weihnachtsbäume', 'switch', 'Weihnachtsbaum'],
  ['Weihnachts Baum', 'switch', 'Weihnachtsbaum'],
  ['Rollladen in der Küche', 'cover', 'Rollladen Küche'],
  ['Küchenrollladen', 'cover', 'Rollladen Küche'],
  ['Rollläden im Schlafzimmer', 'cover', 'Rollladen Schlafzimmer'],
  ['Schlafzimmer', 'cover', 'Rollladen Schlafzimmer'],
  ['Jalousien', 'cover', 'Jalousie'],
  ['Rollo im Büro', 'cover', 'Jalousie'],
  ['Garagentor', 'cover', 'Einfahrt'],
  ['das Tor', 'cover', 'Einfahrt'],
  ['Badheizung', 'climate', 'Heizung Bad'],
  ['Heizung im Bad', 'climate', 'Heizung Bad'],
  ['Heizkörper im Wohnzimmer', 'climate', 'Thermostat'],
  ['Wohnzimmerheizung', 'climate', 'Thermostat'],
  ['Haustuer', 'lock', 'Haustür'],
  ['Haustürschloss', 'lock', 'Haustür'],
  ['Tür', 'lock', 'Haustür'],
  ['Temperatur im Garten', 'sensor', 'Aussen'],
  ['Temperatur außen', 'sensor', 'Aussen'],
  ['Gartentemperatur', 'sensor', 'Aussen'],
  ['Dachfenster', 'binary_sensor', 'Dachfenster'],
  ['Fenster im Dach', 'binary_sensor', 'Dachfenster'],
  ['Badlüfter', 'fan', 'Lüfter'],
  ['der Staubsauger', 'vacuum', 'Staubi'],
];

describe('a name as people say it', () => {
  test.each([...ENGLISH])('English: "%s" is the %s "%s"', (...phrase) =>
    means(englishHome, phrase),
  );
  test.each([...GERMAN])('German: "%s" is the %s "%s"', (...phrase) => means(germanHome, phrase));

  test('is compared word by word in scripts that write no spaces', () => {
    const home = homeOf([
      { name: '厨房灯' },
      { name: '卧室灯' },
      { name: 'キッチンの照明' },
      { name: 'ガレージ', area: '車庫' },
    ]);
    expect(said('厨房 灯', home)).toEqual(['厨房灯']);
    expect(said('キッチン 照明', home)).toEqual(['キッチンの照明']);
  });
});

describe('what fits more than one thing', () => {
  const home = homeOf([
    { name: 'Lamp', area: 'Kitchen' },
    { name: 'Lamp', area: 'Bedroom' },
    { name: 'Kitchen spots', area: 'Kitchen' },
    { name: 'Desk lamp', area: 'Study' },
  ]);

  test('is not picked from', () => {
    expect(said('kitchen', home)).toEqual(['Kitchen spots', 'Lamp']);
    expect(said('Lamp', home)).toEqual(['Lamp', 'Lamp']);
    expect(said('light', home)).toHaveLength(4);
  });

  test('is not decided by a word that one of them has and the other could have', () => {
    expect(said('blinds', englishHome, 'cover')).toEqual(['Bedroom blinds', 'Shades']);
    expect(said('radiator', englishHome, 'climate')).toEqual(['Living room radiator', 'TRV 1']);
  });

  test('is decided by the room where that leaves one', () => {
    const match = matchName('lamp', all(home), { room: 'bedroom' });
    expect(match).toMatchObject({ result: 'one', named: { entity: { area: 'Bedroom' } } });
    expect(matchName('light', all(home), { room: 'Kitchen' })).toMatchObject({
      result: 'several',
      fitting: [{ entity: { area: 'Kitchen' } }, { entity: { area: 'Kitchen' } }],
    });
  });

  test('is not decided by an exact name that is elsewhere, where something in the room fits', () => {
    const home = homeOf([
      { name: 'Deckenlampe', area: 'Küche' },
      { name: 'Deckenlampe Flur', area: 'Flur' },
      { name: 'Stehlampe', area: 'Büro' },
    ]);
    expect(matchName('Deckenlampe', all(home), { room: 'Flur' })).toMatchObject({
      result: 'several',
      fitting: [{ entity: { area: 'Flur' } }, { entity: { area: 'Küche' } }],
    });
    for (const [said, room, area] of [
      ['Deckenlampe (Küche)', 'Flur', 'Küche'],
      ['Deckenlampe in der Küche', 'Flur', 'Küche'],
      ['Deckenlampe', 'Küche', 'Küche'],
      ['Deckenlampe', 'Bad', 'Küche'],
      ['Stehlampe', 'Flur', 'Büro'],
    ] as const)
      expect(matchName(said, all(home), { room })).toMatchObject({
        result: 'one',
        named: { entity: { area } },
      });
  });

  test('is decided by the room for things that have none but are called after it', () => {
    const home = homeOf([{ name: 'Küchenlampe' }, { name: 'Flurlampe' }]);
    expect(matchName('Lampe', all(home), { room: 'Küche' })).toMatchObject({
      result: 'one',
      named: { label: 'Küchenlampe' },
    });
  });

  test('is one thing if only one has the exact name', () => {
    const home = homeOf([{ name: 'Lamp' }, { name: 'Floor lamp' }, { name: 'Lamp 2' }]);
    expect(said('the lamp', home)).toEqual(['Lamp']);
    expect(said('lamp two', home)).toEqual(['Lamp 2']);
  });

  test('prefers the exact name to the same words from elsewhere', () => {
    const home = homeOf([
      { name: 'Lamp', area: 'Kitchen' },
      { name: 'Kitchen lamp', area: 'Hall' },
    ]);
    expect(said('kitchen lamp', home)).toEqual(['Kitchen lamp']);
  });
});

describe('what fits nothing', () => {
  test('gives the nearest three', () => {
    expect(nearest('kichen ceiling', englishHome, 'light')).toEqual([
      'Ceiling',
      expect.any(String),
      expect.any(String),
    ]);
    expect(nearest('Stelampe', germanHome, 'light')[0]).toBe('Stehlampe');
  });

  test('is not made to fit by leaving words out', () => {
    expect(nearest('attic lamp', englishHome, 'light')).toHaveLength(3);
    expect(nearest('Spot 3', germanHome, 'light')).toHaveLength(3);
    expect(nearest('', englishHome, 'light')).toHaveLength(3);
  });

  test('is not fitted by letters that happen to be in another word', () => {
    const home = homeOf([{ name: 'Motor' }, { name: 'Brotkasten' }]);
    expect(said('Tor', home)).toEqual([]);
    expect(said('rot', home)).toEqual([]);
  });
});

test('a search among thousands is made of many steps, whatever comes of it', () => {
  const names = all(
    homeOf(
      Array.from({ length: 3_000 }, (_, at) => ({ name: `Lamp ${at}`, area: `Room ${at % 50}` })),
    ),
  );
  for (const said of ['Lamp 77', 'lamps', 'Room 7', 'attic window']) {
    const steps = matching(said, names, { room: 'Room 3' });
    let count = 0;
    while (!steps.next().done) count += 1;
    expect(count).toBeGreaterThan(90);
  }
});

describe('whatever is said and whatever things are called', () => {
  const word = fc.constantFrom(
    'Lamp',
    'lamps',
    'Küche',
    'Küchen',
    'kitchen',
    'the',
    '1',
    'two',
    'x',
    'Licht',
    '',
  );
  const name = fc.oneof(
    fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
    fc.array(word, { maxLength: 4 }).map((words) => words.join('')),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'a'.repeat(300), 'ab'.repeat(90)),
  );
  const thing: fc.Arbitrary<Written> = fc.record({
    name,
    area: fc.option(name, { nil: undefined }),
    component: fc.constantFrom<Component>('light', 'switch', 'cover'),
  });
  const home = fc
    .array(thing, { maxLength: 8 })
    .map((things) => homeOf(things.map((thing, at) => ({ ...thing, id: `${at}` }))));

  test('a match is one of the things, several of them, or the nearest', () => {
    fc.assert(
      fc.property(name, home, fc.option(name, { nil: undefined }), (said, home, room) => {
        const candidates = all(home);
        const match = matchName(said, candidates, { room });
        if (match.result === 'one') expect(candidates).toContain(match.named);
        if (match.result === 'several') {
          expect(match.fitting.length).toBeGreaterThan(1);
          expect(new Set(match.fitting).size).toBe(match.fitting.length);
        }
        if (match.result === 'none')
          expect(match.nearest).toHaveLength(Math.min(3, candidates.length));
      }),
      { numRuns: 1_000 },
    );
  });

  test('the order of the things makes no difference', () => {
    fc.assert(
      fc.property(name, home, (said, home) => {
        const reversed = new Map([...home].reverse());
        const ids = (entities: ReadonlyMap<string, Entity>) => {
          const match = matchName(said, all(entities));
          if (match.result === 'one') return [match.named.entity.id];
          return (match.result === 'none' ? match.nearest : match.fitting).map(
            ({ entity }) => entity.id,
          );
        };
        expect(ids(reversed)).toEqual(ids(home));
      }),
    );
  });

  test('a thing is never picked when another has the same name in the same room', () => {
    fc.assert(
      fc.property(name, thing, home, (said, twin, others) => {
        const twins = homeOf([
          { ...twin, id: 'twin 1' },
          { ...twin, id: 'twin 2' },
        ]);
        const candidates = all(new Map([...others, ...twins]));
        const match = matchName(said, candidates, { room: twin.area });
        const isLabel = candidates.some(({ label, entity }) =>
          [label, entity.id].includes(said.trim()),
        );
        if (match.result === 'one' && !isLabel) expect(match.named.entity.id).not.toMatch(/^twin/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('each thing is found by its label', () => {
    fc.assert(
      fc.property(home, (home) => {
        const candidates = all(home);
        for (const named of candidates)
          if (!candidates.some(({ entity }) => entity.id === named.label))
            expect(matchName(named.label, candidates)).toEqual({ result: 'one', named });
      }),
    );
  });
});

const all = (home: ReadonlyMap<string, Entity>, component?: Component) =>
  [...namesOf(home).values()].filter(
    ({ entity }) => component === undefined || entity.component === component,
  );

/** The names of those that fit. */
function said(words: string, home: ReadonlyMap<string, Entity>, component?: Component): string[] {
  const match = matchName(words, all(home, component));
  if (match.result === 'none') return [];
  const fitting = match.result === 'one' ? [match.named] : match.fitting;
  return fitting.map(({ entity }) => entity.name);
}

function nearest(
  words: string,
  home: ReadonlyMap<string, Entity>,
  component: Component,
): readonly string[] {
  const match = matchName(words, all(home, component));
  return match.result === 'none' ? match.nearest.map(({ entity }) => entity.name) : ['(it fits)'];
}

function means(home: ReadonlyMap<string, Entity>, [words, component, name]: Phrase): void {
  expect(said(words, home, component)).toEqual(name === '' ? [] : [name]);
}
