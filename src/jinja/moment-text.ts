/** Moments to texts and back: `strftime`, `strptime` and the forms of ISO 8601 that Home Assistant reads. */
import type { Moment } from './kinds.ts';
import {
  dayOfYear,
  type Fields,
  fieldsOf,
  isoOf,
  isoWeekOf,
  modulo,
  momentOf,
  offsetText,
  pad,
  weekdayOf,
  weekOfYear,
} from './moment.ts';
import { TemplateError } from './template-error.ts';

/** `moment.strftime(format)` in English. Throws a `TemplateError` for a directive that is not known. */
export function formatMoment(moment: Moment, format: string): string {
  const fields = fieldsOf(moment);
  return format.replace(/%(-?)([\s\S]?)/g, (_, dash: string, directive: string) => {
    const text = directiveText(directive, moment, fields);
    return dash && /^0+\d/.test(text) ? text.replace(/^0+(?=\d)/, '') : text;
  });
}

/** A date and time as ISO 8601 has them, or a date alone; `undefined` if the text is neither. */
export function parseMoment(text: string): Moment | undefined {
  const found = ISO.exec(text) ?? COMPACT.exec(text);
  if (!found) return undefined;
  const [
    ,
    year,
    month = '1',
    day = '1',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    zone,
  ] = found;
  return momentOf(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      microsecond: Number(fraction.slice(0, 6).padEnd(6, '0')),
    },
    zone === undefined ? undefined : offsetOf(zone),
  );
}

/**
 * `datetime.strptime(text, format)`; `undefined` if the text is not of that form. Throws a `TemplateError` for
 * a directive that is not known.
 */
export function parseMomentAs(text: string, format: string): Moment | undefined {
  const fields = { year: 1900, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0 };
  let zone: number | undefined;
  let afternoon: boolean | undefined;
  let rest = text;
  for (const [piece] of format.matchAll(/%[\s\S]?|[^%]/g)) {
    const pattern = piece.startsWith('%') && piece !== '%%' ? READ.get(piece) : undefined;
    if (!pattern) {
      if (piece.length > 1 && piece !== '%%') throw unknownDirective(piece);
      const literal = piece.charAt(0);
      if (!rest.startsWith(literal)) return undefined;
      rest = rest.slice(1);
      continue;
    }
    const word = pattern.exec(rest)?.[0];
    if (word === undefined) return undefined;
    rest = rest.slice(word.length);
    if (piece === '%z') zone = offsetOf(word);
    else if (piece === '%p') afternoon = word.toLowerCase() === 'pm';
    else Object.assign(fields, fieldRead(piece, word));
  }
  if (afternoon !== undefined) fields.hour = (fields.hour % 12) + (afternoon ? 12 : 0);
  return rest === '' ? momentOf(fields, zone) : undefined;
}

function directiveText(directive: string, moment: Moment, fields: Fields): string {
  const { year, month, day, hour, minute, second } = fields;
  const simple = PADDED.get(directive);
  if (simple) return pad(fields[simple[0]], simple[1]);
  const weekday = weekdayOf(moment);
  switch (directive) {
    case 'y':
      return pad(year % 100, 2);
    case 'I':
      return pad(hour % 12 || 12, 2);
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'j':
      return pad(dayOfYear(moment), 3);
    case 'a':
      return (DAYS[weekday] ?? '').slice(0, 3);
    case 'A':
      return DAYS[weekday] ?? '';
    case 'b':
    case 'h':
      return (MONTHS[month - 1] ?? '').slice(0, 3);
    case 'B':
      return MONTHS[month - 1] ?? '';
    case 'w':
      return String((weekday + 1) % 7);
    case 'u':
      return String(weekday + 1);
    case 'z':
      return offsetText(moment, '');
    case 'Z':
      if (moment.offsetMinutes === undefined) return '';
      return moment.offsetMinutes === 0 ? 'UTC' : `UTC${offsetText(moment, ':')}`;
    case 'T':
    case 'X':
      return `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}`;
    case 'R':
      return `${pad(hour, 2)}:${pad(minute, 2)}`;
    case 'F':
      return isoOf(moment).slice(0, 10);
    case 'D':
    case 'x':
      return `${pad(month, 2)}/${pad(day, 2)}/${pad(year % 100, 2)}`;
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'C':
      return pad(Math.floor(year / 100), 2);
    case 'e':
      return String(day).padStart(2);
    case 's':
      return String((moment.micros - modulo(moment.micros, 1_000_000n)) / 1_000_000n);
    case 'c':
      return formatMoment(moment, '%a %b %e %H:%M:%S %Y');
    case 'U':
      return pad(weekOfYear(moment, (weekday + 1) % 7), 2);
    case 'W':
      return pad(weekOfYear(moment, weekday), 2);
    case 'V':
      return pad(isoWeekOf(moment).week, 2);
    case 'G':
      return String(isoWeekOf(moment).year);
    case '%':
      return '%';
    default:
      throw unknownDirective(`%${directive}`);
  }
}

function fieldRead(directive: string, word: string): Partial<Fields> {
  const number = Number(word);
  switch (directive) {
    case '%Y':
      return { year: number };
    case '%y':
      return { year: number < 69 ? 2000 + number : 1900 + number };
    case '%m':
      return { month: number };
    case '%d':
      return { day: number };
    case '%H':
    case '%I':
      return { hour: number };
    case '%M':
      return { minute: number };
    case '%S':
      return { second: number };
    case '%f':
      return { microsecond: Number(word.padEnd(6, '0')) };
    default: {
      const name = word.slice(0, 3).toLowerCase();
      return { month: MONTHS.findIndex((each) => each.toLowerCase().startsWith(name)) + 1 };
    }
  }
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return zone.startsWith('-') ? -minutes : minutes;
}

function unknownDirective(directive: string): TemplateError {
  return new TemplateError(`The template writes time with "${directive}", which is not known.`);
}

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
/** Without what separates, or with less of it. */
const COMPACT =
  /^(\d{4})(?:-?(\d{2})-?(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?|-(\d{2}))?$/;
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const PADDED = new Map<string, readonly [keyof Fields, number]>([
  ['Y', ['year', 4]],
  ['m', ['month', 2]],
  ['d', ['day', 2]],
  ['H', ['hour', 2]],
  ['M', ['minute', 2]],
  ['S', ['second', 2]],
  ['f', ['microsecond', 6]],
]);
const MONTH_NAMES = MONTHS.join('|');
const READ = new Map([
  ['%Y', /^\d{4}/],
  ['%y', /^\d{2}/],
  ['%m', /^(?:1[0-2]|0?[1-9])/],
  ['%d', /^(?:3[01]|[12]\d|0?[1-9])/],
  ['%H', /^(?:2[0-3]|[01]?\d)/],
  ['%I', /^(?:1[0-2]|0?[1-9])/],
  ['%M', /^[0-5]?\d/],
  ['%S', /^[0-5]?\d/],
  ['%f', /^\d{1,6}/],
  ['%p', /^[ap]m/i],
  ['%b', /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i],
  ['%B', new RegExp(`^(?:${MONTH_NAMES})`, 'i')],
  ['%z', /^(?:Z|[+-]\d{2}:?\d{2})/],
]);
