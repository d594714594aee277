/** What a device says on its state topic: all of it, or what a `state.template` makes of it. */
import { compileTemplate } from '../jinja/template.ts';
import { type JinjaValue, parseJson } from '../jinja/value.ts';
import { messageOf } from './command-text.ts';
import { faultsOfNames } from './template-faults.ts';
import { templatePieces } from './template-pieces.ts';

export type StateText =
  /** `undefined`: the message says nothing of it. */
  | { readonly state: 'right'; readonly read: (payload: string) => string | undefined }
  /** `faults` go on from the name of the template. */
  | { readonly state: 'wrong'; readonly faults: readonly string[] };

/** As Home Assistant has it: the text, and what it is as JSON. */
const VARIABLES = { value: { type: 'string' }, value_json: { type: 'object' } };

export function stateText(template: string | undefined): StateText {
  if (template === undefined) return { state: 'right', read: (payload) => payload.trim() };
  const pieces = templatePieces(template);
  if (pieces.state === 'broken') return { state: 'wrong', faults: [pieces.fault] };
  const required = Object.keys(VARIABLES);
  const faults = faultsOfNames(pieces.pieces, { properties: VARIABLES, required });
  if (faults.length > 0) return { state: 'wrong', faults };
  try {
    const compiled = compileTemplate(template);
    return { state: 'right', read: (payload) => readBy(compiled, payload) };
  } catch (error) {
    return { state: 'wrong', faults: [`is not understood: ${messageOf(error)}`] };
  }
}

/**
 * Whether what a device said is what was expected: numbers may be written in several ways (`50`, `50.0`), `True`
 * is Python's way to write `true`, and in JSON order and blanks mean nothing.
 */
export function saysTheSame(heard: string, expected: string): boolean {
  const [said, wanted] = [heard.trim(), expected.trim()];
  if (said === wanted) return true;
  if (TRUTH.test(said) && TRUTH.test(wanted)) return said.toLowerCase() === wanted.toLowerCase();
  if (NUMBER.test(said) && NUMBER.test(wanted)) return Number(said) === Number(wanted);
  const json = /^[{[]/.test(wanted) ? canonical(wanted) : undefined;
  return json !== undefined && canonical(said) === json;
}

const TRUTH = /^(true|false)$/i;
const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;

function readBy(template: ReturnType<typeof compileTemplate>, payload: string) {
  const json = parseJson(payload);
  const variables: Record<string, JinjaValue> = Object.create(null);
  variables['value'] = payload;
  if (json !== undefined) variables['value_json'] = json;
  try {
    const text = template.render(variables).trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/** With the keys of each object in order; `undefined` for what is no JSON. */
function canonical(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text, inOrder));
  } catch {
    return undefined;
  }
}

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
