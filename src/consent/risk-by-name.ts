/** What the words of a name say of the risk, where the component does not. */
import type { Ability, Component, DeviceInfo, Wishes } from '../devices/entity.ts';
import { speakOf, type Topic } from './danger-words.ts';
import { heardIn } from './phrases.ts';
import { wordsOf } from './words.ts';

export type RiskByName =
  | 'unlock'
  | 'open'
  | 'disarm'
  | 'siren'
  | 'valve'
  | 'update'
  | 'join'
  | 'restart'
  | 'setup'
  | 'heat'
  | 'engine';

export interface NamedThing {
  readonly id: string;
  readonly component: Component;
  readonly name: string;
  readonly device?: DeviceInfo | undefined;
  readonly deviceClass?: string | undefined;
  readonly category?: 'config' | 'diagnostic' | undefined;
  readonly abilities?: readonly Ability[];
}

/** Of its name, of that of its device, and of its id without the component before it. */
export const nameWords = ({ id, name, device }: NamedThing): readonly string[] => [
  ...heardIn(name),
  ...heardIn(device?.name ?? ''),
  ...heardIn(id.slice(id.indexOf('.') + 1)),
];

/** For components that may be anything: a relay, a press, a choice, a text. */
export function riskByName(told: NamedThing, wishes: Wishes): RiskByName | undefined {
  const thing = asRelay(told);
  const { component } = thing;
  const names = nameWords(thing);
  const chosen = chosenWords(component, wishes, names);
  const words = [...names, ...chosen];
  const says = (...topics: readonly Topic[]) => speakOf(words, ...topics);
  if (says('unlock') && !(component === 'select' && speakOf(names, 'keys'))) return 'unlock';
  if (says('disarm')) return 'disarm';
  if (!MAY_BE_ANYTHING.has(component)) return undefined;
  const isOff = wishes.size > 0 && [...wishes.values()].every((value) => RESTS.has(value));
  if (component === 'number' && isOff) return undefined;
  if (opens(thing, names, chosen)) return 'open';
  if (locks({ thing, names, chosen })) return 'unlock';
  if (isOff) return riskWhenOff(thing, says);
  if (buzzes(thing, names)) return 'open';
  // Of a text that is sent its name tells what it is about, and not what it does.
  const does = (...topics: readonly Topic[]) => speakOf(chosen, ...topics);
  return riskWhenOn(thing, component === 'text' ? does : says);
}

/**
 * A light that is only turned on and off may be a relay at anything that its publisher took for a light, unless its
 * name or its model says that it is one. A lamp in the garage is a lamp.
 */
function asRelay(thing: NamedThing): NamedThing {
  const { component, abilities, device, id } = thing;
  if (component === 'fan') return isOpenerAsFan(thing) ? { ...thing, component: 'switch' } : thing;
  if (component !== 'light' || abilities === undefined) return thing;
  if (abilities.some(({ aspect }) => OF_LAMPS.has(aspect))) return thing;
  // Ids say `light` of every light.
  const place = wordsOf(id.slice(id.indexOf('.') + 1)).filter((word) => !speakOf([word], 'other'));
  const relay = { ...thing, component: 'switch', id: place.join(' ') } as const;
  const words = [...nameWords(relay), ...wordsOf(device?.model ?? '')];
  const isLamp = speakOf(words, 'other');
  const isInGarage = speakOf(words, 'garage') && !speakOf(words, 'door', 'gate');
  return isLamp || isInGarage ? thing : relay;
}

/** What only turns, at a door, is a fan; what is said to open one is not. */
function isOpenerAsFan(thing: NamedThing): boolean {
  if (!thing.abilities?.every(({ aspect }) => aspect === 'state')) return false;
  const names = nameWords(thing);
  return speakOf(names, 'open') && speakOf(names, 'door', 'gate', 'garage');
}

const OF_LAMPS: ReadonlySet<string> = new Set([
  'brightness',
  'color',
  'color_temperature',
  'white',
]);

/** What of it is chosen. A sentence is no command, unless it is for something that takes such. */
function chosenWords(
  component: Component,
  wishes: Wishes,
  names: readonly string[],
): readonly string[] {
  if (component !== 'select' && component !== 'text') return [];
  const words = [...wishes.values()].flatMap((value) => heardIn(String(value)));
  const isCommand =
    words.length <= MOST_WORDS_OF_COMMAND ||
    speakOf(names, 'door', 'gate', 'garage', 'lock', 'alarm', 'valve', 'siren');
  return component === 'select' || isCommand ? words : [];
}

const MOST_WORDS_OF_COMMAND = 3;

/** Relays, presses and choices; a lamp that is called `Front door` is a lamp. */
const MAY_BE_ANYTHING: ReadonlySet<Component> = new Set([
  'button',
  'number',
  'scene',
  'select',
  'switch',
  'text',
]);

const RESTS: ReadonlySet<unknown> = new Set(['off', 0]);

type Says = (...topics: readonly Topic[]) => boolean;

/** An alarm that is called off may be the one that guards the house; a siren that falls silent is only that. */
function riskWhenOff({ device }: NamedThing, says: Says): RiskByName | undefined {
  if (says('armed')) return 'disarm';
  if (says('guard') && !says('other')) return 'disarm';
  if (says('shutoff') && !says('radiator', 'other')) return 'valve';
  const isSiren = says('siren') || speakOf(wordsOf(device?.model ?? ''), 'siren');
  return says('alarm') && !says('clock') && !isSiren ? 'disarm' : undefined;
}

function riskWhenOn(thing: NamedThing, says: Says): RiskByName | undefined {
  const { component, deviceClass, category } = thing;
  const isPress = component === 'button' || component === 'scene';
  const isSetting = category !== undefined && !isPress;
  if (deviceClass === 'restart') return 'restart';
  if (deviceClass === 'update') return 'update';
  if (component !== 'number') {
    if (says('siren', 'alarm') && !says('clock') && !isSetting) return 'siren';
    if (says('noise') && !says('other') && !isSetting) return 'siren';
    if (says('join')) return 'join';
    if (says('restart')) return 'restart';
    if (says('firmware')) return 'update';
    if (says('oven') && !says('other') && !isSetting) return 'heat';
    if (says('engine') && !says('appliance')) return 'engine';
  }
  const isTurned = component !== 'select' || says('open');
  if (says('valve') && isTurned && !says('radiator', 'other') && !isSetting) return 'valve';
  if (component === 'button' && category !== undefined && deviceClass !== 'identify')
    return 'setup';
  return undefined;
}

/** A setting of a device that buzzes opens nothing. */
function buzzes({ component, category }: NamedThing, names: readonly string[]): boolean {
  if (component !== 'switch' && component !== 'button') return false;
  if (category !== undefined && component !== 'button') return false;
  if (speakOf(names, 'intercom') && !speakOf(names, 'other')) return true;
  return speakOf(names, 'buzzer') && !speakOf(names, 'season');
}

/** A relay at a door is an opener unless its name says that it is something else there. */
function opens(
  { component, deviceClass, device, category }: NamedThing,
  names: readonly string[],
  chosen: readonly string[],
): boolean {
  const says = (...topics: readonly Topic[]) => speakOf([...names, ...chosen], ...topics);
  const isPress = component === 'button' || component === 'scene';
  const isDoor = says('door', 'gate', 'garage') || isOpener(device);
  if (says('window', 'shutter') && !says('garage')) return false;
  if (says('open')) return isDoor || isPress;
  if (!isDoor || component === 'scene' || says('other')) return false;
  const isLoose = component === 'number' || component === 'text';
  if (isLoose && !says('door', 'gate')) return false;
  // What is told of a door's device as a setting, like the volume of its lock, opens nothing.
  if (category !== undefined && !isPress) return false;
  if (component !== 'switch' && (speakOf(names, 'shut') || names[0] === 'lock')) return false;
  if (chosen.length > 0 && chosen.every((word) => speakOf([word], 'rest', 'shut'))) return false;
  return deviceClass !== 'outlet' || says('door', 'gate');
}

/** By its model. */
export const isOpener = (device: DeviceInfo | undefined): boolean => {
  const words = wordsOf(device?.model ?? '');
  return speakOf(words, 'open') && speakOf(words, 'door', 'gate', 'garage');
};

/** Which way a relay locks is not known. */
function locks({
  thing: { component, category, name, device },
  names,
  chosen,
}: {
  readonly thing: NamedThing;
  readonly names: readonly string[];
  readonly chosen: readonly string[];
}): boolean {
  const isSafe = speakOf(names, 'safe') && !speakOf(names, 'other');
  const isPressed = component === 'button' && isSafe && !speakOf(names, 'shut', 'rest');
  if (!CAN_LOCK.has(component) && !isPressed) return false;
  if (component === 'select' && names[0] === 'lock') return speakOf(chosen, 'passage');
  // What a lock is called itself, the relay of it is called too.
  const model = device?.name === name ? wordsOf(device.model ?? '') : [];
  const isLock = isSafe || speakOf([...names, ...model], 'lock');
  if (category !== undefined || !isLock || speakOf([...names, ...model], 'keys')) return false;
  return chosen.length === 0 || !chosen.every((word) => speakOf([word], 'rest', 'shut'));
}

const CAN_LOCK: ReadonlySet<Component> = new Set(['switch', 'select', 'text']);
