/** Whether what was heard is what was wanted. */
import type { Entity, Value } from '../entity.ts';

export const judgeEqual: Entity['judge'] = (_, wanted, heard) =>
  wanted === heard ? 'done' : 'not';

/** Some aspects as told, up to a difference that rounding explains; the others have to be equal. */
export const judgeWithin =
  (tolerances: Readonly<Record<string, number>>): Entity['judge'] =>
  (aspect, wanted, heard) => {
    const tolerance = Object.hasOwn(tolerances, aspect) ? (tolerances[aspect] ?? 0) : 0;
    return isNear(wanted, heard, tolerance) ? 'done' : 'not';
  };

const isNear = (wanted: Value, heard: Value, tolerance: number): boolean =>
  typeof wanted === 'number' && typeof heard === 'number'
    ? Math.abs(wanted - heard) <= tolerance + 1e-9
    : wanted === heard;
