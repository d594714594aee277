import { Dict } from './dict.ts';
import {
  Float,
  isList,
  type JinjaValue,
  Moment,
  Namespace,
  Part,
  Range,
  Span,
  Stream,
  Tuple,
  Undefined,
  View,
} from './kinds.ts';

/** What Python calls the type of a value. */
export function typeName(value: JinjaValue): string {
  if (value === null) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
    default:
      return objectName(value);
  }
}

function objectName(value: JinjaValue & object): string {
  if (value instanceof Float) return 'float';
  if (isList(value)) return 'list';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof Dict) return 'dict';
  if (value instanceof Undefined) return 'LoggingUndefined';
  if (value instanceof Range) return 'range';
  if (value instanceof View || value instanceof Stream) return value.name;
  if (value instanceof Moment) return 'datetime';
  if (value instanceof Part) return value.shows;
  if (value instanceof Span) return 'timedelta';
  return value instanceof Namespace ? 'Namespace' : 'function';
}
