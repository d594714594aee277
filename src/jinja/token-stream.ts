import { TemplateError } from './template-error.ts';
import type { Token } from './tokens.ts';

/** The tokens of a template, one after the other. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  get following(): Token {
    return this.#tokens[this.#at + 1] ?? END;
  }

  next(): Token {
    const token = this.current;
    this.#at += 1;
    return token;
  }

  /** Whether this operator comes next. */
  sees(operator: string): boolean {
    return this.current.kind === 'operator' && this.current.text === operator;
  }

  /** Whether this word comes next. */
  seesWord(...words: readonly string[]): boolean {
    return this.current.kind === 'name' && words.includes(this.current.text);
  }

  /** Goes on if this operator comes next. */
  eat(operator: string): boolean {
    const isNext = this.sees(operator);
    if (isNext) this.#at += 1;
    return isNext;
  }

  /** Goes on if this word comes next. */
  eatWord(word: string): boolean {
    const isNext = this.seesWord(word);
    if (isNext) this.#at += 1;
    return isNext;
  }

  /** Throws a `TemplateError` if something else comes next. */
  expect(operator: string): void {
    if (!this.eat(operator)) throw this.unexpected(`"${operator}"`);
  }

  /** Throws a `TemplateError` if no name comes next. */
  name(): string {
    if (this.current.kind !== 'name') throw this.unexpected('a name');
    return this.next().text;
  }

  /** Throws a `TemplateError` if something else comes next. */
  close(): void {
    if (this.current.kind !== 'close') throw this.unexpected('the end of the braces');
    this.#at += 1;
  }

  /** That something else was to come. */
  unexpected(wanted: string): TemplateError {
    const { kind, text } = this.current;
    const seen = kind === 'end' ? 'its end' : JSON.stringify(text.slice(0, 40));
    return new TemplateError(`The template has ${seen} where ${wanted} is expected.`);
  }
}

const END: Token = { kind: 'end', text: '' };
