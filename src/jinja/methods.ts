import { Dict } from './dict.ts';
import { Float, isList, type JinjaValue, Loop, Moment, Part, Range, Span, Tuple } from './kinds.ts';
import { DICT_METHODS, LIST_METHODS, LOOP_METHODS, TUPLE_METHODS } from './methods/containers.ts';
import {
  FLOAT_METHODS,
  INT_METHODS,
  MOMENT_METHODS,
  PART_METHODS,
  SPAN_METHODS,
} from './methods/scalars.ts';
import { TEXT_METHODS } from './methods/text.ts';
import type { Filter } from './run.ts';

/** The methods that the sandbox of Home Assistant keeps from templates, because they change a value. */
export const UNSAFE: ReadonlySet<string> = new Set([
  'clear',
  'pop',
  'popitem',
  'setdefault',
  'update',
]);

/** The method of that name that a value has. */
export function methodOf(value: JinjaValue, name: string): Filter | undefined {
  return methodsOf(value)?.get(name);
}

function methodsOf(value: JinjaValue): ReadonlyMap<string, Filter> | undefined {
  if (typeof value === 'string') return TEXT_METHODS;
  if (typeof value === 'bigint' || typeof value === 'boolean') return INT_METHODS;
  if (value instanceof Dict) return DICT_METHODS;
  if (isList(value)) return LIST_METHODS;
  if (value instanceof Tuple || value instanceof Range) return TUPLE_METHODS;
  if (value instanceof Float) return FLOAT_METHODS;
  if (value instanceof Moment) return MOMENT_METHODS;
  if (value instanceof Part) return PART_METHODS;
  if (value instanceof Span) return SPAN_METHODS;
  return value instanceof Loop ? LOOP_METHODS : undefined;
}
