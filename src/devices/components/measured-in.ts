import type { Options } from './options.ts';

/** What is longer is no unit. */
const MOST_CHARACTERS = 12;
/** That could end a sentence in which it is told, or begin another. */
const MARKS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}.,;:!?"'`“”„«»…]/gu;

/** The unit that a publisher gives, if it is one: a few characters without marks of sentences. */
export function measuredIn(options: Options): string | undefined {
  const unit = options.text('unit_of_measurement')?.replace(MARKS, '').trim();
  return unit === undefined || unit === '' || [...unit].length > MOST_CHARACTERS ? undefined : unit;
}
