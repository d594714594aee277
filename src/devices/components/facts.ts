/** Facts: what a device says, read by its publisher's template, or as it is. */
import { type Template, TemplateError } from '../../jinja/template.ts';
import { fromPlain, type JinjaValue } from '../../jinja/value.ts';
import type { Becoming, CommandMessage, Fact, Identity, Value } from '../entity.ts';
import type { Heard } from '../heard.ts';

export interface FactWanted {
  readonly aspect: string;
  /** The option with the topic. */
  readonly topicKey: string;
  /** The option with the template; without one, the text of the message is taken as it is. */
  readonly templateKey?: string;
  /**
   * What the text says; never of an empty one. What it does not know is nothing, but `None` is that the device
   * does not know.
   */
  readonly parse: Parse;
  /** More variables of the template, always the same. */
  readonly variables?: Readonly<Record<string, JinjaValue>>;
  readonly unit?: string;
  readonly expiresAfterS?: number;
  readonly becomes?: Becoming;
  /** The property by which zigbee2mqtt is asked; if not given, the one that the template reads. */
  readonly property?: string;
}

/** `null`: the device does not know; `undefined`: this says nothing. */
export type Parse = (text: string, heard: Heard) => Value | null | undefined;

/** How Home Assistant writes that something is not known. */
const NOT_KNOWN = 'None';

/** The text itself, up to `maxLength` characters, without control characters. */
export const asText =
  (maxLength = 255): Parse =>
  (text) =>
    text === NOT_KNOWN ? null : cleaned(text, maxLength);

/** Without control characters, and not longer than `maxLength`. */
export const cleaned = (text: string, maxLength: number): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, maxLength)
    .toWellFormed();

/** One of some words, as they are. */
export function asOneOf(words: readonly string[]): Parse {
  const known = new Set(words);
  return (text) => (known.has(text) ? text : undefined);
}

/** The word for each text that a device sends; the first of those with the same text counts. */
export function asWord(
  words: readonly (readonly [text: string | undefined, word: string])[],
): Parse {
  const byText = new Map<string, string>();
  for (const [text, word] of words) {
    if (text !== undefined && !byText.has(text)) byText.set(text, word);
  }
  return (text) => byText.get(text);
}

/** A number; `of` puts the device's into ours, `undefined` if it means nothing. */
export const asNumber =
  (of: (number: number) => number | null | undefined = (number) => number): Parse =>
  (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(number) ? of(number) : undefined;
  };

/** `parse`, but `reset` says that the device does not know. */
export const orReset =
  (reset: string | undefined, parse: Parse): Parse =>
  (text, heard) =>
    text === reset ? null : parse(text, heard);

/** `parse`, but what it does not know and is called "none" says that the device does not know. */
export const orNone =
  (parse: Parse): Parse =>
  (text, heard) =>
    parse(text, heard) ?? (text.toLowerCase() === 'none' ? null : undefined);

export function factOf({
  wanted,
  filter,
  template,
  source,
  identity,
  ask: known,
}: {
  readonly wanted: FactWanted;
  readonly filter: string;
  readonly template: Template | undefined;
  readonly source: string | undefined;
  readonly identity: Identity;
  /** Of the publisher, if it told. */
  readonly ask: CommandMessage | undefined;
}): Fact {
  const { aspect, unit, expiresAfterS, becomes, parse } = wanted;
  const ask = known ?? asking(identity, filter, wanted.property ?? propertyOf(source));
  const always = {
    ...wanted.variables,
    entity_id: fromPlain(identity.id),
    name: fromPlain(identity.name),
  };
  const text = template === undefined ? (heard: Heard) => heard.text : reading(template, always);
  return {
    aspect,
    filter,
    ...(unit === undefined ? {} : { unit }),
    ...(ask === undefined ? {} : { ask }),
    ...(expiresAfterS === undefined ? {} : { expiresAfterS }),
    ...(becomes === undefined ? {} : { becomes }),
    read(heard) {
      const said = text(heard);
      if (said === undefined || said === '') return undefined;
      const value = parse(said, heard);
      return value === undefined && said === NOT_KNOWN ? null : value;
    },
  };
}

/** What `template` makes of a message, without white space around it, as Home Assistant reads it. */
function reading(
  template: Template,
  always: Readonly<Record<string, JinjaValue>>,
): (heard: Heard) => string | undefined {
  return ({ text, json }) => {
    const value = fromPlain(text);
    const variables =
      json === undefined ? { ...always, value } : { ...always, value, value_json: json };
    try {
      return template.render(variables).trim();
    } catch (error) {
      if (error instanceof TemplateError) return undefined;
      throw error;
    }
  };
}

const PROPERTY = /\bvalue_json(?:\.(\w{1,100})|\[\s*(?:"([^"\\]{1,100})"|'([^'\\]{1,100})')\s*\])/;
// The program's own topics, as `zigbee2mqtt/bridge/info`, belong to no device.
const OF_BRIDGE = /(?:^|\/)bridge\/[^/]+$/;

/** The first property of the message that a template reads. */
function propertyOf(source: string | undefined): string | undefined {
  const found = source === undefined ? null : PROPERTY.exec(source);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages: `zigbee2mqtt/FRIENDLY_NAME/get`. */
function asking(
  identity: Identity,
  topic: string,
  property: string | undefined,
): CommandMessage | undefined {
  if (property === undefined || !isZigbee2mqtt(identity)) return undefined;
  if (OF_BRIDGE.test(topic) || /[+#]/.test(topic)) return undefined;
  return { topic: `${topic}/get`, payload: JSON.stringify({ [property]: '' }), qos: 1 };
}

/** Whether it is published by zigbee2mqtt, whose habits are known. */
export const isZigbee2mqtt = ({ origin }: Identity): boolean =>
  origin?.toLowerCase() === 'zigbee2mqtt';
