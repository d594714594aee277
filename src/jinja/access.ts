/** How a template gets at the parts of a value: `of.name`, `of[key]`, `of[from:to:step]`. */
import { attributeOf } from './attributes.ts';
import type { Budget } from './budget.ts';
import { charactersOf } from './characters.ts';
import { Dict } from './dict.ts';
import { isList, type JinjaValue, Method, orUndefined, Range, Tuple, Undefined } from './kinds.ts';
import { methodOf, UNSAFE } from './methods.ts';
import { numeric } from './numbers.ts';
import { textOf } from './print.ts';
import { TemplateError } from './template-error.ts';

/**
 * `of.name`: a method or attribute that Python has, else the item. What is not there is undefined; throws a
 * `TemplateError` if `of` is so already.
 */
export function attribute(of: JinjaValue, name: string): JinjaValue {
  const own = ownAttribute(of, name);
  if (own !== undefined) return own;
  return orUndefined(of instanceof Dict ? of.get(name) : undefined, name);
}

/** The method or attribute alone, as the filter `attr` does. As `attribute` otherwise. */
export function attributeOnly(of: JinjaValue, name: string): JinjaValue {
  return orUndefined(ownAttribute(of, name), name);
}

/** `of[key]`: the item, else the attribute. As `attribute` otherwise. */
export function item(of: JinjaValue, key: JinjaValue): JinjaValue {
  const found = itemOf(of, key);
  if (found !== undefined) return found;
  const own = typeof key === 'string' ? ownAttribute(of, key) : undefined;
  if (own === undefined && of instanceof Undefined) throw absent(of);
  return orUndefined(own, typeof key === 'string' ? key : shortText(key));
}

/** `of[from:to:step]`, any of which may be None. Throws a `TemplateError` where Python raises. */
export function slice(
  of: JinjaValue,
  from: JinjaValue,
  to: JinjaValue,
  step: JinjaValue,
): JinjaValue {
  if (of instanceof Undefined) throw absent(of);
  const text = typeof of === 'string';
  if (of instanceof Range) return sliceOfRange(of, from, to, step);
  const items = text
    ? charactersOf(of)
    : isList(of)
      ? of
      : of instanceof Tuple
        ? of.items
        : undefined;
  if (!items) throw new TemplateError('Only a text or a list can be sliced.');
  const [by, start, end] = [boundOf(step) ?? 1, boundOf(from), boundOf(to)];
  if (by === 0) throw new TemplateError('The step of a slice is zero.');
  const part = picked<JinjaValue>(items, start, end, by);
  if (text) return part.join('');
  return of instanceof Tuple ? new Tuple(part) : part;
}

/**
 * By the path of filters such as `map(attribute='a.0.b')`. `otherwise`, if it is not None, stands for each part that
 * is not there. Throws as `item`.
 */
export function itemAt(
  of: JinjaValue,
  path: JinjaValue,
  budget: Budget,
  otherwise: JinjaValue = null,
): JinjaValue {
  const parts = typeof path === 'string' ? path.split('.').map(partOf) : [path];
  budget.spend(parts.length);
  let at = of;
  for (const part of parts) {
    const found = item(at, part);
    at = found instanceof Undefined && otherwise !== null ? otherwise : found;
  }
  return at;
}

function partOf(part: string): JinjaValue {
  return /^\d{1,15}$/.test(part) ? BigInt(part) : part;
}

/** That something is not there. */
export function absent(value: Undefined): TemplateError {
  return new TemplateError(`The template uses "${value.what}", which is not there.`);
}

function ownAttribute(of: JinjaValue, name: string): JinjaValue | undefined {
  if (of instanceof Undefined) throw absent(of);
  if (methodOf(of, name)) return new Method(of, name);
  // The sandbox of Home Assistant hides what would change a value, also from an item of that name.
  if (UNSAFE.has(name) && of instanceof Dict) return new Undefined(name);
  return attributeOf(of, name);
}

function itemOf(of: JinjaValue, key: JinjaValue): JinjaValue | undefined {
  if (of instanceof Dict) return hashable(key) ? of.get(key) : undefined;
  const index = numeric(key);
  if (typeof index !== 'bigint') return undefined;
  if (typeof of === 'string') return at(charactersOf(of), index);
  if (isList(of)) return at(of, index);
  return of instanceof Tuple || of instanceof Range ? at(of.items, index) : undefined;
}

function hashable(key: JinjaValue): boolean {
  return !isList(key) && !(key instanceof Dict);
}

function at(items: readonly JinjaValue[], index: bigint): JinjaValue | undefined {
  return items.at(Number(index < 0n && -index > items.length ? items.length : index));
}

function sliceOfRange(of: Range, from: JinjaValue, to: JinjaValue, step: JinjaValue): Range {
  const by = boundOf(step) ?? 1;
  if (by === 0) throw new TemplateError('The step of a slice is zero.');
  const [start, end] = clamped(of.size, boundOf(from), boundOf(to), by);
  const at = (index: number): number => of.start + index * of.step;
  return new Range({ start: at(start), stop: at(end), step: of.step * by });
}

/** Python's rules: bounds are clamped, negative ones count from the end. */
function clamped(
  length: number,
  from: number | undefined,
  to: number | undefined,
  by: number,
): [number, number] {
  const [lowest, highest] = by > 0 ? [0, length] : [-1, length - 1];
  const clamp = (bound: number): number =>
    Math.min(Math.max(bound < 0 ? bound + length : bound, lowest), highest);
  const start = from === undefined ? (by > 0 ? lowest : highest) : clamp(from);
  return [start, to === undefined ? (by > 0 ? highest : lowest) : clamp(to)];
}

function picked<T>(
  items: readonly T[],
  from: number | undefined,
  to: number | undefined,
  by: number,
): T[] {
  const [start, end] = clamped(items.length, from, to, by);
  if (by === 1) return items.slice(start, Math.max(start, end));
  const part: T[] = [];
  for (let index = start; by > 0 ? index < end : index > end; index += by) {
    const each = items[index];
    if (each !== undefined) part.push(each);
  }
  return part;
}

function boundOf(value: JinjaValue): number | undefined {
  if (value === null) return undefined;
  const number = numeric(value);
  if (typeof number !== 'bigint') throw new TemplateError('A slice needs whole numbers.');
  return Number(number);
}

function shortText(key: JinjaValue): string {
  const plain = key === null || typeof key !== 'object' || key instanceof Tuple;
  return plain ? textOf(key).slice(0, 100) : 'an item';
}
