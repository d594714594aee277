import { absent } from './access.ts';
import { required } from './arguments.ts';
import { compare, contains, equal, truthy } from './compare.ts';
import { Dict } from './dict.ts';
import { applied } from './filters/groups.ts';
import { matches, searches } from './filters/regex.ts';
import { FILTERS } from './filters.ts';
import { isIterable, isSequence } from './iterate.ts';
import {
  Builtin,
  Float,
  isList,
  type JinjaValue,
  Macro,
  Method,
  Moment,
  Tuple,
  Undefined,
} from './kinds.ts';
import { isLower, isUpper } from './methods/letters.ts';
import { numeric, toFloat } from './numbers.ts';
import { operate } from './operators.ts';
import { textOf } from './print.ts';
import type { Run, Test } from './run.ts';

const is =
  (kind: (value: JinjaValue) => boolean): Test =>
  (value, values) => {
    values.take();
    return kind(value);
  };

const against =
  (holds: (value: JinjaValue, other: JinjaValue, run: Run) => boolean): Test =>
  (value, values, run) => {
    const [other] = values.take('other');
    return holds(value, required(other, 'other'), run);
  };

const equals = against((value, other, { budget }) => equal(value, other, budget));
const differs = against((value, other, { budget }) => !equal(value, other, budget));
const greater = against((value, other, { budget }) => compare(value, other, budget) > 0);
const notLess = against((value, other, { budget }) => compare(value, other, budget) >= 0);
const less = against((value, other, { budget }) => compare(value, other, budget) < 0);
const notGreater = against((value, other, { budget }) => compare(value, other, budget) <= 0);

/** All tests, by name: what may stand behind `is`. */
export const TESTS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['defined', is((value) => !(value instanceof Undefined))],
  ['undefined', is((value) => value instanceof Undefined)],
  ['none', is((value) => value === null)],
  ['boolean', is((value) => typeof value === 'boolean')],
  ['true', is((value) => value === true)],
  ['false', is((value) => value === false)],
  ['integer', is((value) => typeof value === 'bigint')],
  ['float', is((value) => value instanceof Float)],
  ['number', is((value) => numeric(value) !== undefined)],
  ['string', is((value) => typeof value === 'string')],
  ['string_like', is((value) => typeof value === 'string')],
  ['mapping', is((value) => value instanceof Dict)],
  ['sequence', is(isSequence)],
  ['iterable', is(isIterable)],
  ['list', is(isList)],
  ['set', is(() => false)],
  ['tuple', is((value) => value instanceof Tuple)],
  ['datetime', is((value) => value instanceof Moment)],
  ['callable', is(isCallable)],
  ['lower', is((value) => isLower(textOf(value)))],
  ['upper', is((value) => isUpper(textOf(value)))],
  ['is_number', is((value) => Number.isFinite(floatOf(value)))],
  ['odd', (value, _, run) => isRest(value, 2n, 1n, run)],
  ['even', (value, _, run) => isRest(value, 2n, 0n, run)],
  ['divisibleby', against((value, by, run) => isRest(value, by, 0n, run))],
  ['sameas', against((value, other) => value === other)],
  ['in', against((value, container, { budget }) => contains(container, value, budget))],
  ['contains', against((container, value, { budget }) => contains(container, value, budget))],
  ['match', matches],
  ['search', searches],
  ['apply', (value, values, run) => truthy(applied(value, values, run))],
  ['filter', is((value) => FILTERS.has(textOf(value)))],
  ['==', equals],
  ['eq', equals],
  ['equalto', equals],
  ['!=', differs],
  ['ne', differs],
  ['>', greater],
  ['gt', greater],
  ['greaterthan', greater],
  ['>=', notLess],
  ['ge', notLess],
  ['<', less],
  ['lt', less],
  ['lessthan', less],
  ['<=', notGreater],
  ['le', notGreater],
]);

function isCallable(value: JinjaValue): boolean {
  return (
    value instanceof Builtin ||
    value instanceof Method ||
    value instanceof Macro ||
    value instanceof Undefined
  );
}

function isRest(value: JinjaValue, by: JinjaValue, rest: JinjaValue, { budget }: Run): boolean {
  return equal(operate('%', value, by), rest, budget);
}

function floatOf(value: JinjaValue): number | undefined {
  if (value instanceof Undefined) throw absent(value);
  return toFloat(value);
}
