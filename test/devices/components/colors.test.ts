import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  atFullBrightness,
  hexOfRgb,
  hueSaturationOfRgb,
  isSameColor,
  type Rgb,
  rgbOfHex,
  rgbOfHueSaturation,
  rgbOfXy,
  xyOfRgb,
} from '../../../src/devices/components/colors.ts';
import {
  rgbOfKelvin,
  rgbOfRgbw,
  rgbOfRgbww,
  rgbwOfRgb,
  rgbwwOfRgb,
} from '../../../src/devices/components/white-channels.ts';

// The known values are those of Home Assistant's own tests (tests/util/test_color.py).
const RANGE = { min: 2702, max: 6493 };
const anyRgb: fc.Arbitrary<Rgb> = fc.tuple(
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 255 }),
);

describe('a colour', () => {
  test('is written as #rrggbb', () => {
    expect(hexOfRgb([255, 67, 0])).toBe('#ff4300');
    expect(rgbOfHex('#FF4300')).toEqual([255, 67, 0]);
    expect(rgbOfHex('ff4300')).toBeUndefined();
    expect(rgbOfHex('#ff43001')).toBeUndefined();
  });

  test.each<[Rgb, number, number]>([
    [[255, 255, 255], 0, 0],
    [[0, 0, 0], 0, 0],
    [[0, 0, 255], 240, 100],
    [[0, 255, 0], 120, 100],
    [[255, 0, 0], 0, 100],
    [[255, 127, 0], 29.882, 100],
  ])('%j is hue %d, saturation %d', (rgb, hue, saturation) => {
    expect(hueSaturationOfRgb(rgb)).toEqual([hue, saturation]);
  });

  test.each<[Rgb, number, number]>([
    [[255, 255, 255], 0.323, 0.329],
    [[0, 0, 0], 0, 0],
    [[0, 0, 255], 0.136, 0.04],
    [[0, 255, 0], 0.172, 0.747],
    [[255, 0, 0], 0.701, 0.299],
    [[128, 0, 0], 0.701, 0.299],
  ])('%j is x %d, y %d', (rgb, x, y) => {
    expect(xyOfRgb(rgb)).toEqual([x, y]);
  });

  test.each<[number, number, Rgb]>([
    [0.35, 0.35, [255, 243, 222]],
    [1, 0, [255, 0, 60]],
    [0, 1, [0, 255, 0]],
    [0, 0, [0, 63, 255]],
  ])('x %d, y %d is %j, though no screen shows some of them', (x, y, rgb) => {
    expect(rgbOfXy([x, y])).toEqual(rgb);
  });

  test('is the same after its way through hue and saturation', () => {
    fc.assert(
      fc.property(anyRgb, (rgb) => {
        const back = rgbOfHueSaturation(hueSaturationOfRgb(rgb), Math.max(...rgb) / 255);
        expect(back).toEqual(rgb);
      }),
    );
  });

  test('is nearly the same after its way through x and y', () => {
    fc.assert(
      fc.property(anyRgb, (rgb) => {
        fc.pre(Math.max(...rgb) > 20);
        const hex = hexOfRgb(rgb);
        const back = hexOfRgb(rgbOfXy(xyOfRgb(rgb)));
        expect(isSameColor(hex, back)).toBe(true);
      }),
    );
  });

  test('stays what it is when it is made as bright as it can be', () => {
    expect(atFullBrightness([128, 64, 0])).toEqual({ rgb: [255, 128, 0], brightness: 128 / 255 });
    expect(atFullBrightness([0, 0, 0])).toEqual({ rgb: [255, 255, 255], brightness: 0 });
  });

  test.each([
    ['#ff0000', '#800000', true],
    ['#ff8800', '#ff8c0a', true],
    ['#ffffff', '#fff4e8', true],
    ['#ff0000', '#ffffff', false],
    ['#ff0000', '#00ffff', false],
    ['#ff0000', '#ff8800', false],
    ['#0000ff', '#8000ff', false],
    ['red', '#ff0000', false],
    ['#00ff00', rgbHexOfXy(0.17, 0.7), true],
    ['#0000ff', rgbHexOfXy(0.1532, 0.0475), true],
    ['#ff0000', rgbHexOfXy(0.6915, 0.3083), true],
  ])('%s and %s: the same but for brightness and what devices can show? %s', (one, other, same) => {
    expect(isSameColor(one, other)).toBe(same);
  });
});

describe('a lamp with white diodes', () => {
  test.each<[Rgb, readonly number[]]>([
    [
      [255, 0, 0],
      [255, 0, 0, 0],
    ],
    [
      [255, 255, 255],
      [0, 0, 0, 255],
    ],
    [
      [255, 127, 0],
      [255, 127, 0, 0],
    ],
    [
      [255, 127, 127],
      [255, 0, 0, 253],
    ],
    [
      [127, 127, 127],
      [0, 0, 0, 127],
    ],
  ])('shows %j as red, green, blue, white %j', (rgb, rgbw) => {
    expect(rgbwOfRgb(rgb)).toEqual(rgbw);
  });

  test.each<[Rgb, readonly number[]]>([
    [
      [255, 255, 255],
      [0, 54, 98, 255, 255],
    ],
    [
      [128, 128, 128],
      [0, 27, 49, 128, 128],
    ],
    [
      [64, 64, 64],
      [0, 14, 25, 64, 64],
    ],
    [
      [32, 64, 16],
      [9, 64, 0, 38, 38],
    ],
    [
      [0, 0, 0],
      [0, 0, 0, 0, 0],
    ],
  ])('shows %j as red, green, blue, cold and warm white %j', (rgb, rgbww) => {
    expect(rgbwwOfRgb(rgb, RANGE)).toEqual(rgbww);
  });

  test('is read back as the colour that it was given', () => {
    fc.assert(
      fc.property(anyRgb, (rgb) => {
        fc.pre(Math.max(...rgb) > 40);
        const hex = hexOfRgb(rgb);
        expect(isSameColor(hexOfRgb(rgbOfRgbw(rgbwOfRgb(rgb))), hex)).toBe(true);
        const both = rgbOfRgbww(rgbwwOfRgb(rgb, RANGE), RANGE);
        expect(isSameColor(hexOfRgb(both), hex)).toBe(true);
      }),
    );
  });

  test('is redder when it is warmer', () => {
    expect(rgbOfKelvin(6600)[0]).toBeCloseTo(255);
    expect(rgbOfKelvin(2000)[2]).toBeLessThan(rgbOfKelvin(4000)[2]);
    expect(rgbOfKelvin(1)).toEqual(rgbOfKelvin(1000));
  });
});

function rgbHexOfXy(x: number, y: number): string {
  return hexOfRgb(rgbOfXy([x, y]));
}
