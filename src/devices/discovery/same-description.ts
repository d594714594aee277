import type { Description } from '../description.ts';

/** Whether an entity built from the one would be like that from the other. */
export function sameDescription(one: Description, other: Description): boolean {
  const [mine, yours] = [one.availability, other.availability];
  return (
    mine.mode === yours.mode &&
    mine.rules.length === yours.rules.length &&
    mine.rules.every((rule, at) => rule === yours.rules[at]) &&
    JSON.stringify([one.identity, one.options]) === JSON.stringify([other.identity, other.options])
  );
}
