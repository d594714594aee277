/** Which variables the code of a template asks for: a name that is none makes no error in Jinja, but an empty text. */
import type { Piece } from './template-pieces.ts';

const WORDS_OF_THE_LANGUAGE = new Set(
  'and or not in is if else elif true false none True False None for set loop recursive ignore missing with context'.split(
    ' ',
  ),
);

const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*|\d[\w.]*|==|[^\s\w]/gs;
const NAME = /^[A-Za-z_]/;

export interface Names {
  readonly used: ReadonlySet<string>;
  /** By the template itself: `{% set %}`, `{% for %}`. */
  readonly made: ReadonlySet<string>;
}

export function namesOf(pieces: readonly Piece[]): Names {
  const used = new Set<string>();
  const made = new Set<string>();
  for (const piece of pieces) {
    if (piece.kind === 'hole') namesIn(tokensOf(piece.code), used);
    if (piece.kind === 'tag') namesInTag(tokensOf(piece.code), used, made);
  }
  return { used, made };
}

const tokensOf = (code: string): string[] => code.match(TOKEN) ?? [];

function namesInTag(tokens: readonly string[], used: Set<string>, made: Set<string>): void {
  const [tag, ...rest] = tokens;
  const end = tag === 'set' ? rest.indexOf('=') : tag === 'for' ? rest.indexOf('in') : 0;
  for (const name of rest.slice(0, end < 0 ? rest.length : end))
    if (NAME.test(name)) made.add(name);
  if (end >= 0) namesIn(rest.slice(end), used);
}

/** Not names of attributes, filters, tests, functions or arguments. */
function namesIn(tokens: readonly string[], names: Set<string>): void {
  for (const [at, token] of tokens.entries()) {
    if (!NAME.test(token) || WORDS_OF_THE_LANGUAGE.has(token)) continue;
    const before = tokens[at - 1] ?? '';
    const isTest = before === 'is' || (before === 'not' && tokens[at - 2] === 'is');
    const after = tokens[at + 1];
    if (isTest || before === '.' || before === '|' || after === '(' || after === '=') continue;
    names.add(token);
  }
}
