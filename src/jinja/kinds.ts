/**
 * The closed set of values of the template language. Nothing else is ever reachable from a template: no
 * JavaScript object, no prototype, no function.
 */
import type { Arguments } from './arguments.ts';
import type { Dict } from './dict.ts';
import type { Run } from './run.ts';

/**
 * Python's None, bool, int (`bigint`), float (`Float`), str, list, tuple, dict and what else can occur. A bare
 * JavaScript number is none: `fromPlain` makes one of these of it.
 */
export type JinjaValue =
  | null
  | boolean
  | bigint
  | string
  | Float
  | readonly JinjaValue[]
  | Tuple
  | Range
  | View
  | Stream
  | Dict
  | Undefined
  | Moment
  | Part
  | Span
  | Namespace
  | Loop
  | Builtin
  | Method
  | Macro;

/** A Python float; `1.0` is not printed like the int `1`. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A Python tuple. */
export class Tuple {
  readonly items: readonly JinjaValue[];
  /** Names for the items, as those of `groupby` have them. */
  readonly names: readonly string[];

  constructor(items: readonly JinjaValue[], names: readonly string[] = []) {
    this.items = items;
    this.names = names;
  }
}

/** What `range()` gives. */
export class Range {
  readonly start: number;
  readonly stop: number;
  readonly step: number;

  constructor({ start, stop, step }: { start: number; stop: number; step: number }) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  get size(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
  }

  get items(): readonly JinjaValue[] {
    return Array.from({ length: this.size }, (_, index) => BigInt(this.start + index * this.step));
  }
}

/** What `keys()`, `values()` and `items()` of a dict give: gone through, never indexed. */
export class View {
  readonly name: 'dict_keys' | 'dict_values' | 'dict_items';
  readonly items: readonly JinjaValue[];

  constructor(name: View['name'], items: readonly JinjaValue[]) {
    this.name = name;
    this.items = items;
  }
}

/** What filters such as `map` give: gone through once, and made only when it is. */
export class Stream {
  /** What Python calls its type. */
  readonly name: string;
  /** The next item; `undefined` behind the last one. Throws a `TemplateError`. */
  readonly next: () => JinjaValue | undefined;

  constructor(next: () => JinjaValue | undefined, name = 'generator') {
    this.next = next;
    this.name = name;
  }
}

/** What a name or an attribute gives that is not there: prints as nothing, and fails on most other use. */
export class Undefined {
  /** What was looked for. */
  readonly what: string;

  constructor(what: string) {
    this.what = what;
  }
}

/** A Python datetime. */
export class Moment {
  /** Microseconds since 1970 in UTC; in local time if there is no offset. */
  readonly micros: bigint;
  /** East of UTC; `undefined` for a datetime without a zone. */
  readonly offsetMinutes: number | undefined;

  constructor(micros: bigint, offsetMinutes: number | undefined) {
    this.micros = micros;
    this.offsetMinutes = offsetMinutes;
  }
}

/** A Python date, or time of day. */
export class Part {
  readonly shows: 'date' | 'time';
  /** Without a zone: that day at midnight, or that time on the first day of 1970. */
  readonly of: Moment;

  constructor(shows: Part['shows'], of: Moment) {
    this.shows = shows;
    this.of = of;
  }
}

/** A Python timedelta. */
export class Span {
  readonly micros: bigint;

  constructor(micros: bigint) {
    this.micros = micros;
  }
}

/** What `namespace()` gives: the only value that a template may change. */
export class Namespace {
  readonly fields: Map<string, JinjaValue>;

  constructor(fields: Map<string, JinjaValue>) {
    this.fields = fields;
  }
}

/** What the turns of a loop share. */
export interface Turns {
  readonly items: readonly JinjaValue[];
  /** 1 for a loop that is in no other of its own kind. */
  readonly depth: number;
  /** What a recursive loop gives for other items. */
  readonly again: ((items: JinjaValue) => JinjaValue) | undefined;
  /** What `loop.changed` was last given. */
  last: Tuple | undefined;
}

/** `loop` inside of a `for`. */
export class Loop {
  readonly turns: Turns;
  readonly index: number;

  constructor(turns: Turns, index: number) {
    this.turns = turns;
    this.index = index;
  }
}

/** A function that every template knows, by its name. */
export class Builtin {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A method of a value that has not been called. */
export class Method {
  readonly of: JinjaValue;
  readonly name: string;

  constructor(of: JinjaValue, name: string) {
    this.of = of;
    this.name = name;
  }
}

/** What a template itself made to be called. */
export class Macro {
  readonly name: string;
  readonly call: (values: Arguments, run: Run) => JinjaValue;

  constructor(name: string, call: Macro['call']) {
    this.name = name;
    this.call = call;
  }
}

/** `value`, or that it is not there. (`??` would take None for missing.) */
export function orUndefined(value: JinjaValue | undefined, what: string): JinjaValue {
  return value === undefined ? new Undefined(what) : value;
}

/** Whether it is a Python list. */
export function isList(value: JinjaValue): value is readonly JinjaValue[] {
  return Array.isArray(value);
}
