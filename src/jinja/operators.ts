/** Arithmetic with Python's rules. */

import { floatPower, quotientOf } from './float-power.ts';
import { Float, isList, type JinjaValue, Moment, Span, Tuple, Undefined } from './kinds.ts';
import { checkItems, checkLength } from './limits.ts';
import { momentAt, spanOf } from './moment.ts';
import { boundedInt, numeric, power } from './numbers.ts';
import { formatPercent } from './percent-format.ts';
import { TemplateError } from './template-error.ts';

export type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** Throws a `TemplateError` where Python raises, and for results that are too large. */
export function operate(operator: Operator, a: JinjaValue, b: JinjaValue): JinjaValue {
  if (operator === '%' && typeof a === 'string') return formatPercent(a, b);
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) {
    return typeof left === 'bigint' && typeof right === 'bigint'
      ? withInts(operator, left, right)
      : new Float(withFloats(operator, asFloat(left), asFloat(right)));
  }
  const result =
    operator === '+'
      ? added(a, b)
      : operator === '-'
        ? subtracted(a, b)
        : operator === '*'
          ? (repeated(a, right) ?? repeated(b, left))
          : undefined;
  return result ?? withSpans(operator, a, b) ?? failed(a, b);
}

/** `-value` */
export function negated(value: JinjaValue): JinjaValue {
  const number = numeric(value);
  if (typeof number === 'bigint') return -number;
  if (number !== undefined) return new Float(-number);
  return value instanceof Span ? spanOf(-value.micros) : failed(value);
}

/** `+value` */
export function affirmed(value: JinjaValue): JinjaValue {
  if (typeof value === 'boolean') return BigInt(value);
  return numeric(value) !== undefined || value instanceof Span ? value : failed(value);
}

function withInts(operator: Operator, a: bigint, b: bigint): JinjaValue {
  switch (operator) {
    case '+':
      return boundedInt(a + b);
    case '-':
      return boundedInt(a - b);
    case '*':
      return boundedInt(a * b);
    case '/':
      if (isExact(a) && isExact(b)) return new Float(quotient(Number(a), Number(b)));
      if (b === 0n) throw divisionByZero();
      return new Float(finite(quotientOf(a, b)));
    case '//':
      if (b === 0n) throw divisionByZero();
      return (a - floorRest(a, b)) / b;
    case '%':
      if (b === 0n) throw divisionByZero();
      return floorRest(a, b);
    case '**':
      return b < 0n ? new Float(withFloats('**', asFloat(a), asFloat(b))) : power(a, b);
  }
}

/** Whether a float holds it. */
function isExact(value: bigint): boolean {
  return BigInt.asIntN(54, value) === value;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new TemplateError('A number is too large.');
  return value;
}

function withFloats(operator: Operator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return quotient(a, b);
    case '//':
      return floorQuotient(a, b);
    case '%':
      return floatRest(a, b);
    case '**':
      return raised(a, b);
  }
}

function raised(a: number, b: number): number {
  if (a === 0 && b < 0) throw divisionByZero();
  const result = floatPower(a, b);
  const finite = Number.isFinite(a) && Number.isFinite(b);
  if (Number.isNaN(result) && a < 0)
    throw new TemplateError('A root of a negative number is taken.');
  if (finite && !Number.isFinite(result)) throw new TemplateError('A number is too large.');
  // Python, unlike JavaScript, gives 1 for 1 ** nan.
  return a === 1 ? 1 : result;
}

function quotient(a: number, b: number): number {
  if (b === 0) throw divisionByZero();
  return a / b;
}

/** Step by step as CPython does it, so that large quotients are the same. */
function floorQuotient(a: number, b: number): number {
  if (b === 0) throw divisionByZero();
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) quotient -= 1;
  // Zero has the sign of the exact quotient.
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** The rest has the sign of the divisor. */
function floatRest(a: number, b: number): number {
  if (b === 0) throw divisionByZero();
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 === b < 0 ? rest : rest + b;
}

function floorRest(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function added(a: JinjaValue, b: JinjaValue): JinjaValue | undefined {
  if (typeof a === 'string' && typeof b === 'string') {
    checkLength(a.length + b.length);
    return a + b;
  }
  if (isList(a) && isList(b)) {
    checkItems(a.length + b.length);
    return [...a, ...b];
  }
  if (a instanceof Tuple && b instanceof Tuple) {
    checkItems(a.items.length + b.items.length);
    return new Tuple([...a.items, ...b.items]);
  }
  if (a instanceof Moment && b instanceof Span)
    return momentAt(a.micros + b.micros, a.offsetMinutes);
  if (a instanceof Span && b instanceof Moment)
    return momentAt(a.micros + b.micros, b.offsetMinutes);
  return a instanceof Span && b instanceof Span ? spanOf(a.micros + b.micros) : undefined;
}

function subtracted(a: JinjaValue, b: JinjaValue): JinjaValue | undefined {
  if (a instanceof Moment && b instanceof Span)
    return momentAt(a.micros - b.micros, a.offsetMinutes);
  if (a instanceof Span && b instanceof Span) return spanOf(a.micros - b.micros);
  const bothKnow = a instanceof Moment && b instanceof Moment;
  if (!bothKnow || (a.offsetMinutes === undefined) !== (b.offsetMinutes === undefined))
    return undefined;
  return spanOf(a.micros - b.micros);
}

function repeated(value: JinjaValue, times: bigint | number | undefined): JinjaValue | undefined {
  if (typeof times !== 'bigint') return undefined;
  const count = Number(times > 0n ? times : 0n);
  if (typeof value === 'string') {
    checkLength(value.length * count);
    return value === '' ? '' : value.repeat(count);
  }
  const items = isList(value) ? value : value instanceof Tuple ? value.items : undefined;
  if (!items) return undefined;
  checkItems(items.length * count);
  const all = items.length === 0 ? [] : Array.from({ length: count }, () => items).flat();
  return isList(value) ? all : new Tuple(all);
}

function withSpans(operator: Operator, a: JinjaValue, b: JinjaValue): JinjaValue | undefined {
  if (!(a instanceof Span)) {
    return operator === '*' && b instanceof Span ? withSpans('*', b, a) : undefined;
  }
  if (operator === '/' && b instanceof Span) {
    return new Float(quotient(Number(a.micros), Number(b.micros)));
  }
  if (b instanceof Span && (operator === '//' || operator === '%')) {
    const result = withInts(operator, a.micros, b.micros);
    return operator === '//' || typeof result !== 'bigint' ? result : spanOf(result);
  }
  const by = numeric(b);
  if (operator === '//' && typeof by === 'bigint') {
    const result = withInts('//', a.micros, by);
    return typeof result === 'bigint' ? spanOf(result) : undefined;
  }
  if (by === undefined || (operator !== '*' && operator !== '/')) return undefined;
  if (operator === '*' && typeof by === 'bigint') return spanOf(a.micros * boundedInt(by));
  const micros =
    operator === '*' ? Number(a.micros) * asFloat(by) : quotient(Number(a.micros), asFloat(by));
  if (!Number.isFinite(micros)) throw new TemplateError('A span of time is too long.');
  return spanOf(BigInt(evenly(micros)));
}

function asFloat(value: bigint | number): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float)) {
    throw new TemplateError('An int is too large to be a float.');
  }
  return float;
}

/** Half to even. */
function evenly(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function divisionByZero(): TemplateError {
  return new TemplateError('The template divides by zero.');
}

function failed(...values: readonly JinjaValue[]): never {
  const missing = values.find((value) => value instanceof Undefined);
  throw new TemplateError(
    missing
      ? `The template computes with "${missing.what}", which is not there.`
      : 'The template computes with values that cannot be computed with.',
  );
}
