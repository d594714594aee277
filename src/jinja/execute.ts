import { Arguments } from './arguments.ts';
import { truthy } from './compare.ts';
import type { Evaluator } from './evaluate.ts';
import { itemsOf } from './iterate.ts';
import { type JinjaValue, Loop, type Macro, Namespace, type Turns } from './kinds.ts';
import { checkLength } from './limits.ts';
import { macroOf } from './macro.ts';
import { type Body, CAPTURED, type MacroNode, type Statement, type Target } from './nodes.ts';
import { sureText, textOf } from './print.ts';
import type { Scope } from './scope.ts';
import { TemplateError } from './template-error.ts';

/** How a body ended: at its end, or with a tag that leaves a loop or a turn of it. */
type Ending = 'end' | 'break' | 'continue';

/** Renders the statements of a template within one rendering. Throws a `TemplateError` only. */
export function execute(body: Body, scope: Scope, evaluator: Evaluator): string {
  const execution = new Execution(evaluator);
  execution.run(body, scope);
  return execution.text();
}

class Execution {
  readonly #evaluator: Evaluator;
  readonly #texts: string[] = [];
  #length = 0;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  text(): string {
    return this.#texts.join('');
  }

  run(body: Body, scope: Scope): Ending {
    const { budget } = this.#evaluator;
    for (const statement of body) {
      budget.spend();
      const ending = budget.within(() => this.#statement(statement, scope));
      if (ending !== 'end') return ending;
    }
    return 'end';
  }

  #statement(statement: Statement, scope: Scope): Ending {
    switch (statement.kind) {
      case 'text':
        this.#write(statement.text);
        return 'end';
      case 'output':
        this.#write(textOf(this.#evaluator.evaluate(statement.value, scope)));
        return 'end';
      case 'set':
        assign(statement.target, this.#evaluator.evaluate(statement.value, scope), scope);
        return 'end';
      case 'capture':
        this.#capture(statement, scope);
        return 'end';
      case 'if': {
        const branch = statement.branches.find(({ condition }) =>
          truthy(this.#evaluator.evaluate(condition, scope)),
        );
        return this.run(branch?.body ?? statement.otherwise, scope);
      }
      case 'for':
        return this.#for(statement, scope);
      case 'filtered': {
        const inner = scope.inner();
        inner.set(CAPTURED, execute(statement.body, inner, this.#evaluator));
        this.#write(sureText(this.#evaluator.evaluate(statement.value, inner)));
        return 'end';
      }
      case 'with':
        return this.#with(statement, scope);
      case 'do':
        this.#evaluator.evaluate(statement.value, scope);
        return 'end';
      case 'macro':
        scope.set(statement.macro.name, this.#macro(statement.macro, scope));
        return 'end';
      case 'call':
        this.#call(statement, scope);
        return 'end';
      case 'break':
      case 'continue':
        return statement.kind;
    }
  }

  #for(statement: Statement & { kind: 'for' }, scope: Scope): Ending {
    const items = this.#evaluator.evaluate(statement.items, scope);
    return this.#loop(this.#turns(items, statement, scope, 1), statement, scope);
  }

  #loop(turns: Turns, statement: Statement & { kind: 'for' }, scope: Scope): Ending {
    const { target, body, otherwise } = statement;
    // As in Jinja2, what stands behind `else` also comes where no turn went to its end.
    let isDone = false;
    for (const [index, each] of turns.items.entries()) {
      this.#evaluator.budget.spend();
      const inner = scope.inner();
      inner.set('loop', new Loop(turns, index));
      assign(target, each, inner);
      const ending = this.run(body, inner);
      if (ending === 'break') break;
      if (ending === 'end') isDone = true;
    }
    return isDone ? 'end' : this.run(otherwise, scope);
  }

  #turns(
    value: JinjaValue,
    statement: Statement & { kind: 'for' },
    scope: Scope,
    depth: number,
  ): Turns {
    const all = itemsOf(value);
    const items = statement.only
      ? all.filter((each) => this.#isWanted(each, statement, scope))
      : all;
    const again = (others: JinjaValue): JinjaValue => {
      const execution = new Execution(this.#evaluator);
      execution.#loop(execution.#turns(others, statement, scope, depth + 1), statement, scope);
      return execution.text();
    };
    return { items, depth, again: statement.isRecursive ? again : undefined, last: undefined };
  }

  #with({ sets, body }: Statement & { kind: 'with' }, scope: Scope): Ending {
    const inner = scope.inner();
    for (const { target, value } of sets) {
      assign(target, this.#evaluator.evaluate(value, scope), inner);
    }
    return this.run(body, inner);
  }

  #macro(node: MacroNode, scope: Scope): Macro {
    return macroOf(node, { scope, evaluator: this.#evaluator, execute });
  }

  #call({ call, caller }: Statement & { kind: 'call' }, scope: Scope): void {
    const given = new Map([['caller', this.#macro(caller, scope)]]);
    this.#write(textOf(this.#evaluator.callAlso(call, scope, new Arguments([], given))));
  }

  #isWanted(
    each: JinjaValue,
    { target, only }: Statement & { kind: 'for' },
    scope: Scope,
  ): boolean {
    const inner = scope.inner();
    assign(target, each, inner);
    return only === undefined || truthy(this.#evaluator.evaluate(only, inner));
  }

  #capture({ target, body, value }: Statement & { kind: 'capture' }, scope: Scope): void {
    const inner = scope.inner();
    inner.set(CAPTURED, execute(body, inner, this.#evaluator));
    assign(target, this.#evaluator.evaluate(value, inner), scope);
  }

  #write(text: string): void {
    this.#length += text.length;
    checkLength(this.#length);
    this.#texts.push(text);
  }
}

function assign(target: Target, value: JinjaValue, scope: Scope): void {
  switch (target.kind) {
    case 'name':
      scope.set(target.name, value);
      return;
    case 'field': {
      const namespace = scope.get(target.of);
      if (!(namespace instanceof Namespace)) {
        throw new TemplateError(`The template changes "${target.of}", which is no namespace.`);
      }
      namespace.fields.set(target.name, value);
      return;
    }
    case 'names': {
      const items = itemsOf(value);
      if (items.length !== target.names.length) {
        throw new TemplateError('The template gives names to more or fewer values than there are.');
      }
      for (const [index, name] of target.names.entries()) scope.set(name, items[index] ?? null);
    }
  }
}
