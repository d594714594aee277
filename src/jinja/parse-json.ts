import { Dict } from './dict.ts';
import { Float, type JinjaValue } from './kinds.ts';

/** Longer or deeper texts are not read; what devices send is far from both. */
const MAX_LENGTH = 1024 * 1024;
const MAX_DEPTH = 100;

/**
 * Reads JSON (RFC 8259) as Home Assistant does: `1` is an int and `1.0` a float, an int beyond 64 bits is a
 * float, keys keep their order, and of two equal keys the last counts. `undefined` if it is no JSON, or longer
 * than 1 Mi characters, or nested deeper than 100. Never throws.
 */
export function parseJson(text: string): JinjaValue | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const reader = new Reader(text);
  const value = reader.value(0);
  return value !== undefined && reader.atEnd() ? value : undefined;
}

/** Every method gives `undefined` where the text is no JSON. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#skipSpace();
    return this.#at === this.#text.length;
  }

  value(depth: number): JinjaValue | undefined {
    if (depth > MAX_DEPTH) return undefined;
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#dict(depth);
      case '[':
        return this.#list(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #dict(depth: number): Dict | undefined {
    this.#at += 1;
    const dict = new Dict();
    if (this.#eat('}')) return dict;
    do {
      this.#skipSpace();
      const key = this.#text[this.#at] === '"' ? this.#string() : undefined;
      if (key === undefined || !this.#eat(':')) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      dict.set(key, value);
    } while (this.#eat(','));
    return this.#eat('}') ? dict : undefined;
  }

  #list(depth: number): readonly JinjaValue[] | undefined {
    this.#at += 1;
    const list: JinjaValue[] = [];
    if (this.#eat(']')) return list;
    do {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      list.push(value);
    } while (this.#eat(','));
    return this.#eat(']') ? list : undefined;
  }

  #string(): string | undefined {
    const start = this.#at;
    let escaped = false;
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return escaped
          ? unescaped(this.#text.slice(start, at + 1))
          : this.#text.slice(start + 1, at);
      }
      if (code < SPACE) return undefined;
      if (code === BACKSLASH) {
        escaped = true;
        at += 1;
      }
    }
    return undefined;
  }

  #number(): bigint | Float | undefined {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text);
    if (!found) return undefined;
    this.#at = NUMBER.lastIndex;
    const [digits, fraction, exponent] = found;
    const number = Number(digits);
    if (fraction !== undefined || exponent !== undefined) {
      return Number.isFinite(number) ? new Float(number) : undefined;
    }
    if (Number.isSafeInteger(number)) return BigInt(number);
    if (digits.length > MAX_INT_DIGITS) {
      return Number.isFinite(number) ? new Float(number) : undefined;
    }
    const int = BigInt(digits);
    return int >= -(2n ** 63n) && int < 2n ** 64n ? int : new Float(number);
  }

  #word<T>(word: string, value: T): T | undefined {
    if (!this.#text.startsWith(word, this.#at)) return undefined;
    this.#at += word.length;
    return value;
  }

  #eat(char: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    while (true) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
/** As many as 64 bits and a sign can have. */
const MAX_INT_DIGITS = 20;

/** `literal` is checked by the platform's own reader: it has no quote inside, and no control characters. */
function unescaped(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === 'string' && text.isWellFormed() ? text : undefined;
  } catch {
    return undefined;
  }
}
