import type { JinjaValue } from './kinds.ts';
import type { Expression, Relation, Values } from './nodes.ts';
import type { Operator } from './operators.ts';
import { TemplateError } from './template-error.ts';

/** The longest template of a publisher has some hundred. */
const MAX_NODES = 5000;
/** How deep expressions stand in each other, so that neither reading nor rendering overflows the stack. */
const MAX_NESTING = 50;
const MAX_DEPTH = 200;

/** Makes the nodes of expressions. Throws a `TemplateError` when they are too many or too deep. */
export class Tree {
  readonly #depths = new WeakMap<Expression, number>();
  readonly #named = new Map<string, number>();
  #nodes = 0;
  #nesting = 0;

  /** Reads something that stands within something else. */
  nested<T>(read: () => T): T {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) throw new TemplateError('The template is nested too deep.');
    const part = read();
    this.#nesting -= 1;
    return part;
  }

  constant(value: JinjaValue): Expression {
    return this.#made({ kind: 'constant', value }, []);
  }

  /** How often a name was used so far. */
  timesNamed(name: string): number {
    return this.#named.get(name) ?? 0;
  }

  /** A variable, or one of the words that are constants. */
  named(name: string): Expression {
    this.#named.set(name, this.timesNamed(name) + 1);
    const value = WORDS.get(name);
    return value === undefined ? this.#made({ kind: 'name', name }, []) : this.constant(value);
  }

  list(items: readonly Expression[]): Expression {
    return this.#made({ kind: 'list', items }, items);
  }

  tuple(items: readonly Expression[]): Expression {
    return this.#made({ kind: 'tuple', items }, items);
  }

  dict(pairs: readonly (readonly [Expression, Expression])[]): Expression {
    return this.#made({ kind: 'dict', pairs }, pairs.flat());
  }

  attribute(of: Expression, name: string): Expression {
    return this.#made({ kind: 'attribute', of, name }, [of]);
  }

  item(of: Expression, key: Expression): Expression {
    return this.#made({ kind: 'item', of, key }, [of, key]);
  }

  slice(of: Expression, bounds: readonly [Expression, Expression, Expression]): Expression {
    return this.#made({ kind: 'slice', of, bounds }, [of, ...bounds]);
  }

  call(of: Expression, values: Values): Expression {
    return this.#made({ kind: 'call', of, values }, [of, ...partsOf(values)]);
  }

  applied(kind: 'filter' | 'test', name: string, of: Expression, values: Values): Expression {
    return this.#made({ kind, name, of, values }, [of, ...partsOf(values)]);
  }

  unary(kind: 'not' | 'negative' | 'positive', of: Expression): Expression {
    return this.#made({ kind, of }, [of]);
  }

  arithmetic(operator: Operator, left: Expression, right: Expression): Expression {
    return this.#made({ kind: 'arithmetic', operator, left, right }, [left, right]);
  }

  comparison(
    first: Expression,
    others: readonly { relation: Relation; than: Expression }[],
  ): Expression {
    const operands = others.map(({ than }) => than);
    return this.#made({ kind: 'comparison', first, others }, [first, ...operands]);
  }

  /** One part alone is what it is. */
  several(kind: 'and' | 'or' | 'concatenation', parts: readonly Expression[]): Expression {
    const [only] = parts;
    return only && parts.length === 1 ? only : this.#made({ kind, parts }, parts);
  }

  choice(condition: Expression, then: Expression, otherwise: Expression | undefined): Expression {
    const parts = otherwise ? [condition, then, otherwise] : [condition, then];
    return this.#made({ kind: 'choice', condition, then, otherwise }, parts);
  }

  #made(node: Expression, parts: readonly Expression[]): Expression {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw new TemplateError('The template is too long.');
    let depth = 0;
    for (const part of parts) depth = Math.max(depth, this.#depths.get(part) ?? 0);
    if (depth >= MAX_DEPTH) throw new TemplateError('The template is nested too deep.');
    this.#depths.set(node, depth + 1);
    return node;
  }
}

function partsOf({ positional, named }: Values): readonly Expression[] {
  return [...positional, ...named.map(([, value]) => value)];
}

const WORDS: ReadonlyMap<string, JinjaValue> = new Map<string, JinjaValue>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);
