import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colorOf, whiteOf } from '../../../src/tools/devices/color-words.ts';
import { CSS_COLORS } from '../../../src/tools/devices/css-colors.ts';

describe('a colour', () => {
  test.each([
    ['red', '#ff0000'],
    ['Red', '#ff0000'],
    ['light blue', '#add8e6'],
    ['Light-Blue', '#add8e6'],
    ['rot', '#ff0000'],
    ['Grün', '#008000'],
    ['gruen', '#008000'],
    ['dunkelblau', '#00008b'],
    ['hellgrün', '#90ee90'],
    ['ein dunkles Rot', '#8b0000'],
    ['bleu foncé', '#00008b'],
    ['verde chiaro', '#90ee90'],
    ['azul', '#0000ff'],
    ['türkis', '#40e0d0'],
    ['lila', '#800080'],
    ['#ff8800', '#ff8800'],
    ['FF8800', '#ff8800'],
    ['#f80', '#ff8800'],
    ['tan', '#d2b48c'],
  ])('"%s" is %s', (text, color) => {
    expect(colorOf(text)).toBe(color);
  });

  test.each([
    '',
    'warm',
    'red blue',
    'colour of love',
    '#12',
    'constructor',
    '__proto__',
    '#gggggg',
  ])('"%s" is none', (text) => {
    expect(colorOf(text)).toBeUndefined();
  });

  test('is any of those that CSS names, and then digits', () => {
    expect(CSS_COLORS.size).toBe(148);
    for (const [name, color] of CSS_COLORS) {
      expect(color).toMatch(/^#[0-9a-f]{6}$/);
      expect(colorOf(name)).toBe(color);
    }
  });

  test('is digits or none, whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(colorOf(text) ?? '#000000').toMatch(/^#[0-9a-f]{6}$/);
      }),
    );
  });
});

describe('a white', () => {
  test.each([
    ['warm white', 2700],
    ['Warmweiß', 2700],
    ['warmes Weiß', 2700],
    ['white', 4000],
    ['cool white', 6500],
    ['kaltweiss', 6500],
    ['Tageslicht', 5500],
    ['blanc chaud', 2700],
    ['red', undefined],
  ])('"%s" has %s K', (text, kelvin) => {
    expect(whiteOf(text)).toBe(kelvin);
  });
});
