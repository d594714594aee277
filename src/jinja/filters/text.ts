/** Filters on texts. */

import { slice } from '../access.ts';
import { required } from '../arguments.ts';
import { charactersOf, codeOf, isSpace, lengthOf, sliceOf, stripped } from '../characters.ts';
import { truthy } from '../compare.ts';
import { Dict } from '../dict.ts';
import { sizeOf } from '../iterate.ts';
import { isList, type JinjaValue, Tuple } from '../kinds.ts';
import { boundedText, checkItems, checkLength } from '../limits.ts';
import { capitalized } from '../methods/letters.ts';
import { centred, replaceIn } from '../methods/text.ts';
import { toCount } from '../numbers.ts';
import { formatPercent } from '../percent-format.ts';
import { sureText, textOf } from '../print.ts';
import type { Filter } from '../run.ts';
import { TemplateError } from '../template-error.ts';

export const TEXT_FILTERS: readonly (readonly [string, Filter])[] = [
  ['string', (value) => textOf(value)],
  ['safe', (value) => textOf(value)],
  ['lower', (value) => textOf(value).toLowerCase()],
  ['upper', (value) => textOf(value).toUpperCase()],
  ['capitalize', (value) => capitalized(textOf(value))],
  ['title', (value) => titled(textOf(value))],
  [
    'trim',
    (value, values) => {
      const [characters = null] = values.take('chars');
      return stripped(
        textOf(value),
        'both',
        characters === null ? undefined : sureText(characters),
      );
    },
  ],
  [
    'replace',
    (value, values) => {
      const [from, to, count = null] = values.take('old', 'new', 'count');
      const most = count === null ? -1 : toCount(count);
      return replaceIn(
        textOf(value),
        textOf(required(from, 'old')),
        textOf(required(to, 'new')),
        most,
      );
    },
  ],
  ['truncate', truncated],
  [
    'center',
    (value, values) => {
      const [width = 80n] = values.take('width');
      return centred(textOf(value), toCount(width), ' ');
    },
  ],
  ['indent', indented],
  [
    'format',
    (value, { positional, named }) => {
      if (positional.length > 0 && named.size > 0) {
        throw new TemplateError('A format takes its values in order or by name, not both.');
      }
      const given = named.size > 0 ? Dict.of(named) : new Tuple(positional);
      return formatPercent(textOf(value), given);
    },
  ],
  ['wordcount', (value) => BigInt(textOf(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0)],
  ['escape', (value) => escaped(textOf(value))],
  ['e', (value) => escaped(textOf(value))],
  ['ord', (value) => BigInt(codeOf(sureText(value)))],
  ['ordinal', (value) => ordinal(textOf(value))],
  [
    'slugify',
    (value, values) => {
      const [separator = '_'] = values.take('separator');
      return slug(textOf(value), textOf(separator));
    },
  ],
];

/** Jinja's own rules: a capital after white space, hyphens and opening brackets. */
function titled(text: string): string {
  let title = '';
  let begins = true;
  for (const character of text) {
    const between = isSpace(character) || '-({[<'.includes(character);
    title += begins && !between ? character.toUpperCase() : character.toLowerCase();
    begins = between;
  }
  return title;
}

function truncated(value: JinjaValue, values: Parameters<Filter>[1]): JinjaValue {
  const [length = 255n, whole = false, end = '...', leeway = null] = values.take(
    'length',
    'killwords',
    'end',
    'leeway',
  );
  const [most, more] = [toCount(length), leeway === null ? 5 : toCount(leeway)];
  const ending = textOf(end);
  const kept = most - lengthOf(ending);
  if (kept < 0 || more < 0) throw new TemplateError('A text is cut shorter than what ends it.');
  if (sizeOf(value) <= most + more) return value;
  if (typeof value !== 'string') {
    const cut = slice(value, null, BigInt(kept), null);
    if (truthy(whole) && isList(cut) && ending === '') return cut;
    throw new TemplateError('Only a text can be cut off.');
  }
  const cut = sliceOf(value, 0, kept);
  const space = cut.lastIndexOf(' ');
  return (truthy(whole) || space < 0 ? cut : cut.slice(0, space)) + ending;
}

function indented(value: JinjaValue, values: Parameters<Filter>[1]): string {
  const [width = 4n, first = false, blank = false] = values.take('width', 'first', 'blank');
  if (typeof width !== 'string') checkLength(toCount(width));
  const indent = typeof width === 'string' ? width : ' '.repeat(Math.max(0, toCount(width)));
  const lines = sureText(value).split(/\r\n|[\n\r]/);
  checkItems(lines.length);
  checkLength(lines.length * indent.length);
  const all = lines.map((line, index) => {
    const indents = index === 0 ? truthy(first) : line !== '' || truthy(blank);
    return indents ? indent + line : line;
  });
  return boundedText(all.join('\n'));
}

function escaped(text: string): string {
  return boundedText(
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll("'", '&#39;')
      .replaceAll('"', '&#34;'),
  );
}

function ordinal(text: string): string {
  if (!/^-?\d+$/.test(text)) throw new TemplateError('Only a whole number can be an ordinal.');
  const teen = ['11', '12', '13'].includes(text.slice(-2));
  const suffix = teen ? undefined : ['th', 'st', 'nd', 'rd'][Number(text.slice(-1))];
  return text + (suffix ?? 'th');
}

function slug(text: string, separator: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
  const parts = charactersOf(plain).map((each) => (/[a-z0-9]/.test(each) ? each : ' '));
  const result = parts.join('').trim().split(/ +/).join(separator);
  return result === '' && text !== '' ? 'unknown' : result;
}
