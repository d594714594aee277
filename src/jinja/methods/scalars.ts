/** Methods of numbers, of points in time and of spans. */
import { required } from '../arguments.ts';
import { Float, type JinjaValue, Moment, Part, Span } from '../kinds.ts';
import {
  type Fields,
  fieldsOf,
  isoOf,
  momentOf,
  partOf,
  partText,
  secondsOf,
  weekdayOf,
} from '../moment.ts';
import { formatMoment } from '../moment-text.ts';
import { numeric, toCount } from '../numbers.ts';
import { textOf } from '../print.ts';
import type { Filter } from '../run.ts';
import { TemplateError } from '../template-error.ts';

export const INT_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['bit_length', (of) => BigInt(bitsOf(of))],
  ['is_integer', () => true],
]);

export const FLOAT_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['is_integer', (of) => of instanceof Float && Number.isInteger(of.value)],
]);

export const MOMENT_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  [
    'strftime',
    (of, values) => {
      const [format] = values.take('format');
      return formatMoment(moment(of), textOf(required(format, 'format')));
    },
  ],
  [
    'isoformat',
    (of, values) => {
      const [separator = 'T'] = values.take('sep');
      return isoOf(moment(of), textOf(separator));
    },
  ],
  [
    'timestamp',
    (of, _, { around }) => {
      const at = moment(of);
      const local = around.offsetMinutes(new Date(Number(at.micros / 1000n)));
      return new Float(secondsOf(at, local));
    },
  ],
  ['date', (of) => partOf(moment(of), 'date')],
  ['time', (of) => partOf(moment(of), 'time')],
  ['weekday', (of) => BigInt(weekdayOf(moment(of)))],
  ['isoweekday', (of) => BigInt(weekdayOf(moment(of)) + 1)],
  ['replace', (of, { positional, named }) => replaced(moment(of), positional.length, named)],
]);

export const PART_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['isoformat', (of) => partText(part(of))],
  [
    'strftime',
    (of, values) => {
      const [format] = values.take('format');
      return formatMoment(part(of).of, textOf(required(format, 'format')));
    },
  ],
]);

export const SPAN_METHODS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['total_seconds', (of) => new Float(of instanceof Span ? Number(of.micros) / 1e6 : 0)],
]);

function replaced(of: Moment, unnamed: number, named: ReadonlyMap<string, JinjaValue>): JinjaValue {
  const fields: Record<string, number> = { ...fieldsOf(of) };
  for (const [name, value] of named) {
    if (!Object.hasOwn(fields, name))
      throw new TemplateError(`A time has no "${name}" to replace.`);
    fields[name] = toCount(value);
  }
  const found =
    unnamed === 0
      ? momentOf({ ...fieldsOf(of), ...(fields as Partial<Fields>) }, of.offsetMinutes)
      : undefined;
  if (!found) throw new TemplateError('There is no such point in time.');
  return found;
}

function moment(of: JinjaValue): Moment {
  if (!(of instanceof Moment)) throw new TemplateError('A point in time is needed.');
  return of;
}

function part(of: JinjaValue): Part {
  if (!(of instanceof Part)) throw new TemplateError('A date or a time of day is needed.');
  return of;
}

function bitsOf(value: JinjaValue): number {
  const number = numeric(value);
  if (typeof number !== 'bigint' || number === 0n) return 0;
  return (number < 0n ? -number : number).toString(2).length;
}
