/** Values as JSON, in the two forms of Home Assistant: orjson's (`to_json`) and Python's own (`tojson`). */
import { floatJson, floatText } from './decimals.ts';
import { Dict } from './dict.ts';
import { Float, isList, type JinjaValue, Tuple } from './kinds.ts';
import { boundedText, checkDepth, checkLength } from './limits.ts';
import { textOf } from './print.ts';
import { TemplateError } from './template-error.ts';

export interface JsonStyle {
  /** `orjson` has no space between, and writes floats its own way. */
  readonly by: 'orjson' | 'python';
  readonly sortKeys: boolean;
  /** Everything else escaped. */
  readonly ascii: boolean;
  /** Spaces for each level, on lines of their own. */
  readonly indent: number | undefined;
}

/** Throws a `TemplateError` for what JSON does not have, or if it is too long. */
export function jsonText(value: JinjaValue, style: JsonStyle): string {
  return written(value, style, 0);
}

function written(value: JinjaValue, style: JsonStyle, depth: number): string {
  checkDepth(depth);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return quoted(value, style);
  if (value instanceof Float) return floatWritten(value.value, style);
  if (isList(value))
    return collected('[]', value, style, depth, (each) => written(each, style, depth + 1));
  if (value instanceof Tuple) return written(value.items, style, depth);
  if (value instanceof Dict) {
    const colon = style.by === 'python' || style.indent !== undefined ? ': ' : ':';
    const entries = named(value, style);
    return collected('{}', entries, style, depth, ([key, each]) => {
      return quoted(key, style) + colon + written(each, style, depth + 1);
    });
  }
  throw new TemplateError('The template writes something as JSON that JSON does not have.');
}

function collected<T>(
  brackets: '[]' | '{}',
  items: readonly T[],
  style: JsonStyle,
  depth: number,
  write: (item: T) => string,
): string {
  if (items.length === 0) return brackets;
  let length = 0;
  const texts: string[] = [];
  for (const item of items) {
    const text = write(item);
    length += text.length + 1;
    // Checked as it grows: an item may stand in a list many times.
    checkLength(length);
    texts.push(text);
  }
  const [open, close] = brackets;
  if (style.indent === undefined) {
    return boundedText(open + texts.join(style.by === 'python' ? ', ' : ',') + close);
  }
  const line = `\n${' '.repeat(style.indent * (depth + 1))}`;
  const end = `\n${' '.repeat(style.indent * depth)}`;
  checkLength(length + line.length * texts.length);
  return boundedText(open + line + texts.join(`,${line}`) + end + close);
}

function named(dict: Dict, style: JsonStyle): [string, JinjaValue][] {
  const entries = dict.entries();
  if (style.sortKeys && style.by === 'python') checkOneKind(entries.map(([key]) => key));
  const texts = entries.map(([key, value]): [string, JinjaValue] => [keyText(key, style), value]);
  if (style.sortKeys) texts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return texts;
}

/** Python cannot sort keys of several kinds. */
function checkOneKind(keys: readonly JinjaValue[]): void {
  const kinds = new Set(
    keys.map((key) => (typeof key === 'string' ? 'text' : key === null ? 'none' : 'number')),
  );
  if (kinds.size > 1) throw new TemplateError('Keys of different kinds cannot be sorted.');
}

function keyText(key: JinjaValue, style: JsonStyle): string {
  if (typeof key === 'string') return key;
  if (key === null || typeof key === 'boolean') return String(key);
  if (typeof key === 'bigint') return textOf(key);
  if (key instanceof Float) return floatWritten(key.value, style);
  throw new TemplateError('JSON has no such keys.');
}

function floatWritten(value: number, { by }: JsonStyle): string {
  if (by === 'orjson') return floatJson(value);
  if (Number.isFinite(value)) return floatText(value);
  return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity';
}

function quoted(text: string, { ascii }: JsonStyle): string {
  const json = JSON.stringify(text);
  if (!ascii) return json;
  return json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
