/** Points in time and spans between them, as Python's `datetime` and `timedelta`. */
import { Moment, Part, Span } from './kinds.ts';
import { TemplateError } from './template-error.ts';

/** Of year 1 and year 10000: what Python's datetime can be. */
const FIRST = -62_135_596_800_000_000n;
const END = 253_402_300_800_000_000n;
export const MICROS_PER_SECOND = 1_000_000n;
export const MICROS_PER_DAY = 86_400n * MICROS_PER_SECOND;

/** What a calendar and a clock show. */
export interface Fields {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

/** A moment that Python could have; throws a `TemplateError` for one out of its calendar. */
export function momentAt(micros: bigint, offsetMinutes: number | undefined): Moment {
  if (!isInRange(micros)) throw new TemplateError('A point in time is out of range.');
  return new Moment(micros, offsetMinutes);
}

/** Seconds since 1970 as a moment in UTC, to the microsecond; `undefined` if that is out of range. */
export function momentOfSeconds(seconds: number): Moment | undefined {
  if (!(Math.abs(seconds) < 1e12)) return undefined;
  const whole = Math.floor(seconds);
  const micros = BigInt(whole) * MICROS_PER_SECOND + BigInt(Math.round((seconds - whole) * 1e6));
  return isInRange(micros) ? new Moment(micros, 0) : undefined;
}

/** The moment when calendar and clock show this; `undefined` if they never do. */
export function momentOf(fields: Fields, offsetMinutes: number | undefined): Moment | undefined {
  const { year, month, day, hour, minute, second, microsecond } = fields;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
  if (!exists || date.getUTCDate() !== day || year < 1 || year > 9999) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return undefined;
  if (second < 0 || second > 59 || microsecond < 0 || microsecond > 999_999) return undefined;
  const seconds = BigInt(date.getTime() / 1000 + hour * 3600 + minute * 60 + second);
  const local = seconds * MICROS_PER_SECOND + BigInt(microsecond);
  return momentAt(local - BigInt(offsetMinutes ?? 0) * 60n * MICROS_PER_SECOND, offsetMinutes);
}

/** What calendar and clock show at the place of the moment. */
export function fieldsOf(moment: Moment): Fields {
  const micros = localMicros(moment);
  const microsecond = Number(modulo(micros, MICROS_PER_SECOND));
  const date = new Date(Number((micros - BigInt(microsecond)) / 1000n));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    microsecond,
  };
}

/** The date, or the time of day, that calendar and clock show at the place of the moment. */
export function partOf(moment: Moment, shows: Part['shows']): Part {
  const micros = localMicros(moment);
  const time = modulo(micros, MICROS_PER_DAY);
  return new Part(shows, new Moment(shows === 'time' ? time : micros - time, undefined));
}

/** `isoformat()` of a date or a time of day. */
export function partText({ shows, of }: Part): string {
  const [date = '', time = ''] = isoOf(of).split('T');
  return shows === 'date' ? date : time;
}

/** 0 on Mondays. */
export function weekdayOf(moment: Moment): number {
  return Number(modulo(dayNumber(moment) + 3n, 7n));
}

/** 0 before the first day that counts as the first of a week; `weekday` is counted from that day. */
export function weekOfYear(moment: Moment, weekday: number): number {
  return Math.floor((dayOfYear(moment) + 6 - weekday) / 7);
}

/** The week of ISO 8601, and the year that it belongs to: that of its Thursday. */
export function isoWeekOf(moment: Moment): { year: number; week: number } {
  const days = BigInt(3 - weekdayOf(moment));
  const thursday = momentAt(moment.micros + days * MICROS_PER_DAY, moment.offsetMinutes);
  return { year: fieldsOf(thursday).year, week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
}

/** 1 on the first of January. */
export function dayOfYear(moment: Moment): number {
  const { year } = fieldsOf(moment);
  const first = new Date(0);
  first.setUTCFullYear(year, 0, 1);
  return Number(dayNumber(moment)) - first.getTime() / 86_400_000 + 1;
}

/** `isoformat(separator)`. */
export function isoOf(moment: Moment, separator = 'T'): string {
  const { year, month, day, hour, minute, second, microsecond } = fieldsOf(moment);
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const fraction = microsecond === 0 ? '' : `.${pad(microsecond, 6)}`;
  const time = `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}${fraction}`;
  return date + separator + time + offsetText(moment, ':');
}

/** `+01:00`; nothing for a moment without a zone. */
export function offsetText(moment: Moment, separator: string): string {
  if (moment.offsetMinutes === undefined) return '';
  const minutes = Math.abs(moment.offsetMinutes);
  const sign = moment.offsetMinutes < 0 ? '-' : '+';
  return sign + pad(Math.floor(minutes / 60), 2) + separator + pad(minutes % 60, 2);
}

/** Seconds since 1970. `localOffsetMinutes` is for moments without a zone. */
export function secondsOf(moment: Moment, localOffsetMinutes: number): number {
  const naive = moment.offsetMinutes === undefined;
  const shift = naive ? BigInt(localOffsetMinutes) * 60n * MICROS_PER_SECOND : 0n;
  return Number(moment.micros - shift) / 1e6;
}

/** `str(timedelta)`. */
export function spanText(span: Span): string {
  const { days, seconds, microseconds } = partsOf(span);
  const clock = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  const fraction = microseconds === 0 ? '' : `.${pad(microseconds, 6)}`;
  const before = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `;
  return before + clock + fraction;
}

/** `repr(timedelta)`. */
export function spanRepr(span: Span): string {
  const parts = Object.entries(partsOf(span)).filter(([, value]) => value !== 0);
  return `datetime.timedelta(${parts.map(([name, value]) => `${name}=${value}`).join(', ') || '0'})`;
}

/** `repr(datetime)`. Throws a `TemplateError` for one in a zone, which Python names in several ways. */
export function momentRepr(moment: Moment): string {
  if (moment.offsetMinutes !== undefined) {
    throw new TemplateError('The template prints a point in time within a list.');
  }
  const { year, month, day, hour, minute, second, microsecond } = fieldsOf(moment);
  const rest = microsecond !== 0 ? [second, microsecond] : second !== 0 ? [second] : [];
  return `datetime.datetime(${[year, month, day, hour, minute, ...rest].join(', ')})`;
}

/** As Python keeps it: only the days can be negative. */
export function partsOf(span: Span): { days: number; seconds: number; microseconds: number } {
  const rest = modulo(span.micros, MICROS_PER_DAY);
  return {
    days: Number((span.micros - rest) / MICROS_PER_DAY),
    seconds: Number(rest / MICROS_PER_SECOND),
    microseconds: Number(rest % MICROS_PER_SECOND),
  };
}

/** A span that Python could have; throws a `TemplateError` for a longer one. */
export function spanOf(micros: bigint): Span {
  const days = micros / MICROS_PER_DAY;
  if (days > 999_999_999n || days < -999_999_999n) {
    throw new TemplateError('A span of time is too long.');
  }
  return new Span(micros);
}

/** With leading zeros. */
export function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

function isInRange(micros: bigint): boolean {
  return micros >= FIRST && micros < END;
}

function localMicros(moment: Moment): bigint {
  return moment.micros + BigInt(moment.offsetMinutes ?? 0) * 60n * MICROS_PER_SECOND;
}

function dayNumber(moment: Moment): bigint {
  const micros = localMicros(moment);
  return (micros - modulo(micros, MICROS_PER_DAY)) / MICROS_PER_DAY;
}

/** The rest, which is never negative. */
export function modulo(value: bigint, by: bigint): bigint {
  const rest = value % by;
  return rest < 0n ? rest + by : rest;
}
