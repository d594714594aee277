/** From whatever a part of the daemon hands to the log to plain, bounded JSON. */
import type { Fields } from './log.ts';
import { looksSecret } from './secret-words.ts';

const DEEPEST = 4;
const MOST_ENTRIES = 50;
const MOST_OF_A_KEY = 32;
const LONGEST_TEXT = 1_000;
const LONGEST_STACK = 4_000;
const LONGEST_SECRET = 8_192;
/**
 * Of all fields of a line. The journal cuts lines of 48 KiB in two (LineMax= of journald.conf(5)); there is the message
 * besides, and `[secret]` may be twice as long as what it stands for.
 */
const MOST_BYTES = 20_000;

/** Takes the secrets out of a text. */
export type Clean = (text: string) => string;

/** Nothing in it throws when it is written, is a sound, a secret by its name, or without end. */
export const loggable = (fields: Fields, clean: Clean): Record<string, unknown> =>
  fitting(new Plain(clean).record(fields, 0));

/** As many fields as there is room for; of the others it is told how long they are. */
function fitting(record: Record<string, unknown>): Record<string, unknown> {
  let bytes = 0;
  const entries: (readonly [string, unknown])[] = [];
  for (const [key, value] of Object.entries(record)) {
    const needed = Buffer.byteLength(`${JSON.stringify(key)}:${JSON.stringify(value)},`);
    const fits = bytes + needed <= MOST_BYTES;
    const entry = fits
      ? ([key, value] as const)
      : ([key.slice(0, MOST_OF_A_KEY), `[${needed} bytes]`] as const);
    bytes += fits ? needed : Buffer.byteLength(JSON.stringify(entry));
    entries.push(entry);
  }
  return Object.fromEntries(entries);
}

/** `text`, cut when it is very long; cleaned before, so that no half of a secret is left. */
export function shortened(text: string, clean: Clean, longest = LONGEST_TEXT): string {
  if (text.length <= longest) return text;
  const start = clean(text.slice(0, longest + LONGEST_SECRET)).slice(0, longest);
  return `${start}… (${text.length} characters)`;
}

class Plain {
  readonly #clean: Clean;

  constructor(clean: Clean) {
    this.#clean = clean;
  }

  record(value: object, depth: number): Record<string, unknown> {
    const keys = Object.keys(value);
    const entries: (readonly [string, unknown])[] = keys
      .slice(0, MOST_ENTRIES)
      .map((key) => [this.#text(key), this.#property(value, key, depth)]);
    if (keys.length > MOST_ENTRIES) entries.push(['…', `${keys.length} in all`]);
    return Object.fromEntries(entries);
  }

  #property(value: object, key: string, depth: number): unknown {
    try {
      const inner: unknown = (value as Record<string, unknown>)[key];
      return typeof inner === 'string' && looksSecret(key)
        ? '[secret]'
        : this.#any(inner, depth + 1);
    } catch {
      return '[unreadable]';
    }
  }

  #any(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
      case 'undefined':
        return value;
      case 'bigint':
      case 'symbol':
        return String(value);
      case 'function':
        return '[function]';
      case 'object':
        return value === null ? null : this.#object(value, depth);
    }
  }

  #object(value: object, depth: number): unknown {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
      return `[${value.byteLength} bytes]`;
    if (value instanceof Date || value instanceof URL) return this.#text(String(value));
    if (depth >= DEEPEST) return '[…]';
    if (value instanceof Error) return this.#error(value, depth);
    if (value instanceof Map) return this.record(Object.fromEntries(value), depth);
    if (Array.isArray(value) || value instanceof Set) return this.#list([...value], depth);
    return this.record(value, depth);
  }

  #list(values: readonly unknown[], depth: number): unknown[] {
    const shown = values.slice(0, MOST_ENTRIES).map((value) => this.#any(value, depth + 1));
    return values.length > MOST_ENTRIES ? [...shown, `… ${values.length} in all`] : shown;
  }

  #error(error: Error, depth: number): Record<string, unknown> {
    return {
      name: this.#text(String(error.name)),
      message: this.#text(String(error.message)),
      ...('code' in error ? { code: this.#any(error.code, depth + 1) } : {}),
      ...(error.cause === undefined ? {} : { cause: this.#any(error.cause, depth + 1) }),
      stack: shortened(String(error.stack), this.#clean, LONGEST_STACK),
    };
  }

  #text(text: string): string {
    return shortened(text, this.#clean);
  }
}
