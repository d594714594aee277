import type { Value } from '../entity.ts';

const MAX_CHARACTERS = 1_024;
/** From here on, V8 may keep a piece of a text as a view of the whole text, and that in memory. */
const MIN_VIEW = 13;

/** What a stranger's device says, bounded; `undefined` is what nobody could say or compare. */
export function cleanValue(value: Value | null | undefined): Value | null | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return value;
  const text = value.slice(0, MAX_CHARACTERS).replace(/\p{Cc}+/gu, ' ');
  return text.length < MIN_VIEW ? text.toWellFormed() : Buffer.from(text).toString();
}
