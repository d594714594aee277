/** Methods of texts. */
import { type Arguments, required } from '../arguments.ts';
import { formatBraces } from '../brace-format.ts';
import {
  charactersOf,
  lastWords,
  lengthOf,
  pointsUpTo,
  sliceOf,
  stripped,
  words,
} from '../characters.ts';
import { itemsOf } from '../iterate.ts';
import { type JinjaValue, Tuple } from '../kinds.ts';
import { boundedText, checkItems, checkLength } from '../limits.ts';
import { toCount } from '../numbers.ts';
import type { Filter } from '../run.ts';
import { TemplateError } from '../template-error.ts';
import { LETTER_METHODS } from './letters.ts';

export const TEXT_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ...LETTER_METHODS,
  ['format', (of, values) => formatBraces(text(of), values)],
  ['strip', (of, values) => strip(of, values, 'both')],
  ['lstrip', (of, values) => strip(of, values, 'left')],
  ['rstrip', (of, values) => strip(of, values, 'right')],
  ['split', (of, values) => split(text(of), values, false)],
  ['rsplit', (of, values) => split(text(of), values, true)],
  ['splitlines', (of) => lines(text(of))],
  ['partition', (of, values) => partition(text(of), values, false)],
  ['rpartition', (of, values) => partition(text(of), values, true)],
  ['join', (of, values) => join(text(of), values)],
  [
    'replace',
    (of, values) => {
      const [from, to, count = -1n] = values.take('old', 'new', 'count');
      return replaceIn(text(of), text(from, 'old'), text(to, 'new'), toCount(count));
    },
  ],
  ['startswith', (of, values) => edge(of, values, 'left')],
  ['endswith', (of, values) => edge(of, values, 'right')],
  ['removeprefix', (of, values) => without(text(of), one(values), 'left')],
  ['removesuffix', (of, values) => without(text(of), one(values), 'right')],
  ['find', (of, values) => BigInt(placeOf(of, values, 'left'))],
  ['rfind', (of, values) => BigInt(placeOf(of, values, 'right'))],
  ['index', (of, values) => found(placeOf(of, values, 'left'))],
  ['rindex', (of, values) => found(placeOf(of, values, 'right'))],
  [
    'count',
    (of, values) => {
      const { part, wanted, isOutside } = partOf(of, values);
      return isOutside ? 0n : BigInt(occurrences(part, text(wanted)));
    },
  ],
  ['zfill', (of, values) => zfill(text(of), widthOf(values))],
  ['ljust', (of, values) => justify(text(of), values, 'left')],
  ['rjust', (of, values) => justify(text(of), values, 'right')],
  ['center', (of, values) => justify(text(of), values, 'center')],
]);

/** `text.replace(from, to, count)`; any number if `count` is negative. Throws a `TemplateError` if too long. */
export function replaceIn(of: string, from: string, to: string, count: number): string {
  const places = count < 0 ? Infinity : count;
  const pieces = from === '' ? ['', ...charactersOf(of), ''] : of.split(from);
  const head = pieces.slice(0, Math.min(places, pieces.length - 1) + 1);
  checkLength(of.length + head.length * to.length);
  return [head.join(to), ...pieces.slice(head.length)].join(from);
}

/** Centred as Python does. Throws a `TemplateError` if too long. */
export function centred(of: string, width: number, fill: string): string {
  const missing = width - lengthOf(of);
  if (missing <= 0) return of;
  checkLength(width);
  const before = Math.floor(missing / 2) + (missing & width & 1);
  return fill.repeat(before) + of + fill.repeat(missing - before);
}

function strip(of: JinjaValue, values: Arguments, side: 'both' | 'left' | 'right'): string {
  const [characters = null] = values.take('chars');
  return stripped(text(of), side, characters === null ? undefined : text(characters));
}

function split(of: string, values: Arguments, fromRight: boolean): JinjaValue {
  const [separator = null, most = -1n] = values.take('sep', 'maxsplit');
  const cuts = toCount(most);
  if (separator === null) {
    return listOf(fromRight ? lastWords(of, cuts) : words(of, cuts));
  }
  const by = text(separator);
  if (by === '') throw new TemplateError('A text cannot be split by nothing.');
  const pieces = of.split(by);
  if (cuts < 0 || pieces.length <= cuts + 1) return listOf(pieces);
  const at = fromRight ? pieces.length - cuts : cuts;
  const [left, right] = [pieces.slice(0, at), pieces.slice(at)];
  return listOf(fromRight ? [left.join(by), ...right] : [...left, right.join(by)]);
}

function lines(of: string): JinjaValue {
  const all = of.split(LINE_BREAK);
  return listOf(all.at(-1) === '' ? all.slice(0, -1) : all);
}

function partition(of: string, values: Arguments, fromRight: boolean): JinjaValue {
  const by = one(values);
  if (by === '') throw new TemplateError('A text cannot be split by nothing.');
  const at = fromRight ? of.lastIndexOf(by) : of.indexOf(by);
  if (at < 0) return new Tuple(fromRight ? ['', '', of] : [of, '', '']);
  return new Tuple([of.slice(0, at), by, of.slice(at + by.length)]);
}

function join(of: string, values: Arguments): string {
  const [given] = values.take('iterable');
  const items = itemsOf(required(given, 'iterable'));
  return boundedText(items.map((each) => text(each)).join(of));
}

function edge(of: JinjaValue, values: Arguments, side: 'left' | 'right'): boolean {
  const { part, wanted, isOutside } = partOf(of, values);
  const affixes = wanted instanceof Tuple ? wanted.items.map((each) => text(each)) : [text(wanted)];
  if (isOutside) return false;
  return affixes.some((affix) => (side === 'left' ? part.startsWith(affix) : part.endsWith(affix)));
}

function placeOf(of: JinjaValue, values: Arguments, side: 'left' | 'right'): number {
  const { part, wanted, from, isOutside } = partOf(of, values);
  const sought = text(wanted);
  const at = side === 'left' ? part.indexOf(sought) : part.lastIndexOf(sought);
  return at < 0 || isOutside ? -1 : from + pointsUpTo(part, at);
}

/** What is looked for, and the part of the text in which it is, from and to a character if these are given. */
function partOf(
  of: JinjaValue,
  values: Arguments,
): { part: string; wanted: JinjaValue; from: number; isOutside: boolean } {
  const [given, start = null, end = null] = values.take('text', 'start', 'end');
  const wanted = required(given, 'text');
  const whole = text(of);
  if (start === null && end === null) return { part: whole, wanted, from: 0, isOutside: false };
  const size = lengthOf(whole);
  const place = (bound: JinjaValue, otherwise: number): number => {
    const at = bound === null ? otherwise : toCount(bound);
    return at < 0 ? Math.max(0, at + size) : at;
  };
  const [from, to] = [place(start, 0), Math.min(size, place(end, size))];
  // Not even nothing is found behind the end, or where the part ends before it begins.
  return { part: sliceOf(whole, from, Math.max(from, to)), wanted, from, isOutside: from > to };
}

function without(of: string, affix: string, side: 'left' | 'right'): string {
  if (side === 'left') return of.startsWith(affix) ? of.slice(affix.length) : of;
  return affix !== '' && of.endsWith(affix) ? of.slice(0, -affix.length) : of;
}

function found(index: number): bigint {
  if (index < 0) throw new TemplateError('A text does not have what is looked for.');
  return BigInt(index);
}

function occurrences(of: string, wanted: string): number {
  return wanted === '' ? lengthOf(of) + 1 : of.split(wanted).length - 1;
}

function zfill(of: string, width: number): string {
  checkLength(width);
  const sign = /^[+-]/.exec(of)?.[0] ?? '';
  const missing = width - lengthOf(of);
  return missing > 0 ? sign + '0'.repeat(missing) + of.slice(sign.length) : of;
}

function justify(of: string, values: Arguments, side: 'left' | 'right' | 'center'): string {
  const [width, fill = ' '] = values.take('width', 'fillchar');
  const size = toCount(required(width, 'width'));
  const filling = text(fill);
  if (lengthOf(filling) !== 1) throw new TemplateError('A text is filled up with one character.');
  checkLength(size);
  if (side === 'center') return centred(of, size, filling);
  const missing = filling.repeat(Math.max(0, size - lengthOf(of)));
  return side === 'left' ? of + missing : missing + of;
}

function widthOf(values: Arguments): number {
  const [width] = values.take('width');
  return toCount(required(width, 'width'));
}

function one(values: Arguments): string {
  return text(values.take('text')[0], 'text');
}

function text(value: JinjaValue | undefined, name = 'text'): string {
  const given = required(value, name);
  if (typeof given === 'string') return given;
  throw new TemplateError('A text is needed.');
}

function listOf(items: readonly string[]): readonly string[] {
  checkItems(items.length);
  return items;
}

/** More than `\n`: Python counts separators of files, groups and records, and those of Unicode. */
const LINE_BREAK = new RegExp(`\r\n|[\n\r\v\f${'\x1c\x1d\x1e\x85'}\u2028\u2029]`);
