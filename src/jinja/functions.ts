import { absent } from './access.ts';
import { Arguments, required } from './arguments.ts';
import { Dict } from './dict.ts';
import { localised } from './filters/time.ts';
import { isIterable, itemsOf } from './iterate.ts';
import {
  Float,
  type JinjaValue,
  type Moment,
  Namespace,
  Range,
  Tuple,
  Undefined,
} from './kinds.ts';
import { checkItems } from './limits.ts';
import { fieldsOf, MICROS_PER_DAY, momentAt, momentOf, spanOf } from './moment.ts';
import { parseMomentAs } from './moment-text.ts';
import { numeric, toCount } from './numbers.ts';
import { textOf } from './print.ts';
import type { JinjaFunction, Run } from './run.ts';
import { streamOf } from './stream.ts';
import { TemplateError } from './template-error.ts';

/** The filters that are functions too; what they are applied to is their first value. */
const ALSO_FILTERS =
  'float int bool is_number iif log sqrt sin cos tan asin acos atan atan2 bitwise_and bitwise_or bitwise_xor clamp wrap remap apply as_function slugify typeof combine flatten contains as_timestamp as_datetime as_local urlencode'.split(
    ' ',
  );

/** All functions, by name. */
export const FUNCTIONS: ReadonlyMap<string, JinjaFunction> = new Map<string, JinjaFunction>([
  ...ALSO_FILTERS.map((name): [string, JinjaFunction] => [
    name,
    (values, run) => filtered(name, values, run),
  ]),
  ['min', (values, run) => ofAll('min', values, run)],
  ['max', (values, run) => ofAll('max', values, run)],
  ['average', (values, run) => ofList('average', values, run)],
  ['median', (values, run) => ofList('median', values, run)],
  ['statistical_mode', (values, run) => ofList('statistical_mode', values, run)],
  ['now', (_, { around }) => localised(utc(around.now()), around)],
  ['utcnow', (_, { around }) => utc(around.now())],
  ['today_at', todayAt],
  ['timedelta', timedelta],
  [
    'strptime',
    (values, { budget }) => {
      const [text, format, otherwise] = values.take('string', 'fmt', 'default');
      budget.spend(textOf(format ?? '').length);
      const moment = parseMomentAs(
        textOf(required(text, 'string')),
        textOf(required(format, 'fmt')),
      );
      return moment ?? required(otherwise, 'default');
    },
  ],
  ['range', range],
  ['dict', dict],
  [
    // No variable has such a name: it is an attribute of `dict`.
    'dict.fromkeys',
    (values, { budget }) => {
      const [keys, value = null] = values.take('iterable', 'value');
      const all = itemsOf(required(keys, 'iterable'));
      budget.spend(all.length);
      return Dict.of(all.map((key) => [key, value]));
    },
  ],
  [
    'namespace',
    (values, run) => {
      const fields = dict(values, run);
      return new Namespace(new Map(fields.entries().map(([key, value]) => [textOf(key), value])));
    },
  ],
  ['tuple', (values) => new Tuple(itemsOf(required(values.take('value')[0], 'value')))],
  ['zip', zip],
]);

/** What every template can name besides its functions. */
export const CONSTANTS: ReadonlyMap<string, JinjaValue> = new Map([
  ['e', new Float(Math.E)],
  ['pi', new Float(Math.PI)],
  ['tau', new Float(Math.PI * 2)],
]);

function filtered(name: string, values: Arguments, run: Run): JinjaValue {
  const [value, others] = values.shift('value');
  return run.filter(name, value, others);
}

/** Of the items of one value, or of several values. */
function ofAll(name: string, values: Arguments, run: Run): JinjaValue {
  const { positional, named } = values;
  if (positional.length !== 1) return run.filter(name, positional, new Arguments([], named));
  const [all, others] = values.shift('value');
  if (!isIterable(all)) throw new TemplateError(`"${name}" of one value needs a list.`);
  return run.filter(name, all, others);
}

/** Of the items of the first value, of which the next is the default; else of several values. */
function ofList(name: string, values: Arguments, run: Run): JinjaValue {
  const [first] = values.positional;
  return first !== undefined && isIterable(first)
    ? filtered(name, values, run)
    : ofAll(name, values, run);
}

function utc(date: Date): Moment {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw new TemplateError('The time is not known.');
  return momentAt(BigInt(Math.floor(ms)) * 1000n, 0);
}

function todayAt(values: Arguments, { around }: Run): JinjaValue {
  const [time = '00:00'] = values.take('time_str');
  const [, hour, minute, second = '0'] =
    /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(textOf(time) || '00:00') ?? [];
  const now = localised(utc(around.now()), around);
  const clock = {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    microsecond: 0,
  };
  const moment =
    hour === undefined ? undefined : momentOf({ ...fieldsOf(now), ...clock }, now.offsetMinutes);
  if (!moment) throw new TemplateError('A time of day is needed, as "08:30".');
  return moment;
}

function timedelta(values: Arguments): JinjaValue {
  const units = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'];
  let micros = 0n;
  for (const [index, value] of values.take(...units).entries()) {
    const unit = MICROS.get(units[index] ?? '') ?? 0n;
    const number = value === undefined ? 0n : numeric(value);
    if (number === undefined) throw new TemplateError('A span of time is made of numbers.');
    if (typeof number === 'bigint') micros += number * unit;
    else if (Number.isFinite(number * Number(unit)))
      micros += BigInt(Math.round(number * Number(unit)));
    else throw new TemplateError('A span of time is too long.');
  }
  return spanOf(micros);
}

function range(values: Arguments, { budget }: Run): JinjaValue {
  const bounds = values
    .take('start', 'stop', 'step')
    .map((each) => toCount(each === undefined ? 1n : each));
  const [first = 0, second = 0, step = 1] = bounds;
  if (bounds.length === 0) return required(undefined, 'stop');
  const [from, to] = bounds.length === 1 ? [0, first] : [first, second];
  if (step === 0) throw new TemplateError('The step of a range is zero.');
  if (![from, to, step].every(Number.isSafeInteger)) {
    throw new TemplateError('A range is too long.');
  }
  const count = Math.max(0, Math.ceil((to - from) / step));
  checkItems(count);
  budget.spend(Math.floor(count / 8));
  return new Range({ start: from, stop: to, step });
}

function dict({ positional, named }: Arguments, { budget }: Run): Dict {
  const [base, ...others] = positional;
  if (base instanceof Undefined) throw absent(base);
  if (others.length > 0) throw new TemplateError('A dict is made of one value, and of names.');
  const entries =
    base === undefined ? [] : base instanceof Dict ? base.entries() : itemsOf(base).map(pairOf);
  budget.spend(entries.length);
  return Dict.of([...entries, ...named]);
}

function pairOf(value: JinjaValue): readonly [JinjaValue, JinjaValue] {
  const [key, each, ...others] = itemsOf(value);
  if (key === undefined || each === undefined || others.length > 0) {
    throw new TemplateError('A dict is made of pairs.');
  }
  return [key, each];
}

function zip({ positional }: Arguments, { budget }: Run): JinjaValue {
  const columns = positional.map(itemsOf);
  const length = columns.length === 0 ? 0 : Math.min(...columns.map((column) => column.length));
  budget.spend(length * columns.length);
  const rows = Array.from(
    { length },
    (_, index) => new Tuple(columns.map((column) => column[index] ?? null)),
  );
  return streamOf(rows, { budget, name: 'zip' });
}

const MICROS = new Map([
  ['days', MICROS_PER_DAY],
  ['seconds', 1_000_000n],
  ['microseconds', 1n],
  ['milliseconds', 1000n],
  ['minutes', 60_000_000n],
  ['hours', 3_600_000_000n],
  ['weeks', 7n * MICROS_PER_DAY],
]);
