/** What is true, what is equal, what comes first, and what is in what: as in Python. */
import type { Budget } from './budget.ts';
import { checkKey, Dict } from './dict.ts';
import {
  Float,
  isList,
  type JinjaValue,
  Moment,
  Part,
  Range,
  Span,
  Stream,
  Tuple,
  Undefined,
  View,
} from './kinds.ts';
import { checkDepth } from './limits.ts';
import { numeric } from './numbers.ts';
import { restOf } from './stream.ts';
import { TemplateError } from './template-error.ts';

export function truthy(value: JinjaValue): boolean {
  if (value === null || value instanceof Undefined) return false;
  if (typeof value !== 'object') return Boolean(value);
  if (value instanceof Float) return value.value !== 0;
  if (isList(value)) return value.length > 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Dict) return value.size > 0;
  if (value instanceof Range) return value.size > 0;
  if (value instanceof View) return value.items.length > 0;
  return value instanceof Span ? value.micros !== 0n : true;
}

export function equal(a: JinjaValue, b: JinjaValue, budget: Budget, depth = 0): boolean {
  checkDepth(depth);
  budget.spend();
  const [left, right] = [numeric(a), numeric(b)];
  if (left !== undefined) {
    // Between an int and a float, JavaScript compares exactly, as Python does.
    return right !== undefined && left <= right && left >= right;
  }
  if (a === b) return true;
  if (a instanceof Undefined) return b instanceof Undefined;
  if (isList(a)) return isList(b) && allEqual(a, b, budget, depth);
  if (a instanceof Tuple) return b instanceof Tuple && allEqual(a.items, b.items, budget, depth);
  if (a instanceof Range) return b instanceof Range && allEqual(a.items, b.items, budget, depth);
  if (a instanceof View) return viewsEqual(a, b, budget, depth);
  if (a instanceof Dict) return b instanceof Dict && dictsEqual(a, b, budget, depth);
  if (a instanceof Span) return b instanceof Span && a.micros === b.micros;
  if (a instanceof Part) {
    return b instanceof Part && a.shows === b.shows && a.of.micros === b.of.micros;
  }
  if (a instanceof Moment) {
    return b instanceof Moment && a.micros === b.micros && isNaive(a) === isNaive(b);
  }
  return false;
}

/** Negative if `a` comes first, 0 if neither does, NaN where NaN is compared. */
export function compare(a: JinjaValue, b: JinjaValue, budget: Budget, depth = 0): number {
  checkDepth(depth);
  budget.spend();
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) {
    return left < right ? -1 : left > right ? 1 : left >= right ? 0 : Number.NaN;
  }
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (a instanceof Part && b instanceof Part && a.shows === b.shows) {
    return Number(a.of.micros - b.of.micros);
  }
  if (a instanceof Span && b instanceof Span) return Number(a.micros - b.micros);
  if (a instanceof Moment && b instanceof Moment && isNaive(a) === isNaive(b)) {
    return Number(a.micros - b.micros);
  }
  if (isList(a) && isList(b)) return compareItems(a, b, budget, depth);
  if (a instanceof Tuple && b instanceof Tuple) {
    return compareItems(a.items, b.items, budget, depth);
  }
  throw new TemplateError('The template compares things of which none is the larger one.');
}

/** `item in container`. */
export function contains(container: JinjaValue, item: JinjaValue, budget: Budget): boolean {
  if (container instanceof Undefined) return false;
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item);
    throw new TemplateError('Only a text can be in a text.');
  }
  if (container instanceof Dict) return container.has(item);
  if (isList(container)) return container.some((each) => equal(item, each, budget));
  if (container instanceof View && container.name === 'dict_keys') checkKey(item);
  if (container instanceof Tuple || container instanceof View || container instanceof Range) {
    return container.items.some((each) => equal(item, each, budget));
  }
  if (container instanceof Stream) {
    for (const each of restOf(container)) if (equal(item, each, budget)) return true;
    return false;
  }
  throw new TemplateError('The template looks for something in a value that contains nothing.');
}

/** By code points, which is not the order of JavaScript beyond the basic plane. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  const low = at > 0 && isTrail(a.charCodeAt(at)) && isTrail(b.charCodeAt(at)) ? at - 1 : at;
  return (a.codePointAt(low) ?? -1) - (b.codePointAt(low) ?? -1);
}

function isTrail(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function compareItems(
  a: readonly JinjaValue[],
  b: readonly JinjaValue[],
  budget: Budget,
  depth: number,
): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (!equal(left, right, budget, depth + 1)) return compare(left, right, budget, depth + 1);
  }
  return a.length - b.length;
}

function allEqual(
  a: readonly JinjaValue[],
  b: readonly JinjaValue[],
  budget: Budget,
  depth: number,
): boolean {
  return (
    a.length === b.length &&
    a.every((each, index) => equal(each, b[index] ?? null, budget, depth + 1))
  );
}

/** Keys and items are sets; values are equal to nothing but themselves. */
function viewsEqual(a: View, b: JinjaValue, budget: Budget, depth: number): boolean {
  if (!(b instanceof View) || a.name === 'dict_values' || b.name === 'dict_values') return false;
  const has = (each: JinjaValue): boolean =>
    b.items.some((other) => equal(each, other, budget, depth + 1));
  return a.items.length === b.items.length && a.items.every(has);
}

function dictsEqual(a: Dict, b: Dict, budget: Budget, depth: number): boolean {
  return (
    a.size === b.size &&
    a.entries().every(([key, value]) => {
      const other = b.get(key);
      return other !== undefined && equal(value, other, budget, depth + 1);
    })
  );
}

function isNaive(moment: Moment): boolean {
  return moment.offsetMinutes === undefined;
}
