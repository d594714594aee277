import type { Ability } from '../entity.ts';
import type { Options } from './options.ts';

/** The ability to set a number; `undefined`, and a sentence about it, if its range has nothing in it. */
export function numberAbility(
  options: Options,
  {
    aspect,
    min,
    max,
    step,
    unit,
  }: {
    readonly aspect: string;
    readonly min: number;
    readonly max: number;
    readonly step: number;
    readonly unit?: string | undefined;
  },
): Ability | undefined {
  if (min > max) {
    options.lack(
      `"${aspect}" cannot be set: the lowest value, ${min}, is above the highest, ${max}.`,
    );
    return undefined;
  }
  return { aspect, kind: 'number', min, max, step, ...(unit === undefined ? {} : { unit }) };
}

/** The step that a publisher gives, if a device can have it (Home Assistant takes none below 0.001). */
export function stepOf(options: Options, key: string, fallback: number): number {
  const step = options.number(key, fallback);
  if (step >= 0.001) return step;
  options.lack(`The option "${key}" is no step: ${fallback} is taken.`);
  return fallback;
}
