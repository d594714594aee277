import { tokenize } from './lexer.ts';
import {
  type Body,
  CAPTURED,
  type Expression,
  type MacroNode,
  type Statement,
  type Target,
} from './nodes.ts';
import { ExpressionParser } from './parse-expression.ts';
import { TemplateError } from './template-error.ts';
import { TokenStream } from './token-stream.ts';
import { Tree } from './tree.ts';
import { checkCall } from './vocabulary.ts';

/** The longest template of a publisher has some thousand. */
const MAX_LENGTH = 20_000;

/** Reads a template. Throws a `TemplateError` for what is none, and for a tag that is not known. */
export function parseTemplate(source: string): Body {
  if (source.length > MAX_LENGTH) throw new TemplateError('The template is too long.');
  // Without braces it is no template: not even a line break at its end is taken away.
  if (!/\{[{%#]/.test(source)) return [{ kind: 'text', text: source }];
  return new TemplateParser(new TokenStream(tokenize(source))).whole();
}

class TemplateParser {
  readonly #tokens: TokenStream;
  readonly #tree = new Tree();
  readonly #expressions: ExpressionParser;
  /** The names that the template gives to something, which it may then call. */
  readonly #given = new Set(['loop', 'caller']);
  #loops = 0;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
    this.#expressions = new ExpressionParser({ tokens, tree: this.#tree });
  }

  whole(): Body {
    const body = this.#body([]);
    if (this.#tokens.current.kind !== 'end') throw this.#tokens.unexpected('its end');
    for (const name of this.#expressions.called) {
      if (!this.#given.has(name)) checkCall('function', name, { positional: [], named: [] });
    }
    return body;
  }

  /** Up to a tag with one of these names, of which `{%` is read already. */
  #body(ends: readonly string[]): Body {
    return this.#tree.nested(() => this.#statements(ends));
  }

  #statements(ends: readonly string[]): Body {
    const body: Statement[] = [];
    while (true) {
      const token = this.#tokens.next();
      if (token.kind === 'data') {
        body.push({ kind: 'text', text: token.text });
      } else if (token.kind === 'open' && token.text === '{{') {
        body.push({ kind: 'output', value: this.#expressions.tuple() });
        this.#tokens.close();
      } else if (token.kind === 'open') {
        if (this.#tokens.seesWord(...ends)) return body;
        body.push(this.#tag());
        this.#tokens.close();
      } else if (ends.length === 0) {
        return body;
      } else {
        throw new TemplateError(`The template lacks a tag "${ends.at(-1)}".`);
      }
    }
  }

  #tag(): Statement {
    const name = this.#tokens.name();
    switch (name) {
      case 'if':
        return this.#if();
      case 'for':
        return this.#for();
      case 'set':
        return this.#set();
      case 'with':
        return this.#with();
      case 'do':
        return { kind: 'do', value: this.#expressions.tuple() };
      case 'macro': {
        const macro = this.#macro(this.#targetName(), 'endmacro');
        return { kind: 'macro', macro };
      }
      case 'call':
        return this.#call();
      case 'filter': {
        const value = this.#expressions.filteredAtOnce(this.#tree.named(CAPTURED));
        return { kind: 'filtered', value, body: this.#enclosed('endfilter') };
      }
      case 'break':
      case 'continue':
        if (this.#loops === 0)
          throw new TemplateError(`The tag "${name}" stands outside of a loop.`);
        return { kind: name };
      default:
        throw new TemplateError(`The template uses the tag "${name}", which is not known here.`);
    }
  }

  #if(): Statement {
    const branches: { condition: Expression; body: Body }[] = [];
    do {
      const condition = this.#expressions.tuple(false);
      this.#tokens.close();
      branches.push({ condition, body: this.#body(['elif', 'else', 'endif']) });
    } while (this.#tokens.eatWord('elif'));
    return { kind: 'if', branches, otherwise: this.#otherwise('endif') };
  }

  #for(): Statement {
    const target = this.#names();
    if (!this.#tokens.eatWord('in')) throw this.#tokens.unexpected('"in"');
    const items = this.#expressions.tuple(false);
    const only = this.#tokens.eatWord('if') ? this.#expressions.expression() : undefined;
    const isRecursive = this.#tokens.eatWord('recursive');
    this.#tokens.close();
    this.#loops += 1;
    const body = this.#body(['else', 'endfor']);
    this.#loops -= 1;
    const otherwise = this.#otherwise('endfor');
    return { kind: 'for', target, items, only, isRecursive, body, otherwise };
  }

  /** What stands behind `else`, if it is there, up to the end of the tag. */
  #otherwise(end: string): Body {
    let body: Body = [];
    if (this.#tokens.eatWord('else')) {
      this.#tokens.close();
      body = this.#body([end]);
    }
    this.#tokens.next();
    return body;
  }

  #set(): Statement {
    const target = this.#names();
    if (this.#tokens.eat('=')) return { kind: 'set', target, value: this.#expressions.tuple() };
    const value = this.#expressions.filtered(this.#tree.named(CAPTURED));
    return { kind: 'capture', target, body: this.#enclosed('endset'), value };
  }

  #with(): Statement {
    const sets: { target: Target; value: Expression }[] = [];
    while (this.#tokens.current.kind !== 'close') {
      if (sets.length > 0) this.#tokens.expect(',');
      const target = this.#names();
      this.#tokens.expect('=');
      sets.push({ target, value: this.#expressions.expression() });
    }
    this.#tokens.close();
    const body = this.#body(['endwith']);
    this.#tokens.next();
    return { kind: 'with', sets, body };
  }

  #call(): Statement {
    const parameters = this.#tokens.sees('(') ? this.#parameters() : [];
    const call = this.#expressions.expression();
    if (call.kind !== 'call') throw new TemplateError('The tag "call" calls nothing.');
    return { kind: 'call', call, caller: this.#macro('caller', 'endcall', parameters) };
  }

  #macro(name: string, end: string, parameters = this.#parameters()): MacroNode {
    const special = ['varargs', 'kwargs', 'caller'];
    const before = special.map((each) => this.#tree.timesNamed(each));
    const body = this.#enclosed(end);
    const named = special.filter((each, index) => this.#tree.timesNamed(each) !== before[index]);
    return { name, parameters, body, takes: new Set(named) };
  }

  #parameters(): MacroNode['parameters'] {
    const parameters: { name: string; otherwise: Expression | undefined }[] = [];
    this.#tokens.expect('(');
    while (!this.#tokens.eat(')')) {
      if (parameters.length > 0) this.#tokens.expect(',');
      const name = this.#targetName();
      const otherwise = this.#tokens.eat('=') ? this.#expressions.expression() : undefined;
      if (!otherwise && parameters.at(-1)?.otherwise) {
        throw new TemplateError(`A macro has "${name}" without a default behind one with.`);
      }
      parameters.push({ name, otherwise });
    }
    return parameters;
  }

  /** A body that becomes a text of its own: no loop around it is left from within. */
  #enclosed(end: string): Body {
    this.#tokens.close();
    const loops = this.#loops;
    this.#loops = 0;
    const body = this.#body([end]);
    this.#loops = loops;
    this.#tokens.next();
    return body;
  }

  #names(): Target {
    const isEnclosed = this.#tokens.eat('(');
    const name = this.#targetName();
    if (this.#tokens.eat('.')) return { kind: 'field', of: name, name: this.#tokens.name() };
    const names = [name];
    let isTuple = false;
    while (this.#tokens.eat(',')) {
      isTuple = true;
      if (this.#tokens.current.kind === 'name' && !this.#tokens.seesWord('in')) {
        names.push(this.#targetName());
      }
    }
    if (isEnclosed) this.#tokens.expect(')');
    return isTuple ? { kind: 'names', names } : { kind: 'name', name };
  }

  #targetName(): string {
    const name = this.#tokens.name();
    if (this.#tree.named(name).kind === 'constant') {
      throw new TemplateError(`The template sets "${name}", which is a constant.`);
    }
    this.#given.add(name);
    return name;
  }
}
