/** Filters to and from JSON and encodings, and some that ask what a value is. */
import { absent } from '../access.ts';
import { required } from '../arguments.ts';
import { truthy } from '../compare.ts';
import { Dict } from '../dict.ts';
import { isIterable, itemsOf } from '../iterate.ts';
import { jsonText } from '../json-text.ts';
import { isList, type JinjaValue, Tuple, Undefined } from '../kinds.ts';
import { boundedText } from '../limits.ts';
import { toCount } from '../numbers.ts';
import { parseJson } from '../parse-json.ts';
import { sureText, textOf } from '../print.ts';
import type { Filter } from '../run.ts';
import { TemplateError } from '../template-error.ts';
import { typeName } from '../type-name.ts';

export const DATA_FILTERS: readonly (readonly [string, Filter])[] = [
  ['default', otherwise],
  ['d', otherwise],
  [
    'is_defined',
    (value) => {
      if (value instanceof Undefined) throw absent(value);
      return value;
    },
  ],
  [
    'iif',
    (value, values) => {
      const [yes = true, no = false, none] = values.take('if_true', 'if_false', 'if_none');
      if (value === null && none !== undefined) return none;
      return truthy(value) ? yes : no;
    },
  ],
  ['typeof', (value) => typeName(value)],
  [
    'to_json',
    (value, values) => {
      const [ascii = false, pretty = false, sort = false] = values.take(
        'ensure_ascii',
        'pretty_print',
        'sort_keys',
      );
      return jsonText(value, {
        by: truthy(ascii) ? 'python' : 'orjson',
        ascii: truthy(ascii),
        sortKeys: truthy(sort),
        indent: truthy(pretty) ? 2 : undefined,
      });
    },
  ],
  [
    'tojson',
    (value, values) => {
      const [indent = null] = values.take('indent');
      const spaces = indent === null ? undefined : Math.max(0, Math.min(toCount(indent), 16));
      const json = jsonText(value, { by: 'python', ascii: true, sortKeys: true, indent: spaces });
      return boundedText(
        json.replace(/[<>&']/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`),
      );
    },
  ],
  [
    'from_json',
    (value, values) => {
      const [instead] = values.take('default');
      const json = typeof value === 'string' ? parseJson(value) : undefined;
      if (json !== undefined) return json;
      if (instead === undefined)
        throw new TemplateError('The template reads as JSON what is none.');
      return instead;
    },
  ],
  [
    'base64_encode',
    (value) => boundedText(Buffer.from(sureText(value), 'utf8').toString('base64')),
  ],
  ['base64_decode', (value) => decoded(sureText(value))],
  ['urlencode', urlencoded],
];

function otherwise(value: JinjaValue, values: Parameters<Filter>[1]): JinjaValue {
  const [instead = '', alsoFalse = false] = values.take('default_value', 'boolean');
  const isMissing = value instanceof Undefined || (truthy(alsoFalse) && !truthy(value));
  return isMissing ? instead : value;
}

function decoded(base64: string): string {
  // As Python does it: what is no character of Base64 is passed over, but not that some are lacking.
  const known = base64.replace(/[^A-Za-z0-9+/=]/g, '');
  const [, characters = '', end = ''] = /^([^=]*)(=*)/.exec(known) ?? [];
  const rest = characters.length % 4;
  if (
    rest === 1 ||
    (rest > 0 && end.length < 4 - rest) ||
    known.length > characters.length + end.length
  ) {
    throw new TemplateError('The template decodes what is no Base64.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(characters, 'base64'));
  } catch {
    throw new TemplateError('The template decodes Base64 that holds no text.');
  }
}

function urlencoded(value: JinjaValue): string {
  if (typeof value === 'string' || !isIterable(value)) return quoted(textOf(value), true);
  const pairs = value instanceof Dict ? value.entries() : itemsOf(value).map(pairOf);
  return boundedText(
    pairs
      .map(([key, each]) => `${quoted(textOf(key), false)}=${quoted(textOf(each), false)}`)
      .join('&'),
  );
}

function pairOf(value: JinjaValue): readonly [JinjaValue, JinjaValue] {
  const items = value instanceof Tuple ? value.items : isList(value) ? value : [];
  return [required(items[0], 'name'), required(items[1], 'value')];
}

/** In a path, slashes stay; in a query, spaces are pluses. */
function quoted(text: string, isPath: boolean): string {
  let url = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9_.~-]/.test(character) || (isPath && character === '/')) url += character;
    else if (!isPath && character === ' ') url += '+';
    else url += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return boundedText(url);
}
