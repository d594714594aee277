/** From what the schema found to sentences for the person who wrote the file. */
import type { z } from 'zod';
import { looksSecret } from '../system/secret-words.ts';
import { either, expectation } from './expectation.ts';
import { nearest } from './nearest.ts';
import { type Path, pathText, type Shape, shapeAt, typesOf, valueAt, variantOf } from './shape.ts';

type Issue = z.core.$ZodIssue;

/** Shorter than any key of an API that stands in the wrong place. */
const LONGEST_SHOWN = 24;

const MOST_EXPLAINED = 100;

/** A problem whose path is still made of steps. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** What lies behind `issue`; `value` is the whole configuration, `shape` what it may be. */
export function findingsOf(issue: Issue, value: unknown, shape: Shape): Finding[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key, index) => ({
      path: [...path, key],
      message:
        index < MOST_EXPLAINED ? unknownKey(key, path, value, shape) : 'there is no such key',
    }));
  return (
    insideUnion(issue, value)?.flatMap((inner) => findingsOf(inner, value, shape)) ?? [
      { path, message: wrongValue(issue, path, value, shape) },
    ]
  );
}

/**
 * What is wrong inside the variant that was meant, where values of different types may stand: told rather than
 * that the value is none of them.
 */
function insideUnion(issue: Issue, value: unknown): Issue[] | undefined {
  if (issue.code !== 'invalid_union' || 'options' in issue) return undefined;
  const path = issue.path as Path;
  const given = valueAt(value, path);
  const isOfType = (inner: Issue) => inner.code !== 'invalid_type' || inner.path.length > 0;
  if (given === undefined) return undefined;
  const meant = issue.errors.find((errors) => errors.every(isOfType));
  return meant?.map((inner) => ({ ...inner, path: [...path, ...inner.path] }));
}

function unknownKey(key: string, path: Path, value: unknown, shape: Shape): string {
  const union = shapeAt(shape, value, path);
  const here = union && variantOf(union, valueAt(value, path));
  const known = Object.keys(here?.properties ?? {});
  const type = here && union?.oneOf ? ` with "type": ${either(typesOf(here))}` : '';

  const meant = nearest(key, known);
  if (meant !== undefined) return `there is no such key${type}; did you mean "${meant}"?`;
  const variant = union?.oneOf?.find((one) => Object.hasOwn(one.properties ?? {}, key));
  if (variant !== undefined)
    return `there is no such key${type}; it belongs to "type": ${either(typesOf(variant))}`;
  const place = placeOf(key, shape);
  if (place !== undefined) return `there is no such key here; did you mean "${place}"?`;
  if (looksSecret(key))
    return 'there is no such key; secrets stay out of this file: put it into a file of its own (see "live.auth.file" and "mqtt.passwordFile")';
  return `there is no such key${type}; known here: ${known.filter((name) => name !== '$schema').join(', ')}`;
}

/** Where a key of another section belongs. */
function placeOf(key: string, shape: Shape, above: Path = []): string | undefined {
  for (const variant of shape.oneOf ?? [shape])
    for (const [name, inner] of Object.entries(variant.properties ?? {})) {
      const path = [...above, name];
      if (name === key && name !== 'type') return pathText(path);
      const deeper = placeOf(key, inner, path);
      if (deeper !== undefined) return deeper;
    }
  return undefined;
}

function wrongValue(issue: Issue, path: Path, value: unknown, shape: Shape): string {
  if (issue.code === 'custom' || issue.code === 'invalid_format') return issue.message;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;

  const given = valueAt(value, path);
  const choices = choicesOf(issue);
  const allowed = shapeAt(shape, value, path);
  const expected =
    choices !== undefined ? either(choices) : allowed ? expectation(allowed) : undefined;
  if (expected === undefined) return issue.message;
  if (given === undefined) return `is missing: it must be ${expected}`;

  const shown = path.some((step) => typeof step === 'string' && looksSecret(step))
    ? ''
    : `, not ${showOf(given)}`;
  const meant =
    choices !== undefined && choices.length > 1 && typeof given === 'string'
      ? nearest(
          given,
          choices.filter((choice) => typeof choice === 'string'),
        )
      : undefined;
  return `must be ${expected}${shown}${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
}

function choicesOf(issue: Issue): readonly unknown[] | undefined {
  if (issue.code === 'invalid_value') return issue.values;
  if (issue.code === 'invalid_union' && 'options' in issue) return issue.options;
  return undefined;
}

function showOf(given: unknown): string {
  if (Array.isArray(given)) return given.length === 0 ? 'an empty list' : 'a list';
  if (typeof given === 'object' && given !== null) return 'an object';
  if (typeof given !== 'string') return String(given);
  if (given.length > LONGEST_SHOWN) return `a text of ${given.length} characters`;
  return given === '' ? 'an empty text' : JSON.stringify(given);
}
