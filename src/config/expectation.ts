/** What may stand somewhere, in words. */
import { type Shape, typesOf } from './shape.ts';

/** For example `a whole number from 0 to 100`, `"hold" or "toggle"`. */
export function expectation(shape: Shape): string {
  const choices = shape.enum ?? (shape.const === undefined ? undefined : [shape.const]);
  if (choices !== undefined) return either(choices);
  if (shape.oneOf !== undefined)
    return `an object { … } with "type" ${either(shape.oneOf.flatMap(typesOf))}`;
  if (shape.anyOf !== undefined) return shape.anyOf.map(expectation).join(' or ');
  switch (shape.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${rangeOf(shape)}`;
    case 'number':
      return `a number${rangeOf(shape)}`;
    case 'string':
      if (shape.format === 'uri') return 'a URL';
      if (shape.format === 'path') return 'an absolute path';
      if (shape.minLength === 1 && shape.maxLength === undefined) return 'a text that is not empty';
      return `a text${lengthOf(shape.minLength, shape.maxLength, 'character')}`;
    case 'array':
      return `a list [ … ]${lengthOf(shape.minItems, shape.maxItems, 'entry')}`;
    default:
      return 'an object { … }';
  }
}

/** `"a", "b" or "c"`. */
export function either(choices: readonly unknown[]): string {
  const words = choices.map((choice) => JSON.stringify(choice));
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}

function rangeOf({ minimum, maximum }: Shape): string {
  const low = isBound(minimum) ? minimum : undefined;
  const high = isBound(maximum) ? maximum : undefined;
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  if (low !== undefined) return ` not below ${low}`;
  return high === undefined ? '' : ` not above ${high}`;
}

/** The schema of every whole number carries the limits of exact numbers; they say nothing. */
const isBound = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;

function lengthOf(
  least: number | undefined,
  most: number | undefined,
  unit: 'character' | 'entry',
) {
  const count = (n: number) =>
    `${n} ${n === 1 ? unit : { character: 'characters', entry: 'entries' }[unit]}`;
  if (most !== undefined)
    return least ? ` of ${least} to ${count(most)}` : ` of at most ${count(most)}`;
  return least ? ` of at least ${count(least)}` : '';
}
