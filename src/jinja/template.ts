import { Budget } from './budget.ts';
import { Evaluator } from './evaluate.ts';
import { execute } from './execute.ts';
import type { JinjaValue } from './kinds.ts';
import type { Body, Expression } from './nodes.ts';
import { parseTemplate } from './parse-template.ts';
import type { Surroundings } from './run.ts';
import { Scope } from './scope.ts';

export type { Surroundings } from './run.ts';
export { TemplateError } from './template-error.ts';

export interface Template {
  /** The text that comes out, at most 256 Ki characters, not stripped. Throws a `TemplateError` only. */
  render(variables: Readonly<Record<string, JinjaValue>>): string;
  /**
   * The value of a template that is one expression and nothing else, else the rendered text. Throws a
   * `TemplateError` only.
   */
  evaluate(variables: Readonly<Record<string, JinjaValue>>): JinjaValue;
}

/**
 * Reads a Jinja2 template as Home Assistant would. Throws a `TemplateError`, and nothing else, for what is no
 * template, is too long or too deep, or asks for a filter, test, function or tag that is not known here.
 */
export function compileTemplate(source: string, around: Surroundings = SYSTEM): Template {
  const body = parseTemplate(source);
  const only = onlyExpression(body);
  const render: Template['render'] = (variables) =>
    execute(body, Scope.of(variables), new Evaluator({ budget: new Budget(), around }));
  return {
    render,
    evaluate: (variables) => {
      if (!only) return render(variables);
      return new Evaluator({ budget: new Budget(), around }).evaluate(only, Scope.of(variables));
    },
  };
}

function onlyExpression(body: Body): Expression | undefined {
  const said = body.filter((each) => each.kind !== 'text' || each.text.trim() !== '');
  const [only] = said;
  return said.length === 1 && only?.kind === 'output' ? only.value : undefined;
}

/** Time and time zone of the system. */
const SYSTEM: Surroundings = {
  now: () => new Date(),
  offsetMinutes: (at) => -at.getTimezoneOffset(),
};
