/** Colours for lamps that have white diodes besides (`homeassistant/util/color.py`). */
import { type Rgb, reciprocal } from './colors.ts';

/** Red, green, blue and white. */
export type Rgbw = readonly [red: number, green: number, blue: number, white: number];
/** Red, green, blue, cold white and warm white. */
export type Rgbww = readonly [...Rgb, cold: number, warm: number];

/** The range of colour temperatures in kelvin between the warm and the cold diode. */
export interface KelvinRange {
  readonly min: number;
  readonly max: number;
}

/** As much as possible of the light comes from the white diode. */
export function rgbwOfRgb(rgb: Rgb): Rgbw {
  const white = Math.min(...rgb);
  const [red, green, blue] = rgb;
  return scaledLike(rgb, [red - white, green - white, blue - white, white]) as unknown as Rgbw;
}

export const rgbOfRgbw = ([red, green, blue, white]: Rgbw): Rgb =>
  scaledLike(
    [red, green, blue, white],
    [red + white, green + white, blue + white],
  ) as unknown as Rgb;

/** As much as possible of the light comes from the white diodes, from both alike. */
export function rgbwwOfRgb(rgb: Rgb, range: KelvinRange): Rgbww {
  const middle = whiteBetween(range);
  const level = Math.min(...rgb.map((channel, index) => channel / (middle[index] || 255)));
  const colored = rgb.map((channel, index) => channel - (middle[index] ?? 0) * level);
  const white = Math.round(level * 255);
  return scaledLike(rgb, [...colored, white, white]) as unknown as Rgbww;
}

export function rgbOfRgbww([red, green, blue, cold, warm]: Rgbww, range: KelvinRange): Rgb {
  const [coldest, warmest] = [reciprocal(range.max), reciprocal(range.min)];
  const share = cold + warm === 0 ? 0.5 : warm / (cold + warm);
  const white = rgbOfKelvin(reciprocal(coldest + share * (warmest - coldest)));
  const level = Math.max(cold, warm) / 255;
  const mixed = [red, green, blue].map((channel, index) => channel + (white[index] ?? 0) * level);
  return scaledLike([red, green, blue, cold, warm], mixed) as unknown as Rgb;
}

const whiteBetween = ({ min, max }: KelvinRange): Rgb =>
  rgbOfKelvin(reciprocal((reciprocal(min) + reciprocal(max)) / 2));

/** Tanner Helland's approximation of a black body, good from 1,000 to 40,000 K. */
export function rgbOfKelvin(kelvin: number): Rgb {
  const hundreds = Math.min(Math.max(kelvin, 1000), 40_000) / 100;
  const red = hundreds <= 66 ? 255 : 329.698727446 * (hundreds - 60) ** -0.1332047592;
  const green =
    hundreds <= 66
      ? 99.4708025861 * Math.log(hundreds) - 161.1195681661
      : 288.1221695283 * (hundreds - 60) ** -0.0755148492;
  const blue =
    hundreds >= 66
      ? 255
      : hundreds <= 19
        ? 0
        : 138.5177312231 * Math.log(hundreds - 10) - 305.0447927307;
  return [channelOf(red), channelOf(green), channelOf(blue)];
}

const channelOf = (value: number): number => Math.min(Math.max(value, 0), 255);

/** `channels` with the strongest as strong as the strongest of `like`, in whole numbers. */
function scaledLike(like: readonly number[], channels: readonly number[]): readonly number[] {
  const most = Math.max(...channels);
  const factor = most > 0 ? Math.max(...like) / most : 0;
  return channels.map((channel) => Math.round(channel * factor));
}
