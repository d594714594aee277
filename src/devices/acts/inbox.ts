/**
 * Where messages lead. Publishers take the commands to one device on several topics, and several commands in one
 * message: zigbee2mqtt (`lock/set`, `lock/set/state`, `0x00…/set`), Tasmota (`POWER`, `Power1`, `Backlog`), Shelly
 * (`rpc`).
 */
import type { CommandMessage } from '../entity.ts';

type Message = Pick<CommandMessage, 'topic' | 'payload'>;

export interface Reached {
  /** The same for all topics of one device. */
  readonly inbox: string;
  /** What of it is commanded, and to what, where that is a plain value; `any`: all of it may be. */
  readonly parts: ReadonlyMap<string, string | undefined> | 'any';
}

/** All Tasmota devices listen there: the usual group topic. What is called by its address is any of them as well. */
export const ALL_TASMOTAS = 'cmnd of all';

/** `address`: by which zigbee2mqtt takes commands to the same device, besides its name. */
export function reachedBy(message: Message, address?: string): readonly Reached[] {
  const { topic, payload } = message;
  return [
    { inbox: `topic ${topic}`, parts: new Map([['', payload]]) },
    ...ofZigbee(message, address),
    ...ofTasmota(message),
    ...ofShelly(message),
  ];
}

/** `same`: both say just the same · `touches`: they command the same, or may · `apart`: they do not. */
export function compared(one: readonly Reached[], other: readonly Reached[]) {
  let touches = false;
  for (const { inbox, parts } of one)
    for (const that of other) {
      if (that.inbox !== inbox) continue;
      if (areSame(parts, that.parts)) return 'same';
      touches ||= areTouching(parts, that.parts);
    }
  return touches ? 'touches' : 'apart';
}

type Parts = Reached['parts'];

function areSame(one: Parts, other: Parts): boolean {
  if (one === 'any' || other === 'any' || one.size !== other.size) return false;
  return [...one].every(([part, value]) => value !== undefined && other.get(part) === value);
}

function areTouching(one: Parts, other: Parts): boolean {
  if (one === 'any' || other === 'any') return true;
  return [...one.keys()].some((part) => [...other.keys()].some((that) => isOneOf(part, that)));
}

/** `state_left` is one of `state`. */
const isOneOf = (one: string, other: string): boolean =>
  one === other ||
  one.startsWith(`${other}_`) ||
  other.startsWith(`${one}_`) ||
  (shutterOf(one) ?? 0) === (shutterOfRelay(other) ?? -1) ||
  (shutterOf(other) ?? 0) === (shutterOfRelay(one) ?? -1) ||
  (shutterOf(one) ?? 0) === (shutterOf(other) ?? -1);

function shutterOf(part: string): number | undefined {
  const number = /^shutter[a-z]*?(\d*)$/.exec(part)?.[1];
  return number === undefined ? undefined : Number(number || 1);
}

/** Relays 3 and 4 are those of the second shutter. */
function shutterOfRelay(part: string): number | undefined {
  const number = /^power(\d+)$/.exec(part)?.[1];
  return number === undefined ? undefined : Math.ceil(Number(number) / 2);
}

const ADDRESS = /0x[0-9a-f]{16}/i;

/** As zigbee2mqtt identifies its devices. */
export const addressIn = (...texts: readonly (string | undefined)[]): string | undefined =>
  ADDRESS.exec(texts.join(' '))?.[0].toLowerCase();

/** As zigbee2mqtt calls the parts of devices that have several. */
const ENDPOINT =
  /^(?:\d{1,3}|[a-z]{1,8}_?\d{1,2}|(?:top|bottom|center)(?:_(?:left|right))?|left|right|middle|up|down|main|relay|switch|rgbw?|cct|white|default|system)$/;

/** What of a message to zigbee2mqtt may do anything: scenes, and commands of the radio itself. */
const ANYTHING = /^(?:scene.*|command|commands|zcl.*|write|raw|tuya.*|datapoints?|dp)$/i;

function ofZigbee({ topic, payload }: Message, address: string | undefined): Reached[] {
  const found = /^(.+?)\/set(?:\/(.+))?$/.exec(topic);
  const [, root, part] = found ?? [];
  if (root === undefined) return [];
  const parts = part === undefined ? partsIn(payload) : partsOf([[part, payload]]);
  const names = [...new Set([root, address])].filter((name) => name !== undefined);
  return names.flatMap((name) => {
    const above = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    const endpoint = name.slice(above.length + 1);
    const whole = { inbox: inboxOf(name), parts };
    if (above === '' || !ENDPOINT.test(endpoint)) return [whole];
    const suffixed =
      parts === 'any' ? parts : new Map([...parts].map(([one, is]) => [`${one}_${endpoint}`, is]));
    return [whole, { inbox: inboxOf(above), parts: suffixed }];
  });
}

const inboxOf = (name: string): string => `set ${addressIn(name.split('/').at(-1)) ?? name}`;

function partsIn(payload: string): Parts {
  if (!/^\s*\{/.test(payload)) return new Map([['state', payload]]);
  try {
    const value: unknown = JSON.parse(payload);
    return partsOf(Object.entries(Object(value)));
  } catch {
    return new Map([['state', payload]]);
  }
}

/** No device has as many, and each is compared with each. */
const MOST_PARTS = 50;

const partsOf = (entries: readonly (readonly [string, unknown])[]): Parts =>
  entries.length > MOST_PARTS || entries.some(([part]) => ANYTHING.test(part))
    ? 'any'
    : new Map(
        entries.map(([part, is]) => [
          part,
          typeof is === 'object' && is !== null ? undefined : String(is),
        ]),
      );

/** The commands of Tasmota that do one thing each, to one part of the device. */
const ONE_THING =
  /^(?:power[1-9]\d*|(?:dimmer|channel|color|ct|hsbcolor|white|scheme|speed|fade|fanspeed|shutter[a-z]*|led[a-z]*|display[a-z]*|ir[a-z]*|poweronstate|pulsetime)\d*)$/;

function ofTasmota({ topic, payload }: Message): Reached[] {
  const segments = topic.split('/');
  const command = (segments.pop() ?? '').toLowerCase();
  if (!segments.includes('cmnd')) return [];
  const name = command === 'power' ? 'power1' : command;
  const parts: Parts = ONE_THING.test(name) ? new Map([[name, payload]]) : 'any';
  const isGroup = segments.some((one) => one === 'tasmotas' || /^DVES_[0-9A-F]+_fb$/.test(one));
  return [{ inbox: isGroup ? ALL_TASMOTAS : `cmnd ${segments.join('/')}`, parts }];
}

function ofShelly({ topic, payload }: Message): Reached[] {
  const [, root, part] = /^(.+)\/(?:rpc|command\/([a-z]+:\d+))$/.exec(topic) ?? [];
  if (root === undefined) return [];
  return [{ inbox: `rpc ${root}`, parts: part === undefined ? 'any' : new Map([[part, payload]]) }];
}
