/** Filters on points in time. */

import { absent } from '../access.ts';
import { required } from '../arguments.ts';
import { truthy } from '../compare.ts';
import { Float, type JinjaValue, Moment, Undefined } from '../kinds.ts';
import { isoOf, momentAt, momentOfSeconds, secondsOf } from '../moment.ts';
import { formatMoment, parseMoment } from '../moment-text.ts';
import { numeric, toFloat } from '../numbers.ts';
import { textOf } from '../print.ts';
import type { Filter, Surroundings } from '../run.ts';
import { TemplateError } from '../template-error.ts';

type Values = Parameters<Filter>[1];

export const TIME_FILTERS: readonly (readonly [string, Filter])[] = [
  [
    'timestamp_local',
    (value, values, { around }) => {
      const [otherwise] = values.take('default');
      return stamped(value, otherwise, (moment) => isoOf(localised(moment, around)));
    },
  ],
  [
    'timestamp_utc',
    (value, values) => {
      const [otherwise] = values.take('default');
      return stamped(value, otherwise, (moment) => isoOf(moment));
    },
  ],
  [
    'timestamp_custom',
    (value, values, { around }) => {
      const [format = '%Y-%m-%d %H:%M:%S', local = true, otherwise] = values.take(
        'date_format',
        'local',
        'default',
      );
      return stamped(value, otherwise, (moment) =>
        formatMoment(truthy(local) ? localised(moment, around) : moment, textOf(format)),
      );
    },
  ],
  ['as_timestamp', asTimestamp],
  ['as_datetime', asDatetime],
  [
    'as_local',
    (value, _, { around }) => {
      if (value instanceof Moment) return localised(value, around);
      throw new TemplateError('Only a point in time can be told in local time.');
    },
  ],
];

/** The same moment in local time; one without a zone is local already. */
export function localised(moment: Moment, around: Surroundings): Moment {
  if (moment.offsetMinutes !== undefined) {
    return momentAt(moment.micros, offsetAt(moment.micros, around));
  }
  const offset = offsetAt(moment.micros, around);
  return momentAt(moment.micros - BigInt(offset) * 60_000_000n, offset);
}

function stamped(
  value: JinjaValue,
  otherwise: JinjaValue | undefined,
  show: (moment: Moment) => string,
): JinjaValue {
  if (value instanceof Undefined && otherwise === undefined) throw absent(value);
  const seconds = numeric(value);
  const moment = seconds === undefined ? undefined : momentOfSeconds(Number(seconds));
  return moment ? show(moment) : required(otherwise, 'default');
}

function asTimestamp(
  value: JinjaValue,
  values: Values,
  { around }: Parameters<Filter>[2],
): JinjaValue {
  const [otherwise] = values.take('default');
  const moment = value instanceof Moment ? value : parseMoment(textOf(value));
  if (!moment) return required(otherwise, 'default');
  return new Float(secondsOf(moment, offsetAt(moment.micros, around)));
}

function asDatetime(value: JinjaValue, values: Values): JinjaValue {
  const [otherwise] = values.take('default');
  if (value instanceof Moment) return value;
  if (value instanceof Undefined) throw absent(value);
  const seconds = toFloat(value);
  const moment =
    seconds !== undefined
      ? momentOfSeconds(seconds)
      : typeof value === 'string'
        ? parseMoment(value)
        : undefined;
  if (moment) return moment;
  return otherwise === undefined && typeof value === 'string'
    ? null
    : required(otherwise, 'default');
}

function offsetAt(micros: bigint, around: Surroundings): number {
  return Math.round(around.offsetMinutes(new Date(Number(micros / 1000n))));
}
