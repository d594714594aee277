/** Methods of dicts, lists, tuples and of `loop`; none that changes them. */
import { required } from '../arguments.ts';
import { equal } from '../compare.ts';
import { Dict } from '../dict.ts';
import { isList, type JinjaValue, Loop, Range, Tuple, View } from '../kinds.ts';
import type { Filter } from '../run.ts';
import { TemplateError } from '../template-error.ts';

export const DICT_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  [
    'get',
    (of, values) => {
      const [key, otherwise] = values.take('key', 'default');
      const found = dict(of).get(required(key, 'key'));
      return found === undefined ? (otherwise ?? null) : found;
    },
  ],
  ['keys', (of) => new View('dict_keys', dict(of).keys())],
  ['values', (of) => new View('dict_values', dict(of).values())],
  [
    'items',
    (of, values, { budget }) => {
      values.take();
      const pairs = dict(of).entries();
      budget.spend(Math.floor(pairs.length / 8));
      return new View(
        'dict_items',
        pairs.map((pair) => new Tuple(pair)),
      );
    },
  ],
  ['copy', (of) => of],
]);

export const TUPLE_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  [
    'count',
    (of, values, { budget }) => {
      const [wanted] = values.take('value');
      const item = required(wanted, 'value');
      return BigInt(itemsOf(of).filter((each) => equal(each, item, budget)).length);
    },
  ],
  [
    'index',
    (of, values, { budget }) => {
      const [wanted] = values.take('value');
      const item = required(wanted, 'value');
      const index = itemsOf(of).findIndex((each) => equal(each, item, budget));
      if (index < 0) throw new TemplateError('A list does not have what is looked for.');
      return BigInt(index);
    },
  ],
]);

export const LIST_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ...TUPLE_METHODS,
  ['copy', (of) => of],
]);

export const LOOP_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  [
    'cycle',
    (of, { positional }) => {
      const index = of instanceof Loop ? of.index % Math.max(positional.length, 1) : 0;
      return required(positional[index], 'items');
    },
  ],
  [
    'changed',
    (of, { positional }, { budget }) => {
      if (!(of instanceof Loop)) return false;
      const before = of.turns.last;
      of.turns.last = new Tuple(positional);
      return before === undefined || !equal(before, of.turns.last, budget);
    },
  ],
]);

function dict(of: JinjaValue): Dict {
  return of instanceof Dict ? of : new Dict();
}

function itemsOf(of: JinjaValue): readonly JinjaValue[] {
  if (of instanceof Tuple || of instanceof Range) return of.items;
  return isList(of) ? of : [];
}
