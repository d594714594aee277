import type { Expression, Relation } from './nodes.ts';
import type { Operator } from './operators.ts';
import { OperandParser } from './parse-operand.ts';
import type { TokenStream } from './token-stream.ts';
import type { Tree } from './tree.ts';

/** Reads expressions with the grammar of Jinja2: what operators join. Every method throws a `TemplateError` for what is none. */
export class ExpressionParser {
  readonly #tokens: TokenStream;
  readonly #tree: Tree;
  readonly #operands: OperandParser;

  constructor({ tokens, tree }: { tokens: TokenStream; tree: Tree }) {
    this.#tokens = tokens;
    this.#tree = tree;
    this.#operands = new OperandParser({
      tokens,
      tree,
      expression: () => this.expression(),
      tuple: () => this.tuple(),
    });
  }

  /** One expression, or several with commas, which are a tuple. */
  tuple(withChoice = true): Expression {
    const first = withChoice ? this.expression() : this.#or();
    if (!this.#tokens.sees(',')) return first;
    const items = [first];
    while (this.#tokens.eat(',') && !this.#atTupleEnd()) {
      items.push(withChoice ? this.expression() : this.#or());
    }
    return this.#tree.tuple(items);
  }

  expression(): Expression {
    return this.#tree.nested(() => this.#choice());
  }

  /** The filters behind a value, if any. */
  filtered(of: Expression): Expression {
    return this.#operands.filtered(of);
  }

  /** The filters of the tag `filter`. */
  filteredAtOnce(of: Expression): Expression {
    return this.#operands.filteredAtOnce(of);
  }

  /** The names that are called as functions. */
  get called(): ReadonlySet<string> {
    return this.#operands.called;
  }

  #choice(): Expression {
    let then = this.#or();
    while (this.#tokens.eatWord('if')) {
      const condition = this.#or();
      const otherwise = this.#tokens.eatWord('else') ? this.expression() : undefined;
      then = this.#tree.choice(condition, then, otherwise);
    }
    return then;
  }

  #or(): Expression {
    const parts = [this.#and()];
    while (this.#tokens.eatWord('or')) parts.push(this.#and());
    return this.#tree.several('or', parts);
  }

  #and(): Expression {
    const parts = [this.#not()];
    while (this.#tokens.eatWord('and')) parts.push(this.#not());
    return this.#tree.several('and', parts);
  }

  #not(): Expression {
    if (!this.#tokens.eatWord('not')) return this.#comparison();
    return this.#tree.unary(
      'not',
      this.#tree.nested(() => this.#not()),
    );
  }

  #comparison(): Expression {
    const first = this.#sum();
    const others: { relation: Relation; than: Expression }[] = [];
    for (let relation = this.#relation(); relation; relation = this.#relation()) {
      others.push({ relation, than: this.#sum() });
    }
    return others.length === 0 ? first : this.#tree.comparison(first, others);
  }

  #relation(): Relation | undefined {
    const { kind, text } = this.#tokens.current;
    const relation = kind === 'operator' || kind === 'name' ? RELATIONS.get(text) : undefined;
    if (relation) {
      this.#tokens.next();
      return relation;
    }
    const { kind: kindNext, text: textNext } = this.#tokens.following;
    const isNotIn = this.#tokens.seesWord('not') && kindNext === 'name' && textNext === 'in';
    if (!isNotIn) return undefined;
    this.#tokens.next();
    this.#tokens.next();
    return 'not in';
  }

  #sum(): Expression {
    return this.#chain(['+', '-'], () => this.#concatenation());
  }

  #concatenation(): Expression {
    const parts = [this.#product()];
    while (this.#tokens.eat('~')) parts.push(this.#product());
    return this.#tree.several('concatenation', parts);
  }

  #product(): Expression {
    return this.#chain(['*', '/', '//', '%'], () => this.#power());
  }

  #power(): Expression {
    const base = this.#unary(true);
    if (!this.#tokens.eat('**')) return base;
    const power = this.#unary(true);
    // As Jinja2 compiles it: the sign of a written number goes over what is only known later.
    const isOutside =
      base.kind === 'negative' &&
      base.of.kind === 'constant' &&
      base.of.value !== 0n &&
      !isWritten(power);
    const raised = isOutside
      ? this.#tree.unary('negative', this.#tree.arithmetic('**', base.of, power))
      : this.#tree.arithmetic('**', base, power);
    return this.#chain(['**'], () => this.#unary(true), raised);
  }

  #chain(operators: readonly Operator[], part: () => Expression, first = part()): Expression {
    let left = first;
    while (true) {
      const operator = operators.find((each) => this.#tokens.sees(each));
      if (!operator) return left;
      this.#tokens.next();
      left = this.#tree.arithmetic(operator, left, part());
    }
  }

  /** A sign binds closer than a filter: `-1|abs` is of -1. */
  #unary(withFilters: boolean): Expression {
    const sign = this.#tokens.eat('-')
      ? 'negative'
      : this.#tokens.eat('+')
        ? 'positive'
        : undefined;
    const of = sign
      ? this.#tree.unary(
          sign,
          this.#tree.nested(() => this.#unary(false)),
        )
      : this.#operands.plain();
    const whole = this.#operands.reached(of);
    return withFilters ? this.#operands.changed(whole) : whole;
  }

  #atTupleEnd(): boolean {
    const { kind } = this.#tokens.current;
    return kind === 'close' || ')]:='.split('').some((each) => this.#tokens.sees(each));
  }
}

function isWritten({ kind, ...rest }: Expression): boolean {
  return kind === 'constant' || (kind === 'negative' && 'of' in rest && isWritten(rest.of));
}

const RELATIONS: ReadonlyMap<string, Relation> = new Map<string, Relation>(
  (['==', '!=', '<', '<=', '>', '>=', 'in'] as const).map((each) => [each, each]),
);
