import { absent, attribute, item, slice } from './access.ts';
import { Arguments, required } from './arguments.ts';
import type { Budget } from './budget.ts';
import { compare, contains, equal, truthy } from './compare.ts';
import { Dict } from './dict.ts';
import { FILTERS } from './filters.ts';
import { FUNCTIONS } from './functions.ts';
import { Builtin, type JinjaValue, Loop, Macro, Method, Tuple, Undefined } from './kinds.ts';
import { checkLength } from './limits.ts';
import { methodOf } from './methods.ts';
import type { Expression, Relation, Values } from './nodes.ts';
import { affirmed, negated, operate } from './operators.ts';
import { textOf } from './print.ts';
import type { Run, Surroundings } from './run.ts';
import type { Scope } from './scope.ts';
import { TemplateError } from './template-error.ts';
import { TESTS } from './tests.ts';

/** Finds the values of expressions within one rendering. Every method throws a `TemplateError` only. */
export class Evaluator implements Run {
  readonly budget: Budget;
  readonly around: Surroundings;

  constructor({ budget, around }: { budget: Budget; around: Surroundings }) {
    this.budget = budget;
    this.around = around;
  }

  evaluate(expression: Expression, scope: Scope): JinjaValue {
    this.budget.spend();
    const value = this.budget.within(() => this.#valueOf(expression, scope));
    this.budget.spendFor(value);
    return value;
  }

  /** A call as it is written, with more values than are written. */
  callAlso(expression: Expression, scope: Scope, more: Arguments): JinjaValue {
    if (expression.kind !== 'call') throw new TemplateError('The template calls nothing.');
    const { positional, named } = this.#arguments(expression.values, scope);
    const values = new Arguments(positional, new Map([...named, ...more.named]));
    return this.call(this.evaluate(expression.of, scope), values);
  }

  call(of: JinjaValue, values: Arguments): JinjaValue {
    if (of instanceof Undefined) throw absent(of);
    if (of instanceof Builtin) {
      const call = FUNCTIONS.get(of.name);
      if (call && call.length === 0) values.take();
      if (call) return call(values, this);
    }
    if (of instanceof Macro) return of.call(values, this);
    if (of instanceof Loop && of.turns.again) {
      return of.turns.again(required(values.take('iterable')[0], 'iterable'));
    }
    if (of instanceof Method) {
      const call = methodOf(of.of, of.name);
      if (call && call.length < 2) values.take();
      if (call) return call(of.of, values, this);
    }
    throw new TemplateError('The template calls something that cannot be called.');
  }

  filter(name: JinjaValue, value: JinjaValue, values: Arguments): JinjaValue {
    this.budget.spendFor(value);
    const result = this.#filtered(name, value, values);
    this.budget.spendFor(result);
    return result;
  }

  test(name: JinjaValue, value: JinjaValue, values: Arguments): boolean {
    this.budget.spendFor(value);
    return this.#tested(name, value, values);
  }

  #filtered(name: JinjaValue, value: JinjaValue, values: Arguments): JinjaValue {
    const filter = typeof name === 'string' ? FILTERS.get(name) : undefined;
    if (!filter) throw new TemplateError('The template uses a filter that is not known here.');
    // A filter that looks at no values takes none.
    if (filter.length < 2) values.take();
    return filter(value, values, this);
  }

  #tested(name: JinjaValue, value: JinjaValue, values: Arguments): boolean {
    const test = typeof name === 'string' ? TESTS.get(name) : undefined;
    if (!test) throw new TemplateError('The template uses a test that is not known here.');
    return test(value, values, this);
  }

  #valueOf(expression: Expression, scope: Scope): JinjaValue {
    const inner = (each: Expression): JinjaValue => this.evaluate(each, scope);
    switch (expression.kind) {
      case 'constant':
        return expression.value;
      case 'name':
        return scope.get(expression.name);
      case 'list':
        return expression.items.map(inner);
      case 'tuple':
        return new Tuple(expression.items.map(inner));
      case 'dict':
        return Dict.of(expression.pairs.map(([key, value]) => [inner(key), inner(value)]));
      case 'attribute':
        return attribute(inner(expression.of), expression.name);
      case 'item':
        return item(inner(expression.of), inner(expression.key));
      case 'slice': {
        const [from, to, step] = expression.bounds;
        return slice(inner(expression.of), inner(from), inner(to), inner(step));
      }
      case 'call':
        return this.call(inner(expression.of), this.#arguments(expression.values, scope));
      case 'filter': {
        const { name, of, values } = expression;
        return this.#filtered(name, inner(of), this.#arguments(values, scope));
      }
      case 'test': {
        const { name, of, values } = expression;
        return this.#tested(name, inner(of), this.#arguments(values, scope));
      }
      case 'not':
        return !truthy(inner(expression.of));
      case 'negative':
        return negated(inner(expression.of));
      case 'positive':
        return affirmed(inner(expression.of));
      case 'arithmetic':
        if (expression.operator === '**') this.budget.spend(POWER);
        return operate(expression.operator, inner(expression.left), inner(expression.right));
      case 'comparison':
        return this.#compared(expression, inner);
      case 'and':
        return firstWhere(expression.parts, inner, (value) => !truthy(value));
      case 'or':
        return firstWhere(expression.parts, inner, truthy);
      case 'concatenation':
        return concatenated(expression.parts.map((part) => textOf(inner(part))));
      case 'choice': {
        const { condition, then, otherwise } = expression;
        if (truthy(inner(condition))) return inner(then);
        return otherwise ? inner(otherwise) : new Undefined('what stands behind a missing "else"');
      }
    }
  }

  #compared(
    { first, others }: Expression & { kind: 'comparison' },
    inner: (each: Expression) => JinjaValue,
  ): boolean {
    let left = inner(first);
    for (const { relation, than } of others) {
      const right = inner(than);
      if (!this.#holds(relation, left, right)) return false;
      left = right;
    }
    return true;
  }

  #holds(relation: Relation, left: JinjaValue, right: JinjaValue): boolean {
    switch (relation) {
      case '==':
        return equal(left, right, this.budget);
      case '!=':
        return !equal(left, right, this.budget);
      case '<':
        return compare(left, right, this.budget) < 0;
      case '<=':
        return compare(left, right, this.budget) <= 0;
      case '>':
        return compare(left, right, this.budget) > 0;
      case '>=':
        return compare(left, right, this.budget) >= 0;
      case 'in':
        return contains(right, left, this.budget);
      case 'not in':
        return !contains(right, left, this.budget);
    }
  }

  #arguments({ positional, named }: Values, scope: Scope): Arguments {
    if (positional.length === 0 && named.length === 0) return Arguments.NONE;
    return new Arguments(
      positional.map((each) => this.evaluate(each, scope)),
      new Map(named.map(([name, each]) => [name, this.evaluate(each, scope)])),
    );
  }
}

/** The first for which it holds, else the last. */
function firstWhere(
  parts: readonly Expression[],
  inner: (each: Expression) => JinjaValue,
  holds: (value: JinjaValue) => boolean,
): JinjaValue {
  let value: JinjaValue = null;
  for (const part of parts) {
    value = inner(part);
    if (holds(value)) break;
  }
  return value;
}

function concatenated(texts: readonly string[]): string {
  checkLength(texts.reduce((sum, text) => sum + text.length, 0));
  return texts.join('');
}

/** How many steps a power takes the time of. */
const POWER = 8;
