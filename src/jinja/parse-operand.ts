import { Float } from './kinds.ts';
import type { Expression, Values } from './nodes.ts';
import { TemplateError } from './template-error.ts';
import type { TokenStream } from './token-stream.ts';
import type { Tree } from './tree.ts';
import { checkCall } from './vocabulary.ts';

/**
 * Reads what operators join: values, and the dots, brackets, calls, filters and tests behind them. Every method
 * throws a `TemplateError` for what is none.
 */
export class OperandParser {
  readonly #tokens: TokenStream;
  readonly #tree: Tree;
  readonly #expression: () => Expression;
  readonly #tuple: () => Expression;
  readonly #called = new Set<string>();

  constructor({
    tokens,
    tree,
    expression,
    tuple,
  }: {
    tokens: TokenStream;
    tree: Tree;
    /** Read whole expressions, as they stand in brackets. */
    expression: () => Expression;
    tuple: () => Expression;
  }) {
    this.#tokens = tokens;
    this.#tree = tree;
    this.#expression = expression;
    this.#tuple = tuple;
  }

  /** The names that are called as functions. */
  get called(): ReadonlySet<string> {
    return this.#called;
  }

  /** A name, a literal, or something in brackets. */
  plain(): Expression {
    const token = this.#tokens.current;
    switch (token.kind) {
      case 'name':
        this.#tokens.next();
        return this.#tree.named(token.text);
      case 'string': {
        let text = '';
        while (this.#tokens.current.kind === 'string') text += this.#tokens.next().text;
        return this.#tree.constant(text);
      }
      case 'int':
        this.#tokens.next();
        return this.#tree.constant(token.value);
      case 'float':
        this.#tokens.next();
        return this.#tree.constant(new Float(token.value));
      default:
        return this.#bracketed();
    }
  }

  #bracketed(): Expression {
    if (this.#tokens.eat('(')) {
      const inside = this.#tokens.sees(')') ? this.#tree.tuple([]) : this.#tuple();
      this.#tokens.expect(')');
      return inside;
    }
    if (this.#tokens.eat('[')) {
      return this.#tree.list(this.#separated(']', () => this.#expression()));
    }
    if (!this.#tokens.eat('{')) throw this.#tokens.unexpected('a value');
    return this.#tree.dict(
      this.#separated('}', (): readonly [Expression, Expression] => {
        const key = this.#expression();
        this.#tokens.expect(':');
        return [key, this.#expression()];
      }),
    );
  }

  #separated<T>(end: string, part: () => T): T[] {
    const parts: T[] = [];
    while (!this.#tokens.sees(end)) {
      if (parts.length > 0) this.#tokens.expect(',');
      if (this.#tokens.sees(end)) break;
      parts.push(part());
    }
    this.#tokens.expect(end);
    return parts;
  }

  /** With the dots, brackets and calls behind it. */
  reached(start: Expression): Expression {
    let of = start;
    while (true) {
      if (this.#tokens.eat('.')) of = this.#member(of);
      else if (this.#tokens.eat('[')) of = this.#subscript(of);
      else if (this.#tokens.sees('(')) of = this.#call(of);
      else return of;
    }
  }

  #member(of: Expression): Expression {
    const token = this.#tokens.next();
    if (token.kind === 'name') return this.#tree.attribute(of, token.text);
    if (token.kind === 'int') return this.#tree.item(of, this.#tree.constant(token.value));
    throw new TemplateError('The template has a dot without a name behind it.');
  }

  #subscript(of: Expression): Expression {
    const bounds: Expression[] = [];
    let isSlice = false;
    for (let place = 0; place < 3 && !this.#tokens.sees(']'); place += 1) {
      bounds[place] = this.#tokens.sees(':') ? this.#tree.constant(null) : this.#tuple();
      if (!this.#tokens.eat(':')) break;
      isSlice = true;
    }
    this.#tokens.expect(']');
    const [first] = bounds;
    if (!first) throw new TemplateError('The template has empty brackets behind a value.');
    if (!isSlice) return this.#tree.item(of, first);
    const none = this.#tree.constant(null);
    return this.#tree.slice(of, [first, bounds[1] ?? none, bounds[2] ?? none]);
  }

  #call(of: Expression): Expression {
    if (of.kind === 'name') this.#called.add(of.name);
    return this.#tree.call(of, this.#values());
  }

  /** With the filters behind it. */
  filtered(start: Expression): Expression {
    let of = start;
    while (this.#tokens.sees('|')) of = this.#filter(of);
    return of;
  }

  /** The filters of the tag `filter`, the first of which has no bar before it. */
  filteredAtOnce(start: Expression): Expression {
    return this.filtered(this.#named(start));
  }

  /** With the filters and tests behind it. */
  changed(start: Expression): Expression {
    let of = start;
    while (true) {
      if (this.#tokens.sees('|')) of = this.#filter(of);
      else if (this.#tokens.eatWord('is')) of = this.#test(of);
      else if (this.#tokens.sees('(')) of = this.#call(of);
      else return of;
    }
  }

  #filter(of: Expression): Expression {
    this.#tokens.expect('|');
    return this.#named(of);
  }

  #named(of: Expression): Expression {
    const name = this.#tokens.name();
    const values = this.#tokens.sees('(') ? this.#values() : NO_VALUES;
    checkCall('filter', name, values);
    return this.#tree.applied('filter', name, of, values);
  }

  #test(of: Expression): Expression {
    const isNegated = this.#tokens.eatWord('not');
    const name = this.#tokens.name();
    const values = this.#tokens.sees('(') ? this.#values() : this.#bareValue();
    checkCall('test', name, values);
    const test = this.#tree.applied('test', name, of, values);
    return isNegated ? this.#tree.unary('not', test) : test;
  }

  /** The value of a test may stand without parentheses: `is equalto 3`. */
  #bareValue(): Values {
    const { kind } = this.#tokens.current;
    const begins =
      kind === 'string' ||
      kind === 'int' ||
      kind === 'float' ||
      kind === 'name' ||
      this.#tokens.sees('[') ||
      this.#tokens.sees('{');
    if (!begins || this.#tokens.seesWord('else', 'or', 'and')) return NO_VALUES;
    if (this.#tokens.seesWord('is')) throw this.#tokens.unexpected('no further test');
    return { positional: [this.reached(this.plain())], named: [] };
  }

  #values(): Values {
    const positional: Expression[] = [];
    const named: [string, Expression][] = [];
    this.#tokens.expect('(');
    this.#separated(')', () => {
      const { kind, text } = this.#tokens.current;
      const { kind: kindNext, text: textNext } = this.#tokens.following;
      const isNamed = kind === 'name' && kindNext === 'operator' && textNext === '=';
      if (!isNamed) {
        if (named.length > 0) throw this.#tokens.unexpected('a value with a name');
        positional.push(this.#expression());
        return;
      }
      this.#tokens.next();
      this.#tokens.next();
      named.push([text, this.#expression()]);
    });
    return { positional, named };
  }
}

const NO_VALUES: Values = { positional: [], named: [] };
