/** How values come into the template language and get out of it. */
import { Dict } from './dict.ts';
import { Float, isList, type JinjaValue, Moment, Part, Span, Tuple, Undefined } from './kinds.ts';
import { isoOf, partText } from './moment.ts';
import { textOf } from './print.ts';

export type { JinjaValue } from './kinds.ts';
export { parseJson } from './parse-json.ts';

/** Deeper, or more of them, is not taken: plain data of a home has neither. */
const MAX_DEPTH = 100;
const MAX_VALUES = 100_000;

/**
 * Plain data as the template language sees it: a whole number is an int, another a float; arrays are lists,
 * Maps and plain objects are dicts. What is anything else, too deep or too much is undefined. Never throws.
 */
export function fromPlain(plain: unknown): JinjaValue {
  return taken(plain, { left: MAX_VALUES }, 0);
}

/**
 * A value as plain data: numbers, texts, booleans, null, arrays, and objects without a prototype whose keys are
 * printed. A point in time is its ISO 8601 text, a span its seconds; what is undefined, too deep or too much is
 * `undefined`. Never throws.
 */
export function toPlain(value: JinjaValue): unknown {
  return given(value, { left: MAX_VALUES }, 0);
}

interface Budget {
  left: number;
}

function taken(plain: unknown, budget: Budget, depth: number): JinjaValue {
  budget.left -= 1;
  if (budget.left < 0 || depth > MAX_DEPTH) return new Undefined('value');
  switch (typeof plain) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return plain;
    case 'number':
      return Number.isSafeInteger(plain) && !Object.is(plain, -0)
        ? BigInt(plain)
        : new Float(plain);
    case 'object':
      return takenObject(plain, budget, depth);
    default:
      return new Undefined('value');
  }
}

function takenObject(plain: object | null, budget: Budget, depth: number): JinjaValue {
  if (plain === null) return null;
  if (Array.isArray(plain)) return Array.from(plain, (each) => taken(each, budget, depth + 1));
  if (plain instanceof Map) {
    const dict = new Dict();
    for (const [key, each] of plain) {
      const name = taken(key, budget, depth + 1);
      if (name === null || typeof name !== 'object') dict.set(name, taken(each, budget, depth + 1));
    }
    return dict;
  }
  const prototype: unknown = Object.getPrototypeOf(plain);
  if (prototype !== null && prototype !== Object.prototype) return new Undefined('value');
  const dict = new Dict();
  for (const [key, each] of Object.entries(plain)) dict.set(key, taken(each, budget, depth + 1));
  return dict;
}

function given(value: JinjaValue, budget: Budget, depth: number): unknown {
  budget.left -= 1;
  if (budget.left < 0 || depth > MAX_DEPTH) return undefined;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float) return value.value;
  if (isList(value)) return value.map((each) => given(each, budget, depth + 1));
  if (value instanceof Tuple) return value.items.map((each) => given(each, budget, depth + 1));
  if (value instanceof Dict) {
    const plain: Record<string, unknown> = Object.create(null);
    for (const [key, each] of value.entries()) {
      plain[textOf(key)] = given(each, budget, depth + 1);
    }
    return plain;
  }
  if (value instanceof Moment) return isoOf(value);
  if (value instanceof Part) return partText(value);
  if (value instanceof Span) return Number(value.micros) / 1e6;
  return undefined;
}
