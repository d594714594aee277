/** The attributes that are no methods. */
import {
  Builtin,
  Float,
  isList,
  type JinjaValue,
  Loop,
  Moment,
  Namespace,
  orUndefined,
  Part,
  Range,
  Span,
  Tuple,
} from './kinds.ts';
import { fieldsOf, partsOf } from './moment.ts';
import { TemplateError } from './template-error.ts';

/** `undefined` if a value has no such attribute. */
export function attributeOf(of: JinjaValue, name: string): JinjaValue | undefined {
  if (of === null || typeof of === 'string' || isList(of)) return undefined;
  if (of instanceof Loop) return loopAttribute(of, name);
  if (of instanceof Tuple) return of.items[of.names.indexOf(name)];
  if (of instanceof Range) return rangeAttribute(of, name);
  if (of instanceof Namespace) return of.fields.get(name);
  if (of instanceof Moment) return momentAttribute(of, name);
  if (of instanceof Part) return partAttribute(of, name);
  if (of instanceof Builtin) return classAttribute(of, name);
  if (of instanceof Span) return spanAttribute(of, name);
  if (typeof of === 'bigint' || typeof of === 'boolean' || of instanceof Float) {
    return numberAttribute(of, name);
  }
  return undefined;
}

function loopAttribute(loop: Loop, name: string): JinjaValue | undefined {
  const { items, depth } = loop.turns;
  const { index } = loop;
  switch (name) {
    case 'index':
      return BigInt(index + 1);
    case 'index0':
      return BigInt(index);
    case 'revindex':
      return BigInt(items.length - index);
    case 'revindex0':
      return BigInt(items.length - index - 1);
    case 'first':
      return index === 0;
    case 'last':
      return index === items.length - 1;
    case 'length':
      return BigInt(items.length);
    case 'depth':
      return BigInt(depth);
    case 'depth0':
      return BigInt(depth - 1);
    case 'previtem':
      return orUndefined(items[index - 1], 'the previous item');
    case 'nextitem':
      return orUndefined(items[index + 1], 'the next item');
    default:
      return undefined;
  }
}

function rangeAttribute(range: Range, name: string): JinjaValue | undefined {
  return name === 'start' || name === 'stop' || name === 'step' ? BigInt(range[name]) : undefined;
}

function momentAttribute(moment: Moment, name: string): JinjaValue | undefined {
  switch (name) {
    case 'year':
    case 'month':
    case 'day':
    case 'hour':
    case 'minute':
    case 'second':
    case 'microsecond':
      return BigInt(fieldsOf(moment)[name]);
    case 'tzinfo':
    case 'fold':
    case 'min':
    case 'max':
    case 'resolution':
      throw new TemplateError(
        `The template uses "${name}" of a point in time, which is not known here.`,
      );
    default:
      return undefined;
  }
}

function partAttribute({ shows, of }: Part, name: string): JinjaValue | undefined {
  const isOwn = (shows === 'date' ? ['year', 'month', 'day'] : CLOCK).includes(name);
  return isOwn ? momentAttribute(of, name) : undefined;
}

/**
 * Python takes `dict.any_name` for `dict['any_name']`, a dict with its kind of keys told, which makes a dict when it
 * is called. Zigbee2MQTT has `dict.from_keys(…)` in the templates of its events.
 */
function classAttribute(of: Builtin, name: string): JinjaValue | undefined {
  if (of.name === 'dict' && name === 'fromkeys') return new Builtin('dict.fromkeys');
  const isOwn = name.startsWith('_') || DICT_NAMES.has(name);
  return of.name === 'dict' && !isOwn ? of : undefined;
}

const CLOCK = ['hour', 'minute', 'second', 'microsecond'];
const DICT_NAMES = new Set(
  'clear copy fromkeys get items keys mro pop popitem setdefault update values'.split(' '),
);

function spanAttribute(span: Span, name: string): JinjaValue | undefined {
  switch (name) {
    case 'days':
    case 'seconds':
    case 'microseconds':
      return BigInt(partsOf(span)[name]);
    default:
      return undefined;
  }
}

function numberAttribute(number: bigint | boolean | Float, name: string): JinjaValue | undefined {
  if (number instanceof Float && name === 'numerator') return undefined;
  switch (name) {
    case 'real':
    case 'numerator':
      return typeof number === 'boolean' ? BigInt(number) : number;
    case 'denominator':
      return number instanceof Float ? undefined : 1n;
    case 'imag':
      return number instanceof Float ? new Float(0) : 0n;
    default:
      return undefined;
  }
}
