/** What a wish means besides: a lamp that is to be dimmed is to be on. */
import type { Known } from '../devices.ts';
import type { Component, Entity, Wishes } from '../entity.ts';

/** What only comes about in a thing that is on, and is sent so that it switches it on. */
const SWITCH_ON: Partial<Readonly<Record<Component, ReadonlySet<string>>>> = {
  fan: new Set(['speed', 'preset']),
  light: new Set(['brightness', 'color_temperature', 'color', 'white', 'effect']),
  siren: new Set(['tone', 'duration', 'volume']),
};

/** What else must have come about when `wishes` have. */
export function impliedBy({ component }: Entity, wishes: Wishes): Wishes {
  const switching = SWITCH_ON[component];
  if (switching === undefined || wishes.has('state')) return new Map();
  // A fan at speed 0 stands still.
  const isOn = [...wishes].some(([aspect, value]) => switching.has(aspect) && value !== 0);
  return new Map(isOn ? [['state', 'on']] : []);
}

/** By what a thing is off that keeps what it is set to for later. */
const OFF_BY: Partial<Readonly<Record<Component, readonly string[]>>> = {
  climate: ['mode', 'power'],
  fan: ['state'],
  humidifier: ['state'],
  water_heater: ['mode', 'power'],
};

/** The aspect by which the entity is off, so that what it was set to has no effect yet. */
export const offBy = (
  { component }: Entity,
  wishes: Wishes,
  known: ReadonlyMap<string, Known>,
): string | undefined =>
  OFF_BY[component]?.find((aspect) => !wishes.has(aspect) && known.get(aspect)?.value === 'off');
