/** What the model is offered, for people to read. */
import type { ToolDeclaration, ToolSchema } from '../../live/session.ts';
import { estimateTokens } from './name-budget.ts';

/** What a declaration costs besides its text. */
const OVERHEAD_TOKENS = 8;

export const declarationTokens = (declaration: ToolDeclaration): number =>
  estimateTokens(JSON.stringify(declaration)) + OVERHEAD_TOKENS;

/** A text of several lines: each tool with its parameters, and about how many tokens it takes on each turn. */
export function describeTools(declarations: readonly ToolDeclaration[]): string {
  if (declarations.length === 0) return NONE;
  const total = declarations.reduce((sum, one) => sum + declarationTokens(one), 0);
  const count = declarations.length === 1 ? '1 tool' : `${declarations.length} tools`;
  const summary = `${count}, about ${total} tokens on each turn`;
  return [...declarations.map(toolText), summary].join('\n\n');
}

const NONE =
  '0 tools: nothing was found that can be done or asked, and the configuration has no commands. See `hearthd devices`.';

function toolText(declaration: ToolDeclaration): string {
  const { name, description, parameters } = declaration;
  const required = parameters?.required ?? [];
  const lines = Object.entries(parameters?.properties ?? {}).map(
    ([parameter, schema]) =>
      `    ${parameter}${required.includes(parameter) ? ' (required)' : ''}: ${schemaText(schema)}`,
  );
  return [
    `${name}  (about ${declarationTokens(declaration)} tokens)`,
    `  ${description}`,
    ...lines,
  ].join('\n');
}

function schemaText({ type, description, enum: values, minimum, maximum }: ToolSchema): string {
  const range =
    minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''}…${maximum ?? ''}`;
  const what = values === undefined ? `${type.toLowerCase()}${range}` : values.join(' | ');
  return description === undefined ? what : `${what} – ${description}`;
}
