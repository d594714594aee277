/**
 * Which acts need a hand on the button. Component, device class, category, name, id and what is wanted are judged
 * together: publishers call a button `UnlockDoor` and a siren a switch. Where they leave it open, it is a risk.
 */
import type { Component, Entity, Wishes } from '../devices/entity.ts';
import { speakOf } from './danger-words.ts';
import { isOpener, nameWords, type RiskByName, riskByName } from './risk-by-name.ts';
import { riskByProgram, riskByWords } from './risk-by-topic.ts';
import { type ConfirmRules, type Named, verdict } from './rules.ts';
import { wordsOf } from './words.ts';

/** What may come of it; `rule`: the configuration wants it confirmed. */
export type Risk = RiskByName | 'rule';

const WHY: Readonly<Record<Risk, string>> = {
  unlock: 'it may unlock a lock',
  open: 'it may open a door, a gate or a garage',
  disarm: 'it may disarm an alarm',
  siren: 'it may sound an alarm or a siren',
  valve: 'it may open a valve',
  update: 'it installs other software on a device',
  join: 'it lets strange devices into the home network',
  restart: 'it restarts or resets a device',
  setup: 'it changes how a device is set up',
  heat: 'it may turn on an oven or a stove',
  engine: 'it may start an engine',
  rule: 'the configuration wants it confirmed',
};

export type Judged = Pick<
  Entity,
  'id' | 'component' | 'name' | 'device' | 'area' | 'deviceClass' | 'category'
> &
  Partial<Pick<Entity, 'abilities'>>;

/** Why it must be confirmed, as the end of a sentence. */
export const whyRisky = (risk: Risk): string => WHY[risk];

/** The risk of setting `entity` to `wishes`, if there is any that the rules of the configuration do not lift. */
export function riskOf(entity: Judged, wishes: Wishes, rules: ConfirmRules): Risk | undefined {
  return ruled(riskOfAct(entity, wishes), verdict(rules, entity));
}

/**
 * Of a message, by where it goes and what it says; `by` is the thing that it is a command to. `isKnown`: what it means
 * is known otherwise, so that its words do not count.
 */
export function riskOfMessage(
  by: Named & { readonly component?: Component },
  message: { readonly topic: string; readonly payload: string },
  { rules, isKnown }: { readonly rules: ConfirmRules; readonly isKnown: boolean },
): Risk | undefined {
  const isCover = by.component === 'cover';
  const risk = riskByProgram(message) ?? (isKnown ? undefined : riskByWords(message, { isCover }));
  return risk && ruled(risk, verdict(rules, by));
}

/** Of a command of the configuration: `words` are its name, and what of it is chosen. */
export function riskOfCommand(
  { name, words }: { readonly name: string; readonly words: readonly string[] },
  rules: ConfirmRules,
): Risk | undefined {
  const wishes: Wishes = new Map(words.map((word, at) => [`${at}`, word]));
  const risk = riskByName({ id: '', component: 'select', name }, wishes);
  return ruled(risk, verdict(rules, { id: name, name }));
}

function ruled(risk: Risk | undefined, said: ReturnType<typeof verdict>): Risk | undefined {
  if (said === 'always') return risk ?? 'rule';
  if (risk === undefined || said === 'never, by its id') return undefined;
  return said === 'never' && !GRAVE.has(risk) ? undefined : risk;
}

/** Whoever stands outside gets in. */
const GRAVE: ReadonlySet<Risk> = new Set(['unlock', 'open', 'disarm']);

function riskOfAct(entity: Judged, wishes: Wishes): Risk | undefined {
  const byName = riskByName(entity, wishes);
  switch (entity.component) {
    case 'lock':
      return wishes.get('state') === 'locked' ? undefined : 'unlock';
    case 'cover':
      return isWayIn(entity) && !isClosing(wishes) ? 'open' : byName;
    case 'valve':
      return isClosing(wishes) ? byName : 'valve';
    case 'alarm_control_panel':
      return riskOfAlarm(wishes);
    case 'siren':
      return isOff(wishes) ? byName : 'siren';
    case 'update':
      return 'update';
    default:
      return byName;
  }
}

function riskOfAlarm(wishes: Wishes): Risk | undefined {
  const state = wishes.get('state');
  if (state === 'triggered') return 'siren';
  const isArming = typeof state === 'string' && state.startsWith('armed_');
  // What is left out of a custom arming is not guarded.
  return isArming && state !== 'armed_custom_bypass' ? undefined : 'disarm';
}

/** Whether somebody can come in through `entity`, if it is a cover. */
export function isWayIn({ id, name, device, area, deviceClass, component }: Judged): boolean {
  if (deviceClass !== undefined && WAYS_IN.has(deviceClass)) return true;
  const words = nameWords({ id, name, device, component });
  const isDoor = speakOf(words, 'door', 'gate');
  const isGarage = speakOf(words, 'garage');
  if (speakOf(words, 'window')) return false;
  if (isOpener(device)) return true;
  if (isGarage && isDoor) return true;
  if (deviceClass !== undefined && IN_WINDOWS.has(deviceClass))
    return isGarage && deviceClass === 'shutter';
  if (isGarage) return true;
  if (speakOf(words, 'shutter')) return false;
  return isDoor || speakOf(wordsOf(area ?? ''), 'garage');
}

const WAYS_IN: ReadonlySet<string> = new Set(['door', 'garage', 'garage_door', 'gate']);
const IN_WINDOWS: ReadonlySet<string> = new Set(
  'awning blind curtain shade shutter window'.split(' '),
);

/** Nothing of it opens anything: it is closed or stopped, and all else that is wanted is shut as well. */
function isClosing(wishes: Wishes): boolean {
  const isShut = ([aspect, wanted]: readonly [string, unknown]) =>
    aspect === 'state' ? wanted === 'closed' || wanted === 'stopped' : wanted === 0;
  return wishes.size > 0 && [...wishes].every(isShut);
}

const isOff = (wishes: Wishes): boolean => wishes.size === 1 && wishes.get('state') === 'off';
