import { PATTERN_FILTERS } from './filters/regex.ts';
import { NAMED_BY } from './filters/select.ts';
import { FILTERS } from './filters.ts';
import { FUNCTIONS } from './functions.ts';
import type { Expression, Values } from './nodes.ts';
import { checkPattern } from './regex/regex.ts';
import { TemplateError } from './template-error.ts';
import { TESTS } from './tests.ts';

/**
 * Finds out before anything is rendered what cannot work. Throws a `TemplateError` for a filter, test or
 * function that is not known, also where it is a text (`map('upper')`), and for a regular expression that is
 * not understood.
 */
export function checkCall(
  kind: 'filter' | 'test' | 'function',
  name: string,
  values: Values,
): void {
  const known = { filter: FILTERS, test: TESTS, function: FUNCTIONS }[kind];
  if (!known.has(name)) {
    throw new TemplateError(`The template uses the ${kind} "${name}", which is not known here.`);
  }
  const [first] = values.positional;
  const isPattern = kind === 'filter' ? PATTERN_FILTERS.has(name) : PATTERN_TESTS.has(name);
  const pattern = isPattern ? textIn(first) : undefined;
  if (pattern !== undefined) checkPattern(pattern);
  const by = kind === 'filter' ? NAMED_BY.get(name) : undefined;
  const applied = by ? textIn(values.positional[by.at]) : undefined;
  if (!by || applied === undefined) return;
  const others = values.positional.slice(by.at + 1);
  checkCall(by.what, applied, { positional: others, named: values.named });
}

function textIn(expression: Expression | undefined): string | undefined {
  const value = expression?.kind === 'constant' ? expression.value : undefined;
  return typeof value === 'string' ? value : undefined;
}

const PATTERN_TESTS = new Set(['match', 'search']);
