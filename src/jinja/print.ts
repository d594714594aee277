/** Python's `str()` and `repr()`. */

import { floatText } from './decimals.ts';
import { Dict } from './dict.ts';
import {
  Float,
  isList,
  type JinjaValue,
  Moment,
  Namespace,
  Part,
  Range,
  Span,
  Tuple,
  Undefined,
  View,
} from './kinds.ts';
import { boundedText, checkDepth, checkLength } from './limits.ts';
import { isoOf, momentRepr, partText, spanRepr, spanText } from './moment.ts';
import { TemplateError } from './template-error.ts';

/** How a value is printed. Throws a `TemplateError` if it cannot be, or makes too long a text. */
export function textOf(value: JinjaValue): string {
  if (typeof value === 'string') return value;
  if (value instanceof Undefined) return '';
  if (value instanceof Moment) return isoOf(value, ' ');
  if (value instanceof Span) return spanText(value);
  if (value instanceof Part) return partText(value);
  return represented(value, 0);
}

/** A value that must be a text already. Throws a `TemplateError` if it is none. */
export function sureText(value: JinjaValue): string {
  if (typeof value === 'string') return value;
  throw new TemplateError('The template uses as a text what is none.');
}

/** As it is printed within a list. Throws as `textOf`. */
export function reprOf(value: JinjaValue): string {
  return represented(value, 0);
}

/** Python's `ascii()`: as `reprOf`, with escapes for all that is not ASCII. Throws as `textOf`. */
export function asciiOf(value: JinjaValue): string {
  return boundedText(reprOf(value).replace(/[^ -~]/gu, escaped));
}

function represented(value: JinjaValue, depth: number): string {
  checkDepth(depth);
  if (value === null) return 'None';
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'bigint':
      return value.toString();
    default:
      return boundedText(representedObject(value, depth));
  }
}

function representedObject(value: JinjaValue & object, depth: number): string {
  if (value instanceof Float) return floatText(value.value);
  if (isList(value)) return `[${joined(value, depth)}]`;
  if (value instanceof Tuple) {
    return `(${joined(value.items, depth)}${value.items.length === 1 ? ',' : ''})`;
  }
  if (value instanceof Dict) {
    const pairs = value
      .entries()
      .map(([key, each]) => `${represented(key, depth + 1)}: ${represented(each, depth + 1)}`);
    return `{${pairs.join(', ')}}`;
  }
  if (value instanceof View) return `${value.name}([${joined(value.items, depth)}])`;
  if (value instanceof Range) return rangeText(value);
  if (value instanceof Moment) return momentRepr(value);
  if (value instanceof Span) return spanRepr(value);
  if (value instanceof Undefined) return 'Undefined';
  if (value instanceof Namespace) {
    return `<Namespace ${represented(Dict.of(value.fields), depth + 1)}>`;
  }
  throw new TemplateError('The template prints something that has no text.');
}

function rangeText({ start, stop, step }: Range): string {
  return `range(${start}, ${stop}${step === 1 ? '' : `, ${step}`})`;
}

function joined(items: readonly JinjaValue[], depth: number): string {
  let length = 0;
  const texts: string[] = [];
  for (const item of items) {
    const text = represented(item, depth + 1);
    texts.push(text);
    length += text.length;
    // Checked as it grows: an item may stand in a list many times.
    checkLength(length);
  }
  return texts.join(', ');
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = '';
  for (const character of text) {
    if (character === quote || character === '\\') body += `\\${character}`;
    else if (UNPRINTABLE.test(character)) body += escaped(character);
    else body += character;
  }
  return quote + body + quote;
}

function escaped(character: string): string {
  const short = SHORT.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/u;
const SHORT = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);
