/**
 * Colours and colour temperatures as devices write them. The numbers are those of Home Assistant
 * (`homeassistant/util/color.py`), which publishers are made for: its xy is of the wide gamut of Philips Hue.
 */

/** Red, green and blue, whole numbers from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];
/** Hue in degrees from 0 to 360, saturation in per cent. */
export type HueSaturation = readonly [hue: number, saturation: number];
/** CIE 1931, without its brightness. */
export type Xy = readonly [x: number, y: number];

const CHROMA_TOLERANCE = 12;
/** As far as the green of a Philips Hue lamp lies from that of a screen. */
const XY_TOLERANCE = 0.05;
const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;

/** `undefined` if `hex` is not of the form `#rrggbb`. */
export function rgbOfHex(hex: string): Rgb | undefined {
  const [, red, green, blue] = HEX.exec(hex) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

/** `#rrggbb`; what lies outside of 0 to 255 is brought inside. */
export const hexOfRgb = (rgb: readonly number[]): string =>
  `#${[0, 1, 2].map((index) => hexByte(rgb[index] ?? 0)).join('')}`;

export function hueSaturationOfRgb(rgb: Rgb): HueSaturation {
  const most = Math.max(...rgb);
  const range = most - Math.min(...rgb);
  if (range === 0) return [0, 0];
  const [red, green, blue] = rgb;
  const sixth =
    most === red
      ? (green - blue) / range
      : most === green
        ? 2 + (blue - red) / range
        : 4 + (red - green) / range;
  return [rounded((((sixth + 6) % 6) / 6) * 360), rounded((range / most) * 100)];
}

/** At full brightness, unless `brightness` says how much of it, from 0 to 1. */
export function rgbOfHueSaturation([hue, saturation]: HueSaturation, brightness = 1): Rgb {
  const channel = (offset: number): number => {
    const sixth = (((offset + hue / 60) % 6) + 6) % 6;
    const share = Math.max(0, Math.min(sixth, 4 - sixth, 1));
    return byte(brightness * (1 - (within(saturation, 0, 100) / 100) * share) * 255);
  };
  return [channel(5), channel(3), channel(1)];
}

/** Rounded to three digits; black, which has no colour, is at 0, 0. */
export function xyOfRgb(rgb: Rgb): Xy {
  const [red, green, blue] = rgb.map(linear) as [number, number, number];
  const x = red * 0.664511 + green * 0.154324 + blue * 0.162028;
  const y = red * 0.283881 + green * 0.668433 + blue * 0.047685;
  const z = red * 0.000088 + green * 0.07231 + blue * 0.986039;
  const sum = x + y + z;
  return sum === 0 ? [0, 0] : [rounded(x / sum), rounded(y / sum)];
}

/** At full brightness; what a screen cannot show becomes the nearest that it can. */
export function rgbOfXy([atX, atY]: Xy): Rgb {
  const y = atY === 0 ? 1e-11 : atY;
  const bigX = atX / y;
  const bigZ = (1 - atX - y) / y;
  const channels = [
    bigX * 1.656492 - 0.354851 - bigZ * 0.255038,
    -bigX * 0.707196 + 1.655397 + bigZ * 0.036152,
    bigX * 0.051713 - 0.121364 + bigZ * 1.01153,
  ].map((channel) => Math.max(0, gamma(channel)));
  const most = Math.max(1, ...channels);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) =>
    Math.trunc((channel / most) * 255),
  );
  return [red, green, blue];
}

/** `rgb` as bright as it can be, and how bright it was, from 0 to 1; black is white at 0. */
export function atFullBrightness(rgb: Rgb): { readonly rgb: Rgb; readonly brightness: number } {
  const most = Math.max(...rgb);
  if (most === 0) return { rgb: [255, 255, 255], brightness: 0 };
  const [red, green, blue] = rgb;
  const full = (channel: number): number => byte((channel / most) * 255);
  return { rgb: [full(red), full(green), full(blue)], brightness: most / 255 };
}

/**
 * Whether a device that was sent the one and tells the other has done as it was told: whatever their brightness,
 * with its own steps, and with the nearest that it can show. Both are of the form `#rrggbb`.
 */
export function isSameColor(one: string, other: string): boolean {
  const [a, b] = [rgbOfHex(one), rgbOfHex(other)];
  if (a === undefined || b === undefined) return false;
  return (
    distance(chromaOf(a), chromaOf(b)) <= CHROMA_TOLERANCE ||
    distance(xyOfRgb(a), xyOfRgb(b)) <= XY_TOLERANCE
  );
}

/** Mired of a temperature in kelvin and the other way round, unrounded. */
export const reciprocal = (kelvinOrMired: number): number => 1_000_000 / kelvinOrMired;

/** The colour as a point of a disc with white in its middle, and a radius of 100. */
function chromaOf(rgb: Rgb): readonly [number, number] {
  const [hue, saturation] = hueSaturationOfRgb(rgb);
  const angle = (hue / 180) * Math.PI;
  return [saturation * Math.cos(angle), saturation * Math.sin(angle)];
}

const distance = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

const hexByte = (value: number): string => byte(value).toString(16).padStart(2, '0');

const byte = (value: number): number => Math.round(within(value, 0, 255));

const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);

/** To three digits. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** From the gamma of sRGB. */
function linear(channel: number): number {
  const share = channel / 255;
  return share > 0.04045 ? ((share + 0.055) / 1.055) ** 2.4 : share / 12.92;
}

/** To the gamma of sRGB. */
const gamma = (share: number): number =>
  share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055;
