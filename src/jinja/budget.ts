import { Dict } from './dict.ts';
import { isList, type JinjaValue, Range, Tuple, View } from './kinds.ts';
import { TemplateError } from './template-error.ts';

/** A template of a publisher takes a few dozen; this many are done in some tens of milliseconds. */
const MAX_STEPS = 25_000;
/** How many characters or items are looked through in the time of about one step. */
const PER_STEP = 32;

/** How deep expressions, tags, macros and streams are at work within each other. */
const MAX_DEPTH = 300;

/** The work that one rendering may take, counted, so that it never depends on a clock. */
export class Budget {
  #left = MAX_STEPS;
  #depth = 0;

  /** Throws a `TemplateError` when the work is more than one template is allowed. */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TemplateError('The template takes too much work.');
  }

  /** Work within work. After an error the rendering is over, and with it the count. */
  within<T>(work: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new TemplateError('The template is nested too deep.');
    const result = work();
    this.#depth -= 1;
    return result;
  }

  /** As `spend`, for a value that is going to be looked through once. */
  spendFor(value: JinjaValue): void {
    const size = sizeOf(value);
    if (size >= PER_STEP) this.spend(Math.floor(size / PER_STEP));
  }
}

function sizeOf(value: JinjaValue): number {
  if (typeof value === 'string') return value.length;
  if (value === null || typeof value !== 'object') return 1;
  if (isList(value)) return value.length;
  if (value instanceof Tuple || value instanceof View) return value.items.length;
  return value instanceof Dict || value instanceof Range ? value.size : 1;
}
