import { stripped } from './characters.ts';
import { unescaped } from './literals.ts';
import { boundedInt } from './numbers.ts';
import { TemplateError } from './template-error.ts';
import type { Token } from './tokens.ts';

/** Takes a template apart as Jinja2 does with its default settings. Throws a `TemplateError`. */
export function tokenize(source: string): readonly Token[] {
  return new Lexer(source).all();
}

class Lexer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  /** Brackets that are open in an expression; `}}` within them does not close it. */
  #brackets: string[] = [];

  constructor(source: string) {
    // A line break at the very end does not count.
    this.#source = source.replace(/\r\n|\r/g, '\n').replace(/\n$/, '');
  }

  all(): readonly Token[] {
    while (this.#at < this.#source.length) {
      BEGIN.lastIndex = this.#at;
      const begin = BEGIN.exec(this.#source);
      if (!begin) {
        this.#data(this.#source.length, '');
        break;
      }
      const [all, open = '', sign = ''] = begin;
      this.#data(begin.index, sign);
      this.#at = begin.index + all.length;
      if (open === '{#') this.#comment();
      else if (open === '{{') this.#inside('{{', VARIABLE_END, '}}');
      else if (!this.#raw()) this.#inside('{%', BLOCK_END, '%}');
    }
    this.#tokens.push({ kind: 'end', text: '' });
    return this.#tokens;
  }

  #data(end: number, sign: string): void {
    const text = this.#source.slice(this.#at, end);
    const kept = sign === '-' ? stripped(text, 'right') : text;
    if (kept !== '') this.#tokens.push({ kind: 'data', text: kept });
    this.#at = end;
  }

  #comment(): void {
    const end = this.#find(COMMENT_END);
    if (!end) throw new TemplateError('A comment in the template is not closed.');
    this.#leave(end);
  }

  /** What stands between `raw` and `endraw` goes out as it is. */
  #raw(): boolean {
    const open = this.#find(RAW_BEGIN);
    if (!open) return false;
    this.#leave(open);
    const end = this.#find(RAW_END);
    if (!end) throw new TemplateError('The tag "raw" is not closed.');
    this.#data(end.index, end[1] ?? '');
    this.#leave(end);
    return true;
  }

  #inside(open: '{{' | '{%', end: RegExp, close: '}}' | '%}'): void {
    this.#tokens.push({ kind: 'open', text: open });
    this.#brackets = [];
    while (true) {
      this.#take(SPACE);
      const ended = this.#brackets.length === 0 ? this.#find(end) : undefined;
      if (ended) {
        this.#tokens.push({ kind: 'close', text: close });
        this.#leave(ended);
        return;
      }
      if (this.#at >= this.#source.length) throw new TemplateError(`A "${open}" is not closed.`);
      this.#tokens.push(this.#token());
    }
  }

  #token(): Token {
    const float = this.#take(FLOAT);
    if (float !== undefined) {
      return { kind: 'float', text: float, value: Number(float.replaceAll('_', '')) };
    }
    const int = this.#take(INT);
    if (int !== undefined) {
      if (int.length > MAX_DIGITS) throw new TemplateError('A number is too large.');
      const value = BigInt(int.replaceAll('_', '').toLowerCase());
      return { kind: 'int', text: int, value: boundedInt(value) };
    }
    const name = this.#take(NAME);
    if (name !== undefined) return { kind: 'name', text: name };
    const string = this.#take(STRING);
    if (string !== undefined) return { kind: 'string', text: unescaped(string.slice(1, -1)) };
    return { kind: 'operator', text: this.#operator() };
  }

  #operator(): string {
    const operator = this.#take(OPERATOR);
    if (operator === undefined) {
      const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
      throw new TemplateError(`The template has a ${JSON.stringify(character)} where none can be.`);
    }
    const partner = BRACKETS.get(operator);
    if (partner !== undefined) this.#brackets.push(partner);
    if (')]}'.includes(operator) && this.#brackets.pop() !== operator) {
      throw new TemplateError(`The template has a "${operator}" that closes nothing.`);
    }
    return operator;
  }

  /** What stands just here. */
  #find(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source) ?? undefined;
  }

  #take(pattern: RegExp): string | undefined {
    const found = this.#find(pattern)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  /** Goes behind the end of a tag, and behind the white space that its sign takes away. */
  #leave(end: RegExpExecArray): void {
    this.#at = end.index + end[0].length;
    if (/-[%}#]\}$/.test(end[0])) this.#take(SPACE);
  }
}

const BEGIN = /(\{\{|\{%|\{#)([-+]?)/g;
const COMMENT_END = /[-+]?#\}/g;
const VARIABLE_END = /-?\}\}/y;
const BLOCK_END = /[-+]?%\}/y;
const RAW_BEGIN = /\s*raw\s*-?%\}/y;
const RAW_END = /\{%([-+]?)\s*endraw\s*[-+]?%\}/g;
const SPACE = /[\s\p{Cc}]+/uy;
const FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const INT = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const NAME = /[\p{ID_Start}_]\p{ID_Continue}*/uy;
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;
const OPERATOR = /\/\/|\*\*|[=!<>]=|[-+/*%~[\](){}=<>.:|,;]/y;
const MAX_DIGITS = 1200;
const BRACKETS = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
