/** Filters with regular expressions. */
import { truthy } from '../compare.ts';
import type { JinjaValue } from '../kinds.ts';
import { toCount } from '../numbers.ts';
import { sureText, textOf } from '../print.ts';
import { findAll, replaceAll, search, startsWith } from '../regex/regex.ts';
import type { Filter, Run, Test } from '../run.ts';
import { TemplateError } from '../template-error.ts';

export const REGEX_FILTERS: readonly (readonly [string, Filter])[] = [
  ['regex_match', (value, values, run) => matches(value, values, run)],
  ['regex_search', (value, values, run) => searches(value, values, run)],
  [
    'regex_replace',
    (value, values, { budget }) => {
      const [find = '', replace = '', ignoreCase = false] = values.take(
        'find',
        'replace',
        'ignorecase',
      );
      const pattern = { source: sureText(find), ignoreCase: truthy(ignoreCase) };
      return replaceAll(pattern, textOf(value), sureText(replace), budget);
    },
  ],
  [
    'regex_findall',
    (value, values, run) => {
      const [find = '', ignoreCase = false] = values.take('find', 'ignorecase');
      return found(value, find, ignoreCase, run);
    },
  ],
  [
    'regex_findall_index',
    (value, values, run) => {
      const [find = '', index = 0n, ignoreCase = false] = values.take(
        'find',
        'index',
        'ignorecase',
      );
      const one = found(value, find, ignoreCase, run).at(toCount(index));
      if (one === undefined)
        throw new TemplateError('A regular expression matches fewer times than wanted.');
      return one;
    },
  ],
];

/** The filters whose first value is a pattern, so that it can be checked beforehand. */
export const PATTERN_FILTERS: ReadonlySet<string> = new Set(REGEX_FILTERS.map(([name]) => name));

/** The test `match`. */
export const matches: Test = (value, values, { budget }) => {
  const [find = '', ignoreCase = false] = values.take('find', 'ignorecase');
  return startsWith(
    { source: sureText(find), ignoreCase: truthy(ignoreCase) },
    textOf(value),
    budget,
  );
};

/** The test `search`. */
export const searches: Test = (value, values, { budget }) => {
  const [find = '', ignoreCase = false] = values.take('find', 'ignorecase');
  return search({ source: sureText(find), ignoreCase: truthy(ignoreCase) }, textOf(value), budget);
};

function found(
  value: JinjaValue,
  find: JinjaValue,
  ignoreCase: JinjaValue,
  { budget }: Run,
): readonly JinjaValue[] {
  return findAll({ source: sureText(find), ignoreCase: truthy(ignoreCase) }, textOf(value), budget);
}
