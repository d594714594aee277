/** Filters that part lists into lists, and those that call what they are given. */
import { Arguments, required } from '../arguments.ts';
import { equal } from '../compare.ts';
import { itemsOf } from '../iterate.ts';
import { type JinjaValue, Macro, Tuple } from '../kinds.ts';
import { checkItems } from '../limits.ts';
import { toCount } from '../numbers.ts';
import type { Filter, Run } from '../run.ts';
import { streamOf } from '../stream.ts';
import { TemplateError } from '../template-error.ts';
import { keyOf, sorted } from './order.ts';

export const GROUP_FILTERS: readonly (readonly [string, Filter])[] = [
  ['groupby', grouped],
  [
    'slice',
    (value, values, { budget }) => {
      const [count, fill = null] = values.take('slices', 'fill_with');
      const all = slices(itemsOf(value), toCount(required(count, 'slices')), fill);
      return streamOf(all, { budget });
    },
  ],
  ['apply', (value, values, run) => applied(value, values, run)],
  ['as_function', (value) => asFunction(value)],
];

function grouped(value: JinjaValue, values: Arguments, run: Run): JinjaValue {
  const [given, otherwise = null, strictly = false] = values.take(
    'attribute',
    'default',
    'case_sensitive',
  );
  const attribute = required(given, 'attribute');
  const key = keyOf(attribute, strictly, run.budget, otherwise);
  const groups: { by: JinjaValue; items: JinjaValue[] }[] = [];
  for (const item of sorted(itemsOf(value), key, false, run)) {
    const by = key(item);
    const last = groups.at(-1);
    if (last && equal(last.by, by, run.budget)) last.items.push(item);
    else groups.push({ by, items: [item] });
  }
  // The first of a group tells how the key is written.
  const written = keyOf(attribute, true, run.budget, otherwise);
  return groups.map(
    ({ items }) => new Tuple([written(items[0] ?? null), items], ['grouper', 'list']),
  );
}

/** The first lists have one more if it does not come out even; with something to fill, the others get that. */
function slices(
  items: readonly JinjaValue[],
  count: number,
  fill: JinjaValue,
): readonly JinjaValue[] {
  if (count < 1) throw new TemplateError('A list is parted into at least one.');
  checkItems(count);
  const least = Math.floor(items.length / count);
  const longer = items.length % count;
  return Array.from({ length: count }, (_, index) => {
    const from = index * least + Math.min(index, longer);
    const part = items.slice(from, from + least + (index < longer ? 1 : 0));
    return fill !== null && index >= longer ? [...part, fill] : part;
  });
}

/** The value is what the function, given first, is called with first. */
export function applied(value: JinjaValue, values: Arguments, run: Run): JinjaValue {
  const [call, others] = values.shift('fn');
  return run.call(call, new Arguments([value, ...others.positional], others.named));
}

/** A macro that tells its result by calling `returns`, as a function that has that result. */
function asFunction(value: JinjaValue): JinjaValue {
  if (!(value instanceof Macro)) throw new TemplateError('Only a macro becomes a function.');
  return new Macro(value.name, (values, run) => {
    let result: JinjaValue = null;
    const returns = new Macro('returns', ({ positional }) => {
      result = required(positional[0], 'value');
      return result;
    });
    const named = new Map<string, JinjaValue>([...values.named, ['returns', returns]]);
    value.call(new Arguments(values.positional, named), run);
    return result;
  });
}
