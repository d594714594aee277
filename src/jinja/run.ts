import type { Arguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import type { JinjaValue } from './kinds.ts';

/** What a template may know of the world besides its variables. */
export interface Surroundings {
  /** Time of day. */
  readonly now: () => Date;
  /** How far local time is east of UTC at that time. */
  readonly offsetMinutes: (at: Date) => number;
}

/** One rendering, as filters, tests, functions and methods see it. */
export interface Run {
  readonly budget: Budget;
  readonly around: Surroundings;
  /** Calls a value. Throws a `TemplateError` if it cannot be called. */
  call(of: JinjaValue, values: Arguments): JinjaValue;
  /** By name, as `map` does. Throws a `TemplateError` if there is none. */
  filter(name: JinjaValue, value: JinjaValue, values: Arguments): JinjaValue;
  /** By name, as `select` does. Throws a `TemplateError` if there is none. */
  test(name: JinjaValue, value: JinjaValue, values: Arguments): boolean;
}

/** A filter, or a method: `value` is what it is applied to. Throws a `TemplateError` where Python raises. */
export type Filter = (value: JinjaValue, values: Arguments, run: Run) => JinjaValue;

/** Throws a `TemplateError` where Python raises. */
export type Test = (value: JinjaValue, values: Arguments, run: Run) => boolean;

/** Throws a `TemplateError` where Python raises. */
export type JinjaFunction = (values: Arguments, run: Run) => JinjaValue;
