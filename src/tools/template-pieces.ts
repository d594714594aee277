/** A template taken apart into what stands there and what is put in, without knowing what that means. */

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** `{{ code }}`; `open` and `close` may carry the `-` that takes away the blanks beside it. */
  | { readonly kind: 'hole'; readonly open: string; readonly code: string; readonly close: string }
  /** `{% code %}`, as it stands. */
  | { readonly kind: 'tag'; readonly text: string; readonly code: string }
  | { readonly kind: 'comment'; readonly text: string };

export type Pieces =
  | { readonly state: 'read'; readonly pieces: readonly Piece[] }
  /** `fault` goes on from the name of the text. */
  | { readonly state: 'broken'; readonly fault: string };

const ENDS = { '{{': '}}', '{%': '%}', '{#': '#}' } as const;
type Begin = keyof typeof ENDS;

const BRACKETS = '([{)]}';
const RAW = /^\s*raw\s*$/;
const ENDRAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/** In one pass, whatever it is. */
export function templatePieces(text: string): Pieces {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    const next = beginAt(text, at);
    if (next > at) pieces.push({ kind: 'text', text: text.slice(at, next) });
    if (next === text.length) break;
    const begin = text.slice(next, next + 2) as Begin;
    const end = endOf(text, next, begin);
    if (end === undefined)
      return { state: 'broken', fault: `holds a ${begin} that no ${ENDS[begin]} closes` };
    const piece = pieceOf(text.slice(next, end), begin);
    pieces.push(piece);
    at = end;
    if (piece.kind !== 'tag' || !RAW.test(piece.code)) continue;
    ENDRAW.lastIndex = at;
    const endRaw = ENDRAW.exec(text);
    if (endRaw === null)
      return { state: 'broken', fault: 'holds a {% raw %} that no {% endraw %} closes' };
    pieces.push({ kind: 'text', text: text.slice(at, endRaw.index) });
    pieces.push({ kind: 'tag', text: endRaw[0], code: 'endraw' });
    at = endRaw.index + endRaw[0].length;
  }
  return { state: 'read', pieces };
}

/** Where the next `{{`, `{%` or `{#` is, or the end. */
function beginAt(text: string, from: number): number {
  for (let at = text.indexOf('{', from); at >= 0; at = text.indexOf('{', at + 1))
    if (Object.hasOwn(ENDS, text.slice(at, at + 2))) return at;
  return text.length;
}

/** Behind its end, which is looked for outside of quotation marks and brackets, as Jinja does. */
function endOf(text: string, begin: number, kind: Begin): number | undefined {
  if (kind === '{#') {
    const end = text.indexOf('#}', begin + 2);
    return end < 0 ? undefined : end + 2;
  }
  let depth = 0;
  for (let at = begin + 2; at < text.length; at++) {
    const sign = text.charAt(at);
    if (depth === 0 && text.startsWith(ENDS[kind], at)) return at + 2;
    if (sign === '"' || sign === "'") {
      const end = endOfQuote(text, at);
      if (end === undefined) return undefined;
      at = end;
    } else if (BRACKETS.includes(sign)) depth += BRACKETS.indexOf(sign) < 3 ? 1 : -1;
    if (depth < 0) return undefined;
  }
  return undefined;
}

function endOfQuote(text: string, begin: number): number | undefined {
  for (let at = begin + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[begin]) return at;
  }
  return undefined;
}

function pieceOf(text: string, begin: Begin): Piece {
  if (begin === '{#') return { kind: 'comment', text };
  const [, open = '', code = '', close = ''] = /^(..[-+]?)(.*?)([-+]?..)$/s.exec(text) ?? [];
  return begin === '{{'
    ? { kind: 'hole', open, code: code.trim(), close }
    : { kind: 'tag', text, code: code.trim() };
}
