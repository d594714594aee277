/**
 * The short names that publishers use, spelled out. Facts: the table in home-assistant.io/integrations/mqtt
 * ("Discovery messages and availability"), with the spellings that only the program knows, and those of its
 * earlier versions, which devices still send.
 */
import { SHORT_DEVICE, SHORT_ORIGIN } from './short-device.ts';
import { SHORT_OPTIONS } from './short-options.ts';
import { SHORT_TEMPLATES } from './short-templates.ts';
import { SHORT_TOPICS } from './short-topics.ts';
import { SHORT_WORDS } from './short-words.ts';

export type Table = ReadonlyMap<string, string>;

/** Of a component, of its availability, and of the whole message. */
export const OF_OPTIONS: Table = new Map(
  [SHORT_TOPICS, SHORT_TEMPLATES, SHORT_WORDS, SHORT_OPTIONS].flatMap((part) =>
    Object.entries(part),
  ),
);

export const OF_DEVICE: Table = new Map(Object.entries(SHORT_DEVICE));

export const OF_ORIGIN: Table = new Map(Object.entries(SHORT_ORIGIN));

/**
 * A copy, without a prototype, whose names are spelled out; `undefined` if `value` is no object. Where both are
 * given, the short name counts, as in Home Assistant.
 */
export function spelledOut(value: unknown, table: Table): Record<string, unknown> | undefined {
  if (!isRecord(value)) return undefined;
  const whole: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) {
    const full = table.get(key);
    if (full !== undefined) whole[full] = value[key];
    else if (!(key in whole)) whole[key] = value[key];
  }
  return whole;
}

/** Whether it is an object of JSON, and no list. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
