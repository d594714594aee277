/** Levels: what people say in per cent and devices in steps of their own. */

const FULL = 255;

/** From 0 to 255, as Home Assistant takes per cent (`brightness_pct`). */
export const byteOfPercent = (percent: number): number => roundedEven((percent * FULL) / 100);

/**
 * A device's level from 1 to `scale`, so that what is wanted never becomes off. By way of 0 to 255, as Home
 * Assistant does it, unless the device is finer.
 */
export function levelOfPercent(percent: number, scale: number): number {
  const level = scale > FULL ? (percent * scale) / 100 : (byteOfPercent(percent) * scale) / FULL;
  return Math.max(1, Math.min(roundedEven(level), Math.round(scale)));
}

/** Per cent of a device's level, 1 to 100; a level of 0 says nothing, as the device is off then. */
export const percentOfLevel =
  (scale: number) =>
  (level: number): number | undefined =>
    level <= 0 ? undefined : Math.max(1, Math.min(100, Math.round((level / scale) * 100)));

/** Whether what is wanted and what is told, both in per cent, are the same level of the device, up to rounding. */
export const isSameLevel = (wanted: number, told: number, scale: number): boolean =>
  Math.abs(levelOfPercent(wanted, scale) - (told * scale) / 100) <= scale / 100 + 0.5;

/** As Python rounds: a half goes to the even number. */
export function roundedEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
