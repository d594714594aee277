/** Filters on numbers. */

import { absent } from '../access.ts';
import { required } from '../arguments.ts';
import { rounded } from '../decimals.ts';
import { floatLog } from '../float-power.ts';
import { Float, type JinjaValue, Undefined } from '../kinds.ts';
import { numeric, toCount, toFloat, toInt } from '../numbers.ts';
import { operate } from '../operators.ts';
import { textOf } from '../print.ts';
import type { Filter } from '../run.ts';
import { TemplateError } from '../template-error.ts';

type Values = Parameters<Filter>[1];

export const NUMBER_FILTERS: readonly (readonly [string, Filter])[] = [
  [
    'float',
    (value, values) => {
      const [otherwise] = values.take('default');
      const number = floatOf(value);
      return number === undefined ? orDefault(otherwise, 'float') : new Float(number);
    },
  ],
  ['int', intFilter],
  ['bool', boolFilter],
  ['is_number', (value) => Number.isFinite(floatOf(value))],
  ['round', roundFilter],
  [
    'abs',
    (value) => {
      if (value instanceof Float) return new Float(Math.abs(value.value));
      const number = numeric(value);
      if (typeof number !== 'bigint')
        throw new TemplateError('Only a number has an absolute value.');
      return number < 0n ? -number : number;
    },
  ],
  ['add', (value, values) => calculated('+', value, values)],
  ['multiply', (value, values) => calculated('*', value, values)],
  [
    'log',
    (value, values, { budget }) => {
      budget.spend(8);
      const [base = new Float(Math.E), otherwise] = values.take('base', 'default');
      const [number, by] = [floatOf(value), floatOf(base)];
      const isKnown = number !== undefined && by !== undefined && number > 0 && by > 0 && by !== 1;
      return isKnown ? new Float(floatLog(number) / floatLog(by)) : orDefault(otherwise, 'log');
    },
  ],
  ...(['sqrt', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan'] as const).map(
    (name): readonly [string, Filter] => [
      name,
      (value, values) => {
        const [otherwise] = values.take('default');
        const number = floatOf(value);
        const result = number === undefined ? Number.NaN : Math[name](number);
        return Number.isNaN(result) && !Number.isNaN(number)
          ? orDefault(otherwise, name)
          : new Float(result);
      },
    ],
  ),
  [
    'atan2',
    (value, values) => {
      const [x, otherwise] = values.take('x', 'default');
      const [dy, dx] = [floatOf(value), x === undefined ? undefined : floatOf(x)];
      const isKnown = dy !== undefined && dx !== undefined;
      return isKnown ? new Float(Math.atan2(dy, dx)) : orDefault(otherwise, 'atan2');
    },
  ],
  ['bitwise_and', (value, values) => bitwise(value, values, (a, b) => a & b)],
  ['bitwise_or', (value, values) => bitwise(value, values, (a, b) => a | b)],
  ['bitwise_xor', (value, values) => bitwise(value, values, (a, b) => a ^ b)],
  [
    'clamp',
    (value, values) => {
      const [low, high] = values.take('min_value', 'max_value');
      const number = sureFloat(value);
      const min = sureFloat(required(low, 'min_value'));
      const max = sureFloat(required(high, 'max_value'));
      return new Float(Math.max(min, Math.min(max, number)));
    },
  ],
];

/** `float(value)`, where something undefined is an error that no default helps against. */
export function floatOf(value: JinjaValue): number | undefined {
  if (value instanceof Undefined) throw absent(value);
  return toFloat(value);
}

/** A number, or a text that is one; throws a `TemplateError` for anything else. */
export function sureFloat(value: JinjaValue): number {
  return floatOf(value) ?? fail('This');
}

/** What was given for a value that is no number. Throws a `TemplateError` if nothing was. */
export function orDefault(otherwise: JinjaValue | undefined, name: string): JinjaValue {
  return otherwise === undefined ? fail(`"${name}"`) : otherwise;
}

function fail(name: string): never {
  throw new TemplateError(`${name} needs a number, or a default for what is none.`);
}

function intFilter(value: JinjaValue, values: Values): JinjaValue {
  const [otherwise, base = 10n] = values.take('default', 'base');
  if (value instanceof Undefined) throw absent(value);
  const whole = toInt(value, toCount(base));
  if (whole !== undefined) return whole;
  const number = toFloat(value);
  const isWhole = number !== undefined && Number.isFinite(number);
  return isWhole ? BigInt(Math.trunc(number)) : orDefault(otherwise, 'int');
}

function boolFilter(value: JinjaValue, values: Values): JinjaValue {
  const [otherwise] = values.take('default');
  if (typeof value === 'boolean') return value;
  const number = numeric(value);
  if (number !== undefined) return Number(number) !== 0;
  const word = textOf(value).toLowerCase().trim();
  if (typeof value === 'string' && TRUE.has(word)) return true;
  if (typeof value === 'string' && FALSE.has(word)) return false;
  return orDefault(otherwise, 'bool');
}

function roundFilter(value: JinjaValue, values: Values): JinjaValue {
  const [precision = 0n, method = 'common', otherwise] = values.take(
    'precision',
    'method',
    'default',
  );
  const number = floatOf(value);
  if (number === undefined) return orDefault(otherwise, 'round');
  const places = Math.max(-1000, Math.min(1000, toCount(precision)));
  const result = roundedBy(number, places, textOf(method));
  if (places !== 0) return new Float(result);
  if (!Number.isFinite(result)) throw new TemplateError('What is not finite cannot be rounded.');
  return BigInt(Math.trunc(result));
}

function roundedBy(number: number, places: number, method: string): number {
  if (!Number.isFinite(number)) return number;
  const factor = 10 ** places;
  switch (method) {
    case 'ceil':
      return Math.ceil(number * factor) / factor;
    case 'floor':
      return Math.floor(number * factor) / factor;
    case 'half':
      return rounded(number * 2, 0) / 2;
    default:
      return rounded(number, places);
  }
}

function calculated(operator: '+' | '*', value: JinjaValue, values: Values): JinjaValue {
  const [amount, otherwise] = values.take('amount', 'default');
  const [number, by] = [floatOf(value), required(amount, 'amount')];
  if (by instanceof Undefined) throw absent(by);
  if (number === undefined || numeric(by) === undefined)
    return orDefault(otherwise, 'add or multiply');
  return operate(operator, new Float(number), by);
}

function bitwise(
  value: JinjaValue,
  values: Values,
  join: (a: bigint, b: bigint) => bigint,
): JinjaValue {
  const [second] = values.take('second_value');
  const [a, b] = [numeric(value), numeric(required(second, 'second_value'))];
  if (typeof a !== 'bigint' || typeof b !== 'bigint') {
    throw new TemplateError('Only whole numbers have bits.');
  }
  return join(a, b);
}

const TRUE = new Set(['1', 'true', 'yes', 'on', 'enable']);
const FALSE = new Set(['0', 'false', 'no', 'off', 'disable']);
