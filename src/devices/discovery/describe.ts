/** From what a message describes to what the components are built from, or why it is left out. */
import type { Description } from '../description.ts';
import {
  type Availability,
  COMPONENTS,
  type Component,
  type DeviceInfo,
  type LeftOut,
} from '../entity.ts';
import { pythonText } from '../python-text.ts';
import { isRecord } from './abbreviations/spelled-out.ts';
import type { Areas } from './areas.ts';
import { type AvailabilityRules, readAvailability } from './availability.ts';
import { cleanText } from './clean-text.ts';
import { type Draft, idOf } from './draft.ts';
import { entityName } from './entity-name.ts';
import { folded } from './glob.ts';
import type { DeviceFacts } from './read-device.ts';
import type { Selection } from './selection.ts';

export interface Describing {
  readonly areas: Areas;
  readonly selection: Selection;
  readonly rules: AvailabilityRules;
}

export type Described =
  | { readonly result: 'described'; readonly description: Description }
  | {
      readonly result: 'left out';
      readonly leftOut: LeftOut;
      /** As it would be used: it is understood, and not wanted, but may let people in. */
      readonly unwanted?: Description;
    };

/** `device`: with what other messages tell of it. Never throws. */
export function describeDraft(
  draft: Draft,
  device: DeviceFacts,
  { areas, selection, rules }: Describing,
): Described {
  const { options } = draft;
  const id = idOf(draft);
  const deviceClass = cleanText(options['device_class'], MAX_WORD);
  const own = options['name'] === null ? null : cleanText(options['name'], MAX_NAME);
  const name = entityName({
    device: device.name,
    own,
    objectId: objectIdOf(options),
    deviceClass,
    object: draft.key,
  });
  const leftOut = (reason: string) => ({
    result: 'left out' as const,
    leftOut: { id, name, reason },
  });
  const { component } = draft;
  if (!isComponent(component)) return leftOut(whyNot(component));
  const names: string[] = [];
  for (const each of [id, name, device.name, own, device.id]) if (each) names.push(folded(each));
  const area = areas(names) ?? device.area;
  const category = categoryOf(options['entity_category']);
  const unwanted = selection({
    names: area === undefined ? names : [...names, folded(area)],
    category,
    enabled: isEnabled(options['enabled_by_default']),
  });
  const describing = (availability: Availability): Description => ({
    identity: {
      id,
      component,
      name,
      device: infoOf(device),
      area,
      deviceClass,
      category,
      origin: cleanText(origin, MAX_WORD),
    },
    options: remaining(options),
    availability,
    ...(draft.ask === undefined ? {} : { ask: draft.ask }),
  });
  const origin = isRecord(options['origin']) ? options['origin']['name'] : undefined;
  if (unwanted !== undefined) {
    const told = leftOut(unwanted);
    const isGuarded = GRAVE.has(component) || (category === undefined && LOOSE.has(component));
    return isGuarded ? { ...told, unwanted: describing(UNTOLD) } : told;
  }
  const read = readAvailability(options, rules);
  if (read.result === 'refused') return leftOut(read.reason);
  return { result: 'described', description: describing(read.availability) };
}

/** What is sent to them is judged although they are not wanted: whoever excludes a lock wants it left alone. */
const GRAVE: ReadonlySet<Component> = new Set(['alarm_control_panel', 'cover', 'lock', 'valve']);
/** And to these, which may be anything, but for settings of other devices. */
const LOOSE: ReadonlySet<Component> = new Set([
  'button',
  'fan',
  'light',
  'number',
  'scene',
  'select',
  'siren',
  'switch',
  'text',
]);
const UNTOLD: Availability = { mode: 'latest', rules: [] };

const MAX_WORD = 60;
const MAX_NAME = 80;

/** `object_id`, or what is behind the component in `sensor.sink_leak_water_leak`, which has replaced it. */
const objectIdOf = (options: Draft['options']): string | undefined =>
  cleanText(options['object_id'], MAX_NAME) ??
  cleanText(options['default_entity_id'], MAX_NAME)?.replace(/^\w*\./, '');

const USED: ReadonlySet<string> = new Set(COMPONENTS);

const isComponent = (component: string): component is Component => USED.has(component);

/** Home Assistant has them, but there is nothing about them that could be said or asked. */
const KNOWN: ReadonlySet<string> = new Set([
  'camera',
  'date',
  'datetime',
  'device_automation',
  'image',
  'infrared',
  'notify',
  'tag',
  'time',
]);

function whyNot(component: string): string {
  const word = cleanText(component, MAX_WORD);
  return KNOWN.has(component)
    ? `Components of the kind ${word} take no part in what can be said.`
    : `The component ${word} is not known.`;
}

const categoryOf = (value: unknown): 'config' | 'diagnostic' | undefined =>
  value === 'config' || value === 'diagnostic' ? value : undefined;

// As Home Assistant's `cv.boolean` reads texts.
const NO: ReadonlySet<string | undefined> = new Set(['0', 'false', 'no', 'off', 'disable']);

const isEnabled = (value: unknown): boolean => !NO.has(pythonText(value)?.trim().toLowerCase());

function infoOf({ id, name, manufacturer, model }: DeviceFacts): DeviceInfo | undefined {
  return id === undefined ? undefined : { id, name, manufacturer, model };
}

/** What is told by the rest of a description, or shown on screens only. */
const TOLD: ReadonlySet<string> = new Set([
  'availability',
  'availability_mode',
  'availability_template',
  'availability_topic',
  'default_entity_id',
  'device',
  'enabled_by_default',
  'entity_category',
  'entity_picture',
  'icon',
  'name',
  'object_id',
  'origin',
  'payload_available',
  'payload_not_available',
  'platform',
  'unique_id',
]);

function remaining(options: Draft['options']): Description['options'] {
  const rest: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(options)) if (!TOLD.has(key)) rest[key] = options[key];
  return rest;
}
