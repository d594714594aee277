/** Messages that are JSON objects, property by property. */
import { Dict } from '../../jinja/dict.ts';
import { type JinjaValue, parseJson, toPlain } from '../../jinja/value.ts';
import type { Heard } from '../heard.ts';

/** `text` as JSON, where it is what was heard or what a template made of that; `undefined` if it is none. */
export const jsonOf = (text: string, heard: Heard): JinjaValue | undefined =>
  text === heard.text ? heard.json : parseJson(text);

/** A property of an object as plain data; `undefined` if there is none, or no object. */
export function property(json: JinjaValue | undefined, name: string): unknown {
  const value = json instanceof Dict ? json.get(name) : undefined;
  return value === undefined ? undefined : toPlain(value);
}

/** Whether `json` is an object. */
export const isObject = (json: JinjaValue | undefined): boolean => json instanceof Dict;

/** A finite number, be it written as a text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
