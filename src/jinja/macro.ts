import type { Arguments } from './arguments.ts';
import { Dict } from './dict.ts';
import type { Evaluator } from './evaluate.ts';
import { type JinjaValue, Macro, Tuple, Undefined } from './kinds.ts';
import type { Body, MacroNode } from './nodes.ts';
import type { Scope } from './scope.ts';
import { TemplateError } from './template-error.ts';

/** What a `macro` or `call` tag makes: a function whose result is the text of its body. */
export function macroOf(
  node: MacroNode,
  {
    scope,
    evaluator,
    execute,
  }: {
    scope: Scope;
    evaluator: Evaluator;
    execute: (body: Body, scope: Scope, evaluator: Evaluator) => string;
  },
): Macro {
  return new Macro(node.name, (values) =>
    evaluator.budget.within(() => {
      const inner = scope.inner();
      bind(node, values, inner, evaluator);
      return execute(node.body, inner, evaluator);
    }),
  );
}

function bind(
  { parameters, takes }: MacroNode,
  { positional, named }: Arguments,
  scope: Scope,
  evaluator: Evaluator,
): void {
  const others = new Map(named);
  for (const [index, { name, otherwise }] of parameters.entries()) {
    const isTwice = index < positional.length && others.has(name);
    if (isTwice) throw new TemplateError(`A macro is given "${name}" twice.`);
    const given = positional[index] ?? others.get(name);
    others.delete(name);
    const instead = (): JinjaValue =>
      otherwise ? evaluator.evaluate(otherwise, scope) : new Undefined(name);
    scope.set(name, given === undefined ? instead() : given);
  }
  if (takes.has('caller')) {
    const caller = others.get('caller');
    scope.set('caller', caller === undefined ? new Undefined('caller') : caller);
    others.delete('caller');
  }
  const more = positional.slice(parameters.length);
  if ((more.length > 0 && !takes.has('varargs')) || (others.size > 0 && !takes.has('kwargs'))) {
    throw new TemplateError('A macro is given more values than it takes.');
  }
  scope.set('varargs', new Tuple(more));
  scope.set('kwargs', Dict.of(others));
}
