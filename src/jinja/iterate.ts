import { charactersOf, lengthOf } from './characters.ts';
import { Dict } from './dict.ts';
import { isList, type JinjaValue, Range, Stream, Tuple, Undefined, View } from './kinds.ts';
import { checkItems } from './limits.ts';
import { restOf } from './stream.ts';
import { TemplateError } from './template-error.ts';

/**
 * What a value consists of: characters, items, or keys; of a stream, what is left of it. Throws a
 * `TemplateError` if it cannot be iterated.
 */
export function itemsOf(value: JinjaValue): readonly JinjaValue[] {
  const items = itemsIf(value);
  if (!items) throw new TemplateError('The template goes through a value that has no items.');
  checkItems(items.length);
  return items;
}

/** The first item alone, so that no more of a stream is made. Throws as `itemsOf`. */
export function firstOf(value: JinjaValue): JinjaValue | undefined {
  return value instanceof Stream ? value.next() : itemsOf(value)[0];
}

/** As `itemsOf`, for what Python can go through from its end, which a stream cannot. */
export function reversedItems(value: JinjaValue): readonly JinjaValue[] {
  if (value instanceof Stream) {
    throw new TemplateError('The template goes backwards through what goes only forwards.');
  }
  return itemsOf(value).toReversed();
}

/** Whether a value consists of anything. */
export function isIterable(value: JinjaValue): boolean {
  return isSequence(value) || value instanceof View || value instanceof Stream;
}

/** Whether a value has a length, and items by their places or keys. */
export function isSequence(value: JinjaValue): boolean {
  return (
    typeof value === 'string' ||
    isList(value) ||
    value instanceof Tuple ||
    value instanceof Range ||
    value instanceof Dict ||
    value instanceof Undefined
  );
}

/** `len(value)`. Throws a `TemplateError` if it has none. */
export function sizeOf(value: JinjaValue): number {
  if (typeof value === 'string') return lengthOf(value);
  if (isList(value)) return value.length;
  if (value instanceof Tuple || value instanceof View) return value.items.length;
  if (value instanceof Dict || value instanceof Range) return value.size;
  if (value instanceof Undefined) return 0;
  throw new TemplateError('The template asks how long something is that has no length.');
}

function itemsIf(value: JinjaValue): readonly JinjaValue[] | undefined {
  if (typeof value === 'string') return charactersOf(value);
  if (isList(value)) return value;
  if (value instanceof Tuple || value instanceof View || value instanceof Range) return value.items;
  if (value instanceof Dict) return value.keys();
  if (value instanceof Stream) return drained(value);
  return value instanceof Undefined ? [] : undefined;
}

function drained(stream: Stream): readonly JinjaValue[] {
  const items: JinjaValue[] = [];
  for (const item of restOf(stream)) {
    items.push(item);
    checkItems(items.length);
  }
  return items;
}
