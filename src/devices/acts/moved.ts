import type { Entity, Value } from '../entity.ts';
import { checkWishes } from './check-wishes.ts';

/**
 * Whether a device still tells what it told before, although another number is wanted: it lies so near that it might
 * be rounding, but nothing has happened.
 */
export function hasStoodStill({
  entity,
  aspect,
  wanted,
  before,
  heard,
}: {
  readonly entity: Entity;
  readonly aspect: string;
  readonly wanted: Value;
  readonly before: Value | null | undefined;
  readonly heard: Value;
}): boolean {
  if (typeof wanted !== 'number' || typeof before !== 'number' || heard !== before) return false;
  const ability = entity.abilities.find((one) => one.aspect === aspect);
  const step = ability?.kind === 'number' ? ability.step : 0;
  const apart = Math.abs(wanted - before);
  if (apart < 1e-9 || apart < step - 1e-9) return false;
  // A device of few steps is sent the same for both: there was nothing to do.
  return sent(entity, aspect, wanted) !== sent(entity, aspect, before);
}

/** Empty for what may not be sent. */
function sent(entity: Entity, aspect: string, value: Value): string {
  const checked = checkWishes(entity, new Map([[aspect, value]]));
  if (checked.result === 'wrong') return '';
  return JSON.stringify(entity.compose(checked.wishes, () => undefined));
}
