/** How lists are put in order. */
import { itemAt } from '../access.ts';
import type { Budget } from '../budget.ts';
import { compare, truthy } from '../compare.ts';
import type { JinjaValue } from '../kinds.ts';
import type { Run } from '../run.ts';

/**
 * What items are ordered by: themselves or an attribute, for which `otherwise` stands if it is missing and that is
 * not None. Texts are alike in capitals and small letters unless it is done `strictly`.
 */
export function keyOf(
  attribute: JinjaValue,
  strictly: JinjaValue,
  budget: Budget,
  otherwise: JinjaValue = null,
): (of: JinjaValue) => JinjaValue {
  const fold = (of: JinjaValue): JinjaValue =>
    typeof of === 'string' && !truthy(strictly) ? of.toLowerCase() : of;
  if (attribute === null) {
    return (of) => {
      budget.spend();
      budget.spendFor(of);
      return fold(of);
    };
  }
  if (typeof attribute !== 'string' || !attribute.includes(',')) {
    return (of) => fold(itemAt(of, attribute, budget, otherwise));
  }
  const paths = attribute.split(',');
  return (of) => paths.map((path) => fold(itemAt(of, path, budget, otherwise)));
}

/** Sorted, and what is equal in its order. Throws a `TemplateError` if something has no order. */
export function sorted(
  items: readonly JinjaValue[],
  key: (of: JinjaValue) => JinjaValue,
  reverse: JinjaValue,
  { budget }: Run,
): readonly JinjaValue[] {
  const sign = truthy(reverse) ? -1 : 1;
  const keyed = items.map((item) => ({ item, by: key(item) }));
  return keyed.sort((a, b) => sign * compare(a.by, b.by, budget)).map(({ item }) => item);
}
