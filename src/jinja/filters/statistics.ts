/** Filters on several numbers, and on ranges of them. */
import { required } from '../arguments.ts';
import { rounded } from '../decimals.ts';
import { Dict } from '../dict.ts';
import { itemsOf } from '../iterate.ts';
import { Float, type JinjaValue } from '../kinds.ts';
import { numeric, toCount } from '../numbers.ts';
import { operate } from '../operators.ts';
import { textOf } from '../print.ts';
import type { Filter, Run } from '../run.ts';
import { TemplateError } from '../template-error.ts';
import { orDefault, sureFloat } from './numbers.ts';
import { sorted } from './order.ts';

type Values = Parameters<Filter>[1];

export const STATISTICS_FILTERS: readonly (readonly [string, Filter])[] = [
  [
    'average',
    (value, values, { budget }) => {
      const [otherwise] = values.take('default');
      const numbers = itemsOf(value).map(numeric);
      budget.spend(Math.floor(numbers.length / 4));
      if (numbers.length === 0 || numbers.includes(undefined)) {
        return orDefault(otherwise, 'average');
      }
      return new Float(exactSum(numbers.map(Number)) / numbers.length);
    },
  ],
  ['median', median],
  [
    'statistical_mode',
    (value, values, { budget }) => {
      const [otherwise] = values.take('default');
      const counts = new Dict();
      let best: JinjaValue | undefined;
      let most = 0;
      const items = itemsOf(value);
      budget.spend(Math.floor(items.length / 4));
      for (const each of items) counts.set(each, BigInt(Number(counts.get(each) ?? 0n) + 1));
      // The first of those that are there most often.
      for (const [each, count] of counts.entries()) {
        if (Number(count) > most) [best, most] = [each, Number(count)];
      }
      return best === undefined ? orDefault(otherwise, 'statistical_mode') : best;
    },
  ],
  [
    'wrap',
    (value, values) => {
      const [low, high] = values.take('min_value', 'max_value');
      const [number, min] = [sureFloat(value), sureFloat(required(low, 'min_value'))];
      const size = sureFloat(required(high, 'max_value')) - min;
      return new Float(size === 0 ? min : wrapped(number - min, size) + min);
    },
  ],
  ['remap', remapped],
];

function median(value: JinjaValue, values: Values, run: Run): JinjaValue {
  const [otherwise] = values.take('default');
  const items = itemsOf(value);
  const isOrdered = items.every((each) => isLike(each, items[0] ?? null));
  if (items.length === 0 || !isOrdered) return orDefault(otherwise, 'median');
  const all = sorted(items, (each) => each, false, run);
  const [low = 0n, high = 0n] = [all[(all.length - 1) >> 1], all[all.length >> 1]];
  if (all.length % 2 === 1) return high;
  const isKnown = numeric(low) !== undefined && numeric(high) !== undefined;
  return isKnown ? operate('/', operate('+', low, high), 2n) : orDefault(otherwise, 'median');
}

/** Whether Python can tell which of the two is larger. */
function isLike(a: JinjaValue, b: JinjaValue): boolean {
  if (numeric(a) !== undefined) return numeric(b) !== undefined;
  return typeof a === 'string' && typeof b === 'string';
}

/** From one range of numbers to another. */
function remapped(value: JinjaValue, { positional, named }: Values): JinjaValue {
  const names = ['in_min', 'in_max', 'out_min', 'out_max'];
  const others = new Map(named);
  const [low, high, from, to] = names.map((name, index) => {
    const given = positional[index] ?? others.get(name);
    others.delete(name);
    return sureFloat(required(given, name));
  }) as [number, number, number, number];
  const steps = Math.max(0, toCount(others.get('steps') ?? 0n));
  const edges = textOf(others.get('edges') ?? 'none');
  const isFit = [...others.keys()].every((name) => name === 'steps' || name === 'edges');
  if (!isFit || positional.length > names.length) {
    throw new TemplateError('"remap" is given values that do not fit.');
  }
  const number = within(sureFloat(value), low, high, edges);
  if (steps === 0 && low === from && high === to) return new Float(number);
  if (high === low) throw new TemplateError('A range has no numbers.');
  const part = (number - low) / (high - low);
  const stepped = steps === 0 ? part : rounded(part * steps, 0) / steps;
  return new Float(from + stepped * (to - from));
}

function within(number: number, low: number, high: number, edges: string): number {
  const size = high - low;
  if (edges === 'clamp') return Math.max(low, Math.min(high, number));
  if (edges !== 'wrap' && edges !== 'mirror') return number;
  if (size === 0) throw new TemplateError('A range has no numbers.');
  const offset = number - low;
  if (edges === 'wrap') return wrapped(offset, size) + low;
  const period = Math.floor(offset / size);
  const place = offset - period * size;
  return low + (period < 0 || period % 2 !== 0 ? size - place : place);
}

function wrapped(number: number, size: number): number {
  const rest = operate('%', new Float(number), new Float(size));
  return rest instanceof Float ? rest.value : 0;
}

/** The sum, rounded once only: partial sums are kept without their errors (Shewchuk). */
function exactSum(numbers: readonly number[]): number {
  let partials: number[] = [];
  for (const number of numbers) {
    let sum = number;
    const errors: number[] = [];
    for (const partial of partials) {
      const [large, small] = Math.abs(sum) >= Math.abs(partial) ? [sum, partial] : [partial, sum];
      sum = large + small;
      const error = small - (sum - large);
      if (error !== 0) errors.push(error);
    }
    partials = [...errors, sum];
  }
  return partials.reduceRight((sum, each) => sum + each, 0);
}
