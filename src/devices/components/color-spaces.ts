/** Colours as lights write them, in each of their ways. */

import { hueSaturationOfRgb, type Rgb, rgbOfHueSaturation, rgbOfXy, xyOfRgb } from './colors.ts';
import { decimal, type Variable } from './commands.ts';
import {
  type KelvinRange,
  type Rgbw,
  type Rgbww,
  rgbOfRgbw,
  rgbOfRgbww,
  rgbwOfRgb,
  rgbwwOfRgb,
} from './white-channels.ts';

/** As the options of a light name them, in the order in which Home Assistant prefers them. */
export const COLOR_SPACES = ['rgb', 'rgbw', 'rgbww', 'hs', 'xy'] as const;
export type ColorSpace = (typeof COLOR_SPACES)[number];

/** The names of the channels in the templates of Home Assistant. */
export const CHANNELS: Readonly<Record<ColorSpace, readonly string[]>> = {
  rgb: ['red', 'green', 'blue'],
  rgbw: ['red', 'green', 'blue', 'white'],
  rgbww: ['red', 'green', 'blue', 'cold_white', 'warm_white'],
  hs: ['hue', 'sat'],
  xy: ['x', 'y'],
};

/** The letters of the channels in JSON. */
export const LETTERS: Readonly<Record<ColorSpace, readonly string[]>> = {
  rgb: ['r', 'g', 'b'],
  rgbw: ['r', 'g', 'b', 'w'],
  rgbww: ['r', 'g', 'b', 'c', 'w'],
  hs: ['h', 's'],
  xy: ['x', 'y'],
};

/** `rgb` in another way to write it; `level`, from 0 to 255, dims those that have it in their channels. */
export function channelsOf(
  rgb: Rgb,
  space: ColorSpace,
  { range, level = 255 }: { readonly range: KelvinRange; readonly level?: number },
): readonly number[] {
  const dimmed = (channels: readonly number[]) =>
    channels.map((channel) => Math.trunc((channel * level) / 255));
  switch (space) {
    case 'rgb':
      return dimmed(rgb);
    case 'rgbw':
      return dimmed(rgbwOfRgb(rgb));
    case 'rgbww':
      return dimmed(rgbwwOfRgb(rgb, range));
    case 'hs':
      return hueSaturationOfRgb(rgb);
    case 'xy':
      return xyOfRgb(rgb);
  }
}

/** Whole channels are ints of Python, parts of a colour space are floats. */
export const variableOf = (channel: number, space: ColorSpace): Variable =>
  space === 'hs' || space === 'xy' ? decimal(channel) : channel;

/** `undefined` if there are too few channels, or one has a value that it cannot have. */
export function rgbOfChannels(
  channels: readonly (number | undefined)[],
  space: ColorSpace,
  range: KelvinRange,
): Rgb | undefined {
  const values = channels.filter((channel) => channel !== undefined && Number.isFinite(channel));
  const limits = LIMITS[space];
  if (values.length !== CHANNELS[space].length || channels.length !== values.length)
    return undefined;
  const numbers = values as number[];
  if (numbers.some((value, index) => value < 0 || value > (limits[index] ?? 255))) return undefined;
  const [a = 0, b = 0] = numbers;
  switch (space) {
    case 'rgb':
      return numbers.map(Math.round) as unknown as Rgb;
    case 'rgbw':
      return rgbOfRgbw(numbers as unknown as Rgbw);
    case 'rgbww':
      return rgbOfRgbww(numbers as unknown as Rgbww, range);
    case 'hs':
      return rgbOfHueSaturation([a, b]);
    case 'xy':
      return rgbOfXy([a, b]);
  }
}

const LIMITS: Readonly<Record<ColorSpace, readonly number[]>> = {
  rgb: [],
  rgbw: [],
  rgbww: [],
  hs: [360, 100],
  xy: [1, 1],
};
