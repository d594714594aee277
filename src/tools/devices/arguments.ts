/** The arguments of a call: from the model, checked for their form before anything looks at them. */
import { z } from 'zod';
import type { Pointing } from './targets.ts';

export type Args = Readonly<Record<string, unknown>>;

/** Longer than any name or text that a device takes. */
const MAX_TEXT = 1_000;

const WORDS = z.string().max(MAX_TEXT).nullish();

/** Models write numbers as texts and the other way round. */
const VALUE = z.union([z.string().max(MAX_TEXT), z.number(), z.boolean()]).nullish();

/** What a call may have: `words` are texts, `values` whatever can be set, and `all` is yes or no. */
export function argumentsOf(words: readonly string[], values: readonly string[]): z.ZodType<Args> {
  return z.strictObject({
    ...Object.fromEntries(values.map((name) => [name, VALUE])),
    ...Object.fromEntries(words.map((name) => [name, WORDS])),
    all: z.union([z.boolean(), z.enum(['true', 'false'])]).nullish(),
  });
}

/** The text of that name, if it says anything. */
export function textOf(args: Args, name: string): string | undefined {
  const value = Object.hasOwn(args, name) ? args[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The value of that name, if there is one. */
export function argumentOf(args: Args, name: string): string | number | boolean | undefined {
  const value = Object.hasOwn(args, name) ? args[name] : undefined;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    default:
      return undefined;
  }
}

export const pointingOf = (args: Args): Pointing => ({
  name: textOf(args, 'name'),
  area: textOf(args, 'area'),
  reach: String(argumentOf(args, 'all')) === 'true' ? 'all' : 'one',
});
