/** Filters that apply another filter or a test, which they are given by name, to each item. */
import { attributeOnly, itemAt } from '../access.ts';
import { Arguments, required } from '../arguments.ts';
import { truthy } from '../compare.ts';
import { isIterable, itemsOf } from '../iterate.ts';
import { type JinjaValue, Stream } from '../kinds.ts';
import { textOf } from '../print.ts';
import type { Filter, Run } from '../run.ts';
import { restOf, streamOf } from '../stream.ts';
import { TemplateError } from '../template-error.ts';

type Values = Parameters<Filter>[1];

/** Which value of the call is the name of a filter or test, so that it can be checked beforehand. */
export const NAMED_BY: ReadonlyMap<
  string,
  { readonly what: 'filter' | 'test'; readonly at: number }
> = new Map([
  ['map', { what: 'filter', at: 0 }],
  ['select', { what: 'test', at: 0 }],
  ['reject', { what: 'test', at: 0 }],
  ['selectattr', { what: 'test', at: 1 }],
  ['rejectattr', { what: 'test', at: 1 }],
]);

export const SELECT_FILTERS: readonly (readonly [string, Filter])[] = [
  ['map', mapped],
  ['select', (value, values, run) => selected(value, values, run, false, true)],
  ['reject', (value, values, run) => selected(value, values, run, false, false)],
  ['selectattr', (value, values, run) => selected(value, values, run, true, true)],
  ['rejectattr', (value, values, run) => selected(value, values, run, true, false)],
  [
    'attr',
    (value, values) => {
      const [name] = values.take('name');
      return attributeOnly(value, textOf(required(name, 'name')));
    },
  ],
];

function mapped(value: JinjaValue, values: Values, run: Run): JinjaValue {
  const path = values.positional.length === 0 ? values.named.get('attribute') : undefined;
  if (path !== undefined) {
    const otherwise = values.named.get('default') ?? null;
    return each(value, run, (item) => itemAt(item, path, run.budget, otherwise));
  }
  const [name, others] = values.shift('filter');
  return each(value, run, (item) => run.filter(name, item, others));
}

function selected(
  value: JinjaValue,
  values: Values,
  run: Run,
  byAttribute: boolean,
  keep: boolean,
): JinjaValue {
  const [path, tests] = byAttribute ? values.shift('attribute') : [undefined, values];
  const [name, others] =
    tests.positional.length > 0 ? tests.shift('test') : [undefined, Arguments.NONE];
  const passes = (item: JinjaValue): boolean => {
    run.budget.spend();
    const part = path === undefined ? item : itemAt(item, path, run.budget);
    return (name === undefined ? truthy(part) : run.test(name, part, others)) === keep;
  };
  return streamed(value, run, function* (items) {
    for (const item of items) if (passes(item)) yield item;
  });
}

function each(value: JinjaValue, run: Run, change: (item: JinjaValue) => JinjaValue): JinjaValue {
  return streamed(value, run, function* (items) {
    for (const item of items) {
      run.budget.spendFor(item);
      yield change(item);
    }
  });
}

/** Nothing is made of the items before it is asked for. */
function streamed(
  value: JinjaValue,
  { budget }: Run,
  make: (items: Iterable<JinjaValue>) => Iterable<JinjaValue>,
): JinjaValue {
  if (!truthy(value)) return streamOf([], { budget });
  if (value instanceof Stream) return streamOf(make(restOf(value)), { budget });
  if (!isIterable(value))
    throw new TemplateError('The template changes the items of what has none.');
  return streamOf(make(itemsOf(value)), { budget });
}
