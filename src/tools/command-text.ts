/**
 * A text of a command, with `{{ parameter }}` or any other Jinja in it: compiled once, filled in for each call.
 * What comes with a call only ever fills it in: it is never read as a template.
 */
import { compileTemplate, type Template, TemplateError } from '../jinja/template.ts';
import { fromPlain, type JinjaValue } from '../jinja/value.ts';
import { isJson, jsonSource } from './json-holes.ts';
import { faultsOfNames } from './template-faults.ts';
import { type Piece, templatePieces } from './template-pieces.ts';

/** What a call may and must bring. */
export interface Parameters {
  readonly properties: Readonly<Record<string, { readonly type: string }>>;
  readonly required: readonly string[];
}

export type CommandText =
  | { readonly state: 'right'; readonly fill: (args: Args) => Filled }
  /** `faults` go on from the name of the text. */
  | { readonly state: 'wrong'; readonly faults: readonly string[] };

export type Filled =
  | { readonly result: 'text'; readonly text: string }
  /** `why` is a sentence. */
  | { readonly result: 'unable'; readonly why: string };

type Args = Readonly<Record<string, unknown>>;

const NO_PARAMETERS: Parameters = { properties: {}, required: [] };

export function commandText(text: string, parameters: Parameters = NO_PARAMETERS): CommandText {
  const read = templatePieces(text);
  if (read.state === 'broken') return wrong([read.fault]);
  const { pieces } = read;
  const faults = faultsOfNames(pieces, parameters);
  if (faults.length > 0) return wrong(faults);
  if (pieces.every(({ kind }) => kind === 'text'))
    return { state: 'right', fill: () => ({ result: 'text', text }) };
  const { properties } = parameters;
  const isPlain = (name: string) =>
    Object.hasOwn(properties, name) && properties[name]?.type !== 'string';
  const becomes = isJson(pieces) ? 'JSON' : 'text';
  const made = becomes === 'JSON' ? jsonSource(pieces, isPlain) : textSource(pieces, isPlain);
  if (made.state === 'broken') return wrong([made.fault]);
  try {
    const template = compileTemplate(made.source);
    return { state: 'right', fill: (args) => fill(template, args, becomes) };
  } catch (error) {
    return wrong([`is not understood: ${messageOf(error)}`]);
  }
}

/** A `TemplateError` in its own words, not too long. */
export const messageOf = (error: unknown): string =>
  error instanceof TemplateError ? error.message.slice(0, 500) : 'It could not be worked out.';

function fill(template: Template, args: Args, becomes: 'JSON' | 'text'): Filled {
  const variables: Record<string, JinjaValue> = Object.create(null);
  for (const [name, value] of Object.entries(args))
    if (value !== undefined) variables[name] = fromPlain(value);
  try {
    const text = template.render(variables);
    if (becomes === 'text' || isRightJson(text)) return { result: 'text', text };
    return { result: 'unable', why: 'What came of it begins like JSON, and is none.' };
  } catch (error) {
    return { result: 'unable', why: messageOf(error) };
  }
}

/** A parameter by itself is written as in JSON here too, if it is no text: `true`, not Python's `True`. */
function textSource(pieces: readonly Piece[], isPlain: (name: string) => boolean) {
  const texts = pieces.map((piece) => {
    if (piece.kind !== 'hole') return piece.text;
    const code = isPlain(piece.code) ? `${piece.code} | tojson` : piece.code;
    return `${piece.open} ${code} ${piece.close}`;
  });
  return { state: 'read', source: texts.join('') } as const;
}

function isRightJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const wrong = (faults: readonly string[]): CommandText => ({ state: 'wrong', faults });
