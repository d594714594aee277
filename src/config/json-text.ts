/**
 * Finds the first place where a text is no JSON, which `JSON.parse` of Node 20 does not always tell,
 * and the keys that `JSON.parse` would silently drop because they come twice.
 */
import { type Path, pathText } from './shape.ts';

export type JsonScan =
  | { readonly state: 'sound'; readonly drops: readonly Dropped[] }
  | { readonly state: 'broken'; readonly offset: number; readonly message: string };

/** A key that would not be seen. */
export interface Dropped {
  readonly path: string;
  readonly message: string;
}

const DEEPEST = 64;
const MOST_DROPS = 100;

export function scanJson(text: string): JsonScan {
  try {
    return { state: 'sound', drops: new Scanner(text).document() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { state: 'broken', offset: error.offset, message: error.message };
  }
}

/** Counted from 1, in UTF-16 units, as editors do. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

class Fault extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

class Scanner {
  readonly #text: string;
  readonly #drops: Dropped[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): readonly Dropped[] {
    this.#skipBlanks();
    this.#value([]);
    this.#skipBlanks();
    if (this.#at < this.#text.length)
      throw new Fault(this.#at, 'the configuration has ended before this');
    return this.#drops;
  }

  #value(path: Path): void {
    if (path.length > DEEPEST) throw new Fault(this.#at, `more than ${DEEPEST} levels deep`);
    const start = this.#text[this.#at];
    if (start === '{') this.#object(path);
    else if (start === '[') this.#list(path);
    else if (start === '"') this.#string();
    else this.#plain();
  }

  #object(path: Path): void {
    const opened = this.#at;
    const seen = new Map<string, number>();
    this.#entries('}', opened, () => {
      const keyAt = this.#at;
      if (this.#text[keyAt] !== '"') throw new Fault(keyAt, this.#strayIn('a key'));
      const key = this.#string();
      this.#skipBlanks();
      if (this.#text[this.#at] !== ':')
        throw new Fault(this.#at, 'a : is missing between the key and its value');
      this.#at++;
      this.#skipBlanks();
      this.#note(path, key, keyAt, seen);
      this.#value([...path, key]);
    });
  }

  #list(path: Path): void {
    let index = 0;
    this.#entries(']', this.#at, () => this.#value([...path, index++]));
  }

  /** From the bracket at `opened` to its partner `end`. */
  #entries(end: '}' | ']', opened: number, entry: () => void): void {
    this.#at++;
    this.#skipBlanks();
    if (this.#text[this.#at] === end) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#needMore(end, opened);
      entry();
      this.#skipBlanks();
      this.#needMore(end, opened);
      const next = this.#text[this.#at];
      if (next === end) {
        this.#at++;
        return;
      }
      if (next !== ',') throw new Fault(this.#at, this.#missing(end));
      const comma = this.#at++;
      this.#skipBlanks();
      if (this.#text[this.#at] === end)
        throw new Fault(comma, `the last entry before ${end} must have no comma after it`);
    }
  }

  #needMore(end: string, opened: number): void {
    if (this.#at < this.#text.length) return;
    const { line } = lineAndColumn(this.#text, opened);
    const start = this.#text[opened];
    throw new Fault(this.#at, `the file ends, but the ${start} of line ${line} has no ${end}`);
  }

  #missing(end: '}' | ']'): string {
    const next = this.#text[this.#at];
    if (next === '}' || next === ']') return `${next} closes nothing here; ${end} is missing`;
    if (next === ':') return 'a : belongs between a key and its value only';
    return 'a comma is missing before this';
  }

  #string(): string {
    const start = this.#at++;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '\n')
        throw new Fault(start, 'the " at this place has no partner on its line');
      if (character < ' ')
        throw new Fault(
          this.#at,
          'a tab or control character inside quotes is written \\t or \\u…',
        );
      this.#at++;
      if (character === '"') return JSON.parse(this.#text.slice(start, this.#at)) as string;
      if (character === '\\') this.#escape();
    }
  }

  #escape(): void {
    const known = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    known.lastIndex = this.#at - 1;
    if (!known.test(this.#text))
      throw new Fault(this.#at - 1, 'a \\ inside quotes must be written \\\\ to stand for itself');
    this.#at = known.lastIndex;
  }

  #plain(): void {
    const word = /[^\s,:[\]{}"]*/y;
    word.lastIndex = this.#at;
    const text = word.exec(this.#text)?.[0] ?? '';
    if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text))
      throw new Fault(this.#at, this.#strayIn('a value'));
    this.#at = word.lastIndex;
  }

  /** What is wrong with what stands where `wanted` should. */
  #strayIn(wanted: 'a key' | 'a value'): string {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    if (rest === '//' || rest === '/*' || rest[0] === '#') return 'JSON has no comments';
    if (/^['`‘’“”„«]/.test(rest)) return `${wanted} is put in straight double quotes: "…"`;
    if (rest[0] === ',' || (wanted === 'a value' && /^[}\]:]/.test(rest)))
      return `${wanted} is missing before this`;
    return wanted === 'a key'
      ? 'a key in double quotes must stand here'
      : 'a value must stand here: a text in double quotes, a number, true, false, null, { or [';
  }

  #skipBlanks(): void {
    const blanks = /[ \t\r\n]*/y;
    blanks.lastIndex = this.#at;
    blanks.exec(this.#text);
    this.#at = blanks.lastIndex;
    const next = this.#text.slice(this.#at, this.#at + 2);
    if (next === '//' || next === '/*') throw new Fault(this.#at, 'JSON has no comments');
    if (/^[\s\u200b-\u200f\ufeff]/.test(next)) {
      const code = next.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      throw new Fault(this.#at, `an invisible character (U+${code}) that is no blank of JSON`);
    }
  }

  #note(path: Path, key: string, keyAt: number, seen: Map<string, number>): void {
    const firstAt = seen.get(key);
    seen.set(key, keyAt);
    if (this.#drops.length >= MOST_DROPS) return;
    const drop = (message: string) => this.#drops.push({ path: pathText([...path, key]), message });
    const lineOf = (offset: number) => lineAndColumn(this.#text, offset).line;
    if (firstAt !== undefined)
      drop(`stands twice, in lines ${lineOf(firstAt)} and ${lineOf(keyAt)}: only one may stay`);
    if (key === '__proto__') drop('cannot be a key');
  }
}
