import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stemOf } from '../../../src/devices/names/stem.ts';
import { phrase, wordsOf } from '../../../src/devices/names/words.ts';

describe('the words of a name', () => {
  test.each([
    ['kitchen_lamp', 'kitchen lamp'],
    ['Kitchen-Lamp', 'kitchen lamp'],
    ['kitchenLamp', 'kitchen lamp'],
    ['TVLamp', 'tv lamp'],
    ['Lamp12', 'lamp 12'],
    ['Lamp 03', 'lamp 3'],
    ['Lampe drei', 'lampe 3'],
    ['Kühe', 'kuhe'],
    ['Kuehe', 'kuhe'],
    ['neue Straße', 'neue strasse'],
    ["Anna's lamp", 'anna lamp'],
    ["l'ampoule de la chambre", 'ampoule chambre'],
    ['the lamp in the kitchen', 'lamp kitchen'],
    ['die Lampe', 'lampe'],
    ['Für Elise', 'elise'],
    ['Łódź Åse', 'lodz ase'],
    ['in the', 'in the'],
    ['— … !', ''],
  ])('"%s" are "%s"', (text, words) => {
    expect(phrase(wordsOf(text))).toBe(words);
  });

  test.each([
    ['lamp', 'lamps', 'Lampe', 'Lampen'],
    ['Licht', 'Lichter', 'lichtern'],
    ['Haus', 'Häuser', 'Hauses'],
    ['switch', 'switches'],
    ['battery', 'batteries'],
    ['kitchen', 'kitchens'],
    ['Balkon', 'Balkone', 'Balkons'],
    ['Tür', 'Türen'],
    ['Kugel', 'Kugeln'],
    ['rideau', 'rideaux'],
    ['Rollladen', 'Rollläden'],
    ['Küche', 'Küchen'],
    ['radiator', 'radiators'],
  ])('of "%s" have the same stem: %s …', (...forms) => {
    const stems = forms.map((form) => wordsOf(form)[0]?.stem);
    expect(new Set(stems).size).toBe(1);
  });

  test.each([
    ['lamp', 'lap'],
    ['Küche', 'Kuchenbrett'],
    ['blind', 'bin'],
    ['Wand', 'Wanne'],
    ['1', '11'],
  ])('"%s" and "%s" have different stems', (a, b) => {
    expect(wordsOf(a)[0]?.stem).not.toBe(wordsOf(b)[0]?.stem);
  });

  test('are the same whether or not there is a letter beyond ASCII', () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
    fc.assert(
      fc.property(text, (text) => {
        expect(phrase(wordsOf(`${text} É`))).toBe(phrase(wordsOf(`${text} E`)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('are few, short and never empty, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
        const words = wordsOf(text);
        expect(words.length).toBeLessThanOrEqual(16);
        for (const { text, stem } of words) {
          expect(text.length).toBeLessThanOrEqual(48);
          expect(text).not.toBe('');
          expect(stem).not.toBe('');
          expect(stemOf(stem)).toBe(stem);
        }
      }),
    );
  });
});
