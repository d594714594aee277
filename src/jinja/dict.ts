import { Float, isList, type JinjaValue, Moment, Span, Tuple, Undefined } from './kinds.ts';
import { checkDepth, checkLength } from './limits.ts';
import { TemplateError } from './template-error.ts';

/**
 * What keys are compared by. Numbers and booleans that are equal are one key, as in Python; everything that
 * JavaScript has no equal value for becomes a text that begins with NUL, and so do texts that begin so already.
 */
type Hash = string | bigint | number | null;

/** A Python dict: any value that can be hashed is a key, in the order in which they came. */
export class Dict {
  readonly #values = new Map<Hash, JinjaValue>();
  /** Keys that cannot be told from their hash. */
  #keys: Map<Hash, JinjaValue> | undefined;

  static of(entries: Iterable<readonly [JinjaValue, JinjaValue]>): Dict {
    const dict = new Dict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }

  get size(): number {
    return this.#values.size;
  }

  /** Throws a `TemplateError` if there cannot be such a key. */
  set(key: JinjaValue, value: JinjaValue): void {
    const hash = hashOf(key);
    if (hash !== key && !this.#values.has(hash)) {
      this.#keys ??= new Map();
      this.#keys.set(hash, key);
    }
    this.#values.set(hash, value);
  }

  /** Throws a `TemplateError` if there cannot be such a key. */
  get(key: JinjaValue): JinjaValue | undefined {
    return this.#values.get(hashOf(key));
  }

  /** Throws a `TemplateError` if there cannot be such a key. */
  has(key: JinjaValue): boolean {
    return this.#values.has(hashOf(key));
  }

  keys(): JinjaValue[] {
    return Array.from(this.#values.keys(), (hash) => this.#keyOf(hash));
  }

  values(): JinjaValue[] {
    return [...this.#values.values()];
  }

  entries(): [JinjaValue, JinjaValue][] {
    return Array.from(this.#values, ([hash, value]) => [this.#keyOf(hash), value]);
  }

  #keyOf(hash: Hash): JinjaValue {
    const key = this.#keys?.get(hash);
    if (key !== undefined) return key;
    return typeof hash === 'number' ? new Float(hash) : hash;
  }
}

/** Throws a `TemplateError` if there cannot be such a key. */
export function checkKey(key: JinjaValue): void {
  hashOf(key);
}

function hashOf(key: JinjaValue, depth = 0): Hash {
  if (typeof key === 'string') return key.charCodeAt(0) === 0 ? `\0s${key}` : key;
  if (key === null || typeof key === 'bigint') return key;
  if (typeof key === 'boolean') return key ? 1n : 0n;
  if (key instanceof Float) return Number.isInteger(key.value) ? BigInt(key.value) : key.value;
  if (key instanceof Tuple) return tupleHash(key, depth);
  if (key instanceof Moment) return `\0m${key.micros},${key.offsetMinutes === undefined}`;
  if (key instanceof Span) return `\0d${key.micros}`;
  if (key instanceof Undefined) return '\0u';
  const what = isList(key) ? 'a list' : key instanceof Dict ? 'a dict' : 'this';
  throw new TemplateError(`A dict cannot have ${what} as a key.`);
}

/** Each part is told with its length, so that no two tuples look alike. */
function tupleHash(tuple: Tuple, depth: number): string {
  checkDepth(depth);
  let hash = '\0t';
  for (const item of tuple.items) {
    const part = hashOf(item, depth + 1);
    const text = `${typeof part}:${String(part)}`;
    hash += `${text.length}:${text}`;
    checkLength(hash.length);
  }
  return hash;
}
