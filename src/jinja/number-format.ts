/** Numbers as the presentation types of Python's `%` and `format()` show them. */
import { exponentialText, fixedText, floatText, generalText } from './decimals.ts';
import type { Float, JinjaValue } from './kinds.ts';
import { numeric, toFloat } from './numbers.ts';
import { TemplateError } from './template-error.ts';

/** More places than this are never wanted, and would only make long texts. */
const MAX_PLACES = 100;

/** A number that was asked for as `e`, `f`, `g` (or in capitals): digits with a sign only if negative. */
export function floatShown(
  value: JinjaValue,
  type: string,
  places: number | undefined,
  alternate: boolean,
): string {
  const number = toFloatStrictly(value);
  const count = checkPlaces(places ?? 6);
  const text = Number.isFinite(number)
    ? finiteShown(number, type, count, alternate)
    : floatText(number);
  return type === type.toUpperCase() ? text.toUpperCase() : text;
}

/** A float for which no type was asked, but perhaps a number of places (`format(1.5, '.3')`). */
export function floatPlain(value: Float, places: number | undefined): string {
  if (places === undefined || !Number.isFinite(value.value)) return floatText(value.value);
  const text = generalText(value.value, checkPlaces(places), false);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** An int that was asked for as `d`, `x`, `X`, `o` or `b`, with its prefix if that was asked for. */
export function intShown(value: bigint, type: string, alternate: boolean): string {
  const radix = RADIXES.get(type.toLowerCase()) ?? 10;
  const digits = (value < 0n ? -value : value).toString(radix);
  const prefix = alternate && radix !== 10 ? `0${type}` : '';
  return (value < 0n ? '-' : '') + prefix + (type === 'X' ? digits.toUpperCase() : digits);
}

/** Puts fill between the sign (and the prefix) and the digits. */
export function zeroFilled(text: string, width: number, fill = '0'): string {
  const [sign = ''] = /^[+\- ]?(?:0[xXob])?/.exec(text) ?? [];
  return sign + text.slice(sign.length).padStart(width - sign.length, fill);
}

/** With a sign where one was asked for: `+` always, a space in place of plus. */
export function signed(text: string, sign: '+' | ' ' | '-' | undefined): string {
  return sign === undefined || sign === '-' || text.startsWith('-') ? text : sign + text;
}

/** Throws a `TemplateError` if so many places are not to be had. */
export function checkPlaces(places: number): number {
  if (places > MAX_PLACES) throw new TemplateError('The template wants too many decimal places.');
  return places;
}

function finiteShown(value: number, type: string, places: number, alternate: boolean): string {
  switch (type.toLowerCase()) {
    case 'e':
      return exponentialText(value, places);
    case 'f':
      return fixedText(value, places);
    default:
      return generalText(value, places, alternate);
  }
}

/** Texts that are numbers are none here. */
function toFloatStrictly(value: JinjaValue): number {
  const number = numeric(value) === undefined ? undefined : toFloat(value);
  if (number === undefined) throw new TemplateError('Only a number can be shown as a number.');
  return number;
}

const RADIXES = new Map([
  ['x', 16],
  ['o', 8],
  ['b', 2],
]);
