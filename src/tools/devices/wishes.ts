/** From the arguments of a call to what is wished of one thing, in the vocabulary of its abilities. */
import type { EntityState, Known } from '../../devices/devices.ts';
import type { Ability, Entity, Value, Wishes } from '../../devices/entity.ts';
import { colorOf, whiteOf } from './color-words.ts';

/** What was said of aspects: values to be set, and changes by so much. */
export interface Wanted {
  readonly values: ReadonlyMap<string, Value | boolean>;
  readonly changes: ReadonlyMap<string, Value | boolean>;
}

export type Wished =
  | { readonly result: 'wishes'; readonly wishes: Wishes }
  /** A sentence that says what is wrong and what would go. */
  | { readonly result: 'unusable'; readonly reason: string };

/** What is known of an entity, and of which of that something can be worked out. */
export interface LastTold extends Pick<EntityState, 'known'> {
  readonly isCurrent: (known: Known) => boolean;
}

/** Only reads values as people write them; whether `entity` can do it is for others to check. */
export function wishesFor(entity: Entity, wanted: Wanted, last: LastTold): Wished {
  const wishes = new Map<string, Value>();
  for (const [aspect, value] of wanted.values) {
    const read = readValue(entity, aspect, value);
    if (typeof read === 'string') return { result: 'unusable', reason: read };
    if ((wishes.get(read.aspect) ?? read.value) !== read.value) return CONTRARY;
    wishes.set(read.aspect, read.value);
  }
  for (const [aspect, change] of wanted.changes) {
    if (wishes.has(aspect)) return CONTRARY;
    const read = changed(entity, aspect, numberOf(change), last);
    if (typeof read === 'string') return { result: 'unusable', reason: read };
    wishes.set(aspect, read.value);
  }
  if (wishes.get('state') === 'off' && entity.component === 'light' && wishes.size > 1)
    return CONTRARY;
  return { result: 'wishes', wishes };
}

const CONTRARY: Wished = {
  result: 'unusable',
  reason: 'These arguments contradict each other; nothing was done.',
};

type Read = { readonly aspect: string; readonly value: Value } | string;

function readValue(entity: Entity, aspect: string, value: Value | boolean): Read {
  const ability = abilityOf(entity, aspect);
  if (aspect === 'color') return readColor(entity, String(value));
  if (ability === undefined) return { aspect, value: worded(value) };
  switch (ability.kind) {
    case 'choice':
      return { aspect, value: worded(value) };
    case 'number': {
      const number = numberOf(value);
      if (number === 0 && aspect === 'brightness') return { aspect: 'state', value: 'off' };
      return { aspect, value: number ?? worded(value) };
    }
    case 'color':
    case 'text':
    case 'press':
      return { aspect, value: String(value) };
  }
}

/** A white that has a name is a temperature where the light has one. */
function readColor(entity: Entity, text: string): Read {
  const warmth = abilityOf(entity, 'color_temperature');
  const kelvin = whiteOf(text);
  if (kelvin !== undefined && warmth?.kind === 'number')
    return {
      aspect: 'color_temperature',
      value: Math.min(Math.max(kelvin, warmth.min), warmth.max),
    };
  const color = colorOf(text);
  if (color !== undefined) return { aspect: 'color', value: color };
  return 'There is no colour of that name; say another, or #rrggbb. Nothing was done.';
}

function changed(
  entity: Entity,
  aspect: string,
  by: number | undefined,
  { known, isCurrent }: LastTold,
): { readonly value: number } | string {
  const ability = abilityOf(entity, aspect);
  if (by === undefined) return 'The change is not a number; nothing was done.';
  if (ability?.kind !== 'number')
    return `Not every one of them can be changed so; give ${aspect}. Nothing was done.`;
  const current = (of: string) => [known.get(of)].find((one) => one && isCurrent(one))?.value;
  const isOff = aspect !== 'temperature' && known.get('state')?.value === 'off';
  const mayBeOff = isOff && current('state') !== 'off';
  const last = isOff ? 0 : current(aspect);
  if (typeof last !== 'number' || mayBeOff)
    return `What it is set to is not known; give ${aspect}. Nothing was done.`;
  if (isOff && by <= 0) return 'It is off already; nothing was done.';
  const { min, max, step } = ability;
  const target = Math.min(Math.max(last + by, min), max);
  const steps = step > 0 ? Math.round((target - min) / step) : 0;
  const stepped = step > 0 ? Math.min(min + steps * step, max) : target;
  return { value: Number(stepped.toFixed(6)) };
}

const abilityOf = (entity: Entity, aspect: string): Ability | undefined =>
  entity.abilities.find((ability) => ability.aspect === aspect);

const worded = (value: Value | boolean): Value =>
  typeof value === 'boolean' ? (value ? 'on' : 'off') : value;

function numberOf(value: Value | boolean): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean') return undefined;
  const digits = /^\s*([+-]?\d{1,12}(?:[.,]\d{1,6})?)\s*(?:%|°?\s*[CFK]?)\s*$/i.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits.replace(',', '.'));
}
