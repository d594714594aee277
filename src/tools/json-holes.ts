/**
 * Values inside JSON. Each is written as JSON writes it, so that no word that was spoken can end the text that it
 * stands in, let alone add a key: `{"say": "{{ words }}"}` and `{"say": {{ words }}}` are safe whatever is said.
 * That is done in the template itself, by what it is changed to before it is compiled.
 */
import type { Piece } from './template-pieces.ts';

export type JsonSource =
  | { readonly state: 'read'; readonly source: string }
  /** `fault` goes on from the name of the text. */
  | { readonly state: 'broken'; readonly fault: string };

/** Where in JSON something stands: outside or inside of quotation marks, or behind a `\` in them. */
type Place = 'outside' | 'inside' | 'escaping';

const WRITES_JSON = /\|\s*(tojson|to_json)\s*(\([^()]*\))?$/;

/** Whether the text that is made will be JSON: it begins like that. */
export function isJson(pieces: readonly Piece[]): boolean {
  const first = pieces.find(
    (piece) => piece.kind === 'hole' || (piece.kind === 'text' && piece.text.trim() !== ''),
  );
  return first?.kind === 'text' && /^\s*(\[|\{(?![{%#]))/.test(first.text);
}

/** The template whose holes are filled as JSON wants it; `isPlain`: parameters that are no texts. */
export function jsonSource(
  pieces: readonly Piece[],
  isPlain: (name: string) => boolean,
): JsonSource {
  let place: Place = 'outside';
  let source = '';
  const blocks: Place[] = [];
  for (const piece of pieces) {
    if (place === 'escaping')
      return { state: 'broken', fault: 'has a \\ before a {: in JSON, write \\\\ for a \\' };
    switch (piece.kind) {
      case 'comment':
        break;
      case 'text':
        place = placeAfter(piece.text, place);
        source += piece.text;
        break;
      case 'tag':
        if (!keepsPlace(piece.code, place, blocks))
          return {
            state: 'broken',
            fault: `opens or closes a quotation mark before {% ${word(piece.code)} %}: each part must close what it opens`,
          };
        source += piece.text;
        break;
      case 'hole':
        if (place === 'outside' && WRITES_JSON.test(piece.code))
          return {
            state: 'broken',
            fault: `needs no "| tojson" in {{ ${piece.code.slice(0, 64)} }}: in JSON, every value is written as JSON`,
          };
        source += `${piece.open} ${written(piece.code, place, isPlain)} ${piece.close}`;
        break;
    }
  }
  return { state: 'read', source };
}

function written(code: string, place: Place, isPlain: (name: string) => boolean): string {
  if (place === 'outside' || isPlain(code)) return `(${code}) | tojson`;
  return `((${code}) | string | tojson)[1:-1]`;
}

function placeAfter(text: string, before: Place): Place {
  let place = before;
  for (const sign of text) {
    if (place === 'escaping') place = 'inside';
    else if (sign === '"') place = place === 'inside' ? 'outside' : 'inside';
    else if (sign === '\\' && place === 'inside') place = 'escaping';
  }
  return place;
}

const word = (code: string): string => /^\w*/.exec(code)?.[0] ?? '';

/** All branches of a block begin and end in the same place. */
function keepsPlace(code: string, place: Place, blocks: Place[]): boolean {
  const tag = word(code);
  if (tag === 'if' || tag === 'for' || tag === 'raw' || (tag === 'set' && !code.includes('='))) {
    blocks.push(place);
    return true;
  }
  const begin = blocks.at(-1);
  if (tag.startsWith('end')) blocks.pop();
  return !/^(el|end)/.test(tag) || begin === undefined || begin === place;
}
