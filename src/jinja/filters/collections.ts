/** Filters on lists, dicts and whatever else has items. */
import { itemAt } from '../access.ts';
import { Arguments, required } from '../arguments.ts';
import type { Budget } from '../budget.ts';
import { charactersOf } from '../characters.ts';
import { compare, contains, truthy } from '../compare.ts';
import { Dict } from '../dict.ts';
import { firstOf, isIterable, itemsOf, reversedItems, sizeOf } from '../iterate.ts';
import { isList, type JinjaValue, orUndefined, Stream, Tuple, Undefined } from '../kinds.ts';
import { checkItems, checkLength } from '../limits.ts';
import { toCount } from '../numbers.ts';
import { operate } from '../operators.ts';
import { textOf } from '../print.ts';
import type { Filter, Run } from '../run.ts';
import { streamOf } from '../stream.ts';
import { TemplateError } from '../template-error.ts';
import { keyOf, sorted } from './order.ts';

type Values = Parameters<Filter>[1];

export const COLLECTION_FILTERS: readonly (readonly [string, Filter])[] = [
  ['length', (value) => BigInt(sizeOf(value))],
  ['count', (value) => BigInt(sizeOf(value))],
  ['list', (value) => itemsOf(value)],
  ['first', (value) => orUndefined(firstOf(value), 'the first item')],
  ['last', (value) => orUndefined(reversedItems(value)[0], 'the last item')],
  ['join', joined],
  ['min', (value, values, run) => extreme(value, values, run, -1)],
  ['max', (value, values, run) => extreme(value, values, run, 1)],
  [
    'sum',
    (value, values, { budget }) => {
      const [attribute = null, start = 0n] = values.take('attribute', 'start');
      return itemsOf(value).reduce((sum: JinjaValue, each) => {
        budget.spend();
        budget.spendFor(sum);
        return operate('+', sum, attribute === null ? each : itemAt(each, attribute, budget));
      }, start);
    },
  ],
  [
    'sort',
    (value, values, run) => {
      const [reverse = false, strictly = false, attribute = null] = values.take(
        'reverse',
        'case_sensitive',
        'attribute',
      );
      return sorted(itemsOf(value), keyOf(attribute, strictly, run.budget), reverse, run);
    },
  ],
  [
    'dictsort',
    (value, values, run) => {
      const [strictly = false, by = 'key', reverse = false] = values.take(
        'case_sensitive',
        'by',
        'reverse',
      );
      if (by !== 'key' && by !== 'value')
        throw new TemplateError('A dict is sorted by key or by value.');
      if (!(value instanceof Dict))
        throw new TemplateError('Only a dict can be sorted by its keys.');
      const pairs = value.entries().map((pair) => new Tuple(pair));
      return sorted(pairs, keyOf(by === 'key' ? 0n : 1n, strictly, run.budget), reverse, run);
    },
  ],
  [
    'unique',
    (value, values, { budget }) => {
      const [strictly = false, attribute = null] = values.take('case_sensitive', 'attribute');
      const key = keyOf(attribute, strictly, budget);
      const seen = new Dict();
      const isNew = (each: JinjaValue): boolean => {
        const by = key(each);
        if (seen.has(by)) return false;
        seen.set(by, true);
        return true;
      };
      const items = itemsOf(value);
      return streamOf(filtering(items, isNew), { budget });
    },
  ],
  [
    'reverse',
    (value, values, { budget }) => {
      values.take();
      if (typeof value === 'string') return charactersOf(value).toReversed().join('');
      const items = itemsOf(value).toReversed();
      if (value instanceof Stream) return items;
      return streamOf(items, { budget, name: isList(value) ? 'list_reverseiterator' : 'reversed' });
    },
  ],
  [
    'items',
    (value, values, { budget }) => {
      values.take();
      if (value instanceof Undefined) return streamOf([], { budget });
      if (!(value instanceof Dict)) throw new TemplateError('Only a dict has pairs of items.');
      const pairs = value.entries().map((pair) => new Tuple(pair));
      return streamOf(pairs, { budget });
    },
  ],
  [
    'batch',
    (value, values, { budget }) => {
      const [size, fill = null] = values.take('linecount', 'fill_with');
      const all = batches(itemsOf(value), toCount(required(size, 'linecount')), fill);
      return streamOf(all, { budget });
    },
  ],
  [
    'contains',
    (value, values, { budget }) => {
      const [item] = values.take('value');
      return contains(value, required(item, 'value'), budget);
    },
  ],
  [
    'flatten',
    (value, values, { budget }) => {
      const [levels = null] = values.take('levels');
      const flat: JinjaValue[] = [];
      flatten(value, levels === null ? 100 : toCount(levels), flat, budget.spend.bind(budget));
      return flat;
    },
  ],
  [
    'combine',
    (value, { positional, named }, { budget }) => {
      const [recursive = false] = new Arguments([], named).take('recursive');
      return [value, ...positional].reduce<Dict>(
        (sum, each) => combined(sum, each, { isDeep: truthy(recursive), budget }),
        new Dict(),
      );
    },
  ],
];

function* filtering(
  items: readonly JinjaValue[],
  isWanted: (item: JinjaValue) => boolean,
): Generator<JinjaValue, void> {
  for (const item of items) if (isWanted(item)) yield item;
}

function combined(
  one: Dict,
  other: JinjaValue,
  how: { readonly isDeep: boolean; readonly budget: Budget },
): Dict {
  if (!(other instanceof Dict)) throw new TemplateError('Only dicts can be combined.');
  how.budget.spend(1 + other.size);
  return how.budget.within(() => {
    const both = Dict.of(one.entries());
    for (const [key, value] of other.entries()) {
      const before = how.isDeep ? both.get(key) : undefined;
      const areDicts = before instanceof Dict && value instanceof Dict;
      both.set(key, areDicts ? combined(before, value, how) : value);
    }
    return both;
  });
}

function joined(value: JinjaValue, values: Values, { budget }: Run): string {
  const [separator = '', attribute = null] = values.take('d', 'attribute');
  const texts: string[] = [];
  let length = 0;
  const between = textOf(separator);
  for (const each of itemsOf(value)) {
    const text = textOf(attribute === null ? each : itemAt(each, attribute, budget));
    length += text.length + between.length;
    checkLength(length);
    texts.push(text);
  }
  return texts.join(between);
}

function extreme(value: JinjaValue, values: Values, { budget }: Run, sign: 1 | -1): JinjaValue {
  const [strictly = false, attribute = null] = values.take('case_sensitive', 'attribute');
  const key = keyOf(attribute, strictly, budget);
  const [first, ...others] = itemsOf(value);
  if (first === undefined) return new Undefined('an item');
  return others.reduce(
    (best, each) => (compare(key(each), key(best), budget) * sign > 0 ? each : best),
    first,
  );
}

function batches(
  items: readonly JinjaValue[],
  size: number,
  fill: JinjaValue,
): readonly JinjaValue[] {
  if (size < 1) throw new TemplateError('A batch needs at least one item.');
  checkItems(fill === null ? 0 : size);
  const all: JinjaValue[][] = [];
  for (let at = 0; at < items.length; at += size) all.push(items.slice(at, at + size));
  const last = all.at(-1);
  while (fill !== null && last && last.length < size) last.push(fill);
  return all;
}

function flatten(value: JinjaValue, levels: number, into: JinjaValue[], spend: () => void): void {
  if (typeof value === 'string') throw new TemplateError('A text is no list of lists.');
  for (const each of itemsOf(value)) {
    spend();
    const nested = typeof each !== 'string' && isIterable(each);
    if (nested && levels > 0) flatten(each, levels - 1, into, spend);
    else into.push(each);
    checkItems(into.length);
  }
}
