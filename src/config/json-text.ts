/**
 * Finds the first place where a text is no JSON, which `JSON.parse` of Node 20 does not always tell,
 * and the keys that `JSON.parse` would silently drop because they come twice.
 */
import { type JSONVisitor, printParseErrorCode, visit } from 'jsonc-parser';
import type { Problem } from './config-error.ts';
import { pathText } from './shape.ts';

/** `drops` are the keys that would not be seen; `offset` is where the first fault is. */
export type JsonScan =
  | { readonly state: 'sound'; readonly drops: readonly Problem[] }
  | { readonly state: 'broken'; readonly offset: number; readonly message: string };

type Code = ReturnType<typeof printParseErrorCode>;

const DEEPEST = 64;
const MOST_DROPS = 100;

const NO_COMMENTS = 'JSON has no comments';
const BAD_ESCAPE = 'a \\ inside quotes must be written \\\\ to stand for itself';
const BAD_NUMBER = 'a number is written like 7, -7 or 0.7, never like 07, 7. or 0x7';

const SENTENCES: Readonly<Record<Code, string>> = {
  InvalidSymbol: 'only numbers, true, false and null may stand without double quotes',
  InvalidNumberFormat: BAD_NUMBER,
  PropertyNameExpected: 'a key in double quotes must stand here',
  ValueExpected: 'a value is missing before this',
  ColonExpected: 'a : is missing between the key and its value',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a } is missing before this',
  CloseBracketExpected: 'a ] is missing before this',
  EndOfFileExpected: 'the configuration has ended before this',
  InvalidCommentToken: NO_COMMENTS,
  UnexpectedEndOfComment: NO_COMMENTS,
  UnexpectedEndOfString: 'the " at this place has no partner on its line',
  UnexpectedEndOfNumber: BAD_NUMBER,
  InvalidUnicode: BAD_ESCAPE,
  InvalidEscapeCharacter: BAD_ESCAPE,
  InvalidCharacter: 'a tab or control character inside quotes is written \\t or \\u…',
  '<unknown ParseErrorCode>': 'this is no JSON',
};

/** What stands where a comma should. */
const STRAYS: Readonly<Record<string, string>> = {
  ':': 'a : belongs between a key and its value only',
  '}': SENTENCES.CloseBracketExpected,
  ']': SENTENCES.CloseBraceExpected,
};

/** Reads `text` as strict JSON, without comments; throws nothing. */
export function scanJson(text: string): JsonScan {
  const drops: Problem[] = [];
  const open: { readonly at: number; readonly lineOfKey: Map<string, number> }[] = [];

  const onBegin = (at: number) => {
    if (open.length > DEEPEST) throw new Fault(at, `more than ${DEEPEST} levels deep`);
    open.push({ at, lineOfKey: new Map() });
  };
  // Also called for what the end of the text cuts off; that stays open, to be told.
  const onEnd = (at: number) => at < text.length && open.pop();
  const visitor: JSONVisitor = {
    onObjectBegin: onBegin,
    onArrayBegin: onBegin,
    onObjectEnd: onEnd,
    onArrayEnd: onEnd,
    onObjectProperty(key, _at, _length, lineIndex, _column, above) {
      const line = lineIndex + 1;
      const lineOfKey = open.at(-1)?.lineOfKey;
      const firstLine = lineOfKey?.get(key);
      lineOfKey?.set(key, line);
      const drop = (message: string) =>
        drops.length < MOST_DROPS && drops.push({ path: pathText([...above(), key]), message });
      if (firstLine !== undefined)
        drop(`stands twice, in lines ${firstLine} and ${line}: only one may stay`);
      if (key === '__proto__') drop('cannot be a key');
    },
    // Thrown at once: the parser would go on guessing, and go down as deep as the text does.
    onError(code, at, length) {
      const opened = open.at(-1);
      throw opened !== undefined && at === text.length
        ? new Fault(at, unclosed(text, opened.at))
        : new Fault(...faultOf(printParseErrorCode(code), text, at, at + length));
    },
  };
  try {
    visit(text, visitor, { disallowComments: true });
    return { state: 'sound', drops };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { state: 'broken', offset: error.offset, message: error.message };
  }
}

/** Counted from 1, in UTF-16 units, as editors do. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

class Fault extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

function unclosed(text: string, opened: number): string {
  const [start, end] = text[opened] === '{' ? '{}' : '[]';
  return `the file ends, but the ${start} of line ${lineAndColumn(text, opened).line} has no ${end}`;
}

/** What the parser took offence at, or what lies behind it. */
function faultOf(code: Code, text: string, start: number, end: number): [number, string] {
  const token = text.slice(start, end);
  const before = text.slice(0, start).trimEnd();
  // The parser ends a number where it can: 07 is a 0 and a 7 to it.
  if (/\d/.test(text[start - 1] ?? '') && /^[-+.\w]/.test(token)) return [start - 1, BAD_NUMBER];
  if (before.endsWith(',') && /^[}\]]/.test(token))
    return [before.length - 1, `the last entry before ${token} must have no comma after it`];
  if (code === 'CommaExpected') return [start, STRAYS[token] ?? SENTENCES[code]];
  if (code === 'InvalidSymbol') return strange(token, start);
  const mark = token.startsWith('"') ? badMark(token) : -1;
  if (mark === -1) return [start, SENTENCES[code]];
  return [start + mark, token[mark] === '\\' ? BAD_ESCAPE : SENTENCES.InvalidCharacter];
}

/** For what is neither in quotes nor a number, a word or a sign of JSON. */
function strange(token: string, start: number): [number, string] {
  if (token.startsWith('#')) return [start, NO_COMMENTS];
  if (/^['`‘’“”„«]/.test(token))
    return [start, 'keys and texts are put in straight double quotes: "…"'];
  const invisible = token.search(/[\s\p{Cc}\p{Cf}]/u);
  if (invisible === -1) return [start, SENTENCES.InvalidSymbol];
  const code = token.charCodeAt(invisible).toString(16).toUpperCase().padStart(4, '0');
  return [start + invisible, `an invisible character (U+${code}) that is no blank of JSON`];
}

/** The first \ or control character that quotes may not hold; the parser does not tell its place. */
function badMark(token: string): number {
  return token
    .replace(/\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/g, (known) => ' '.repeat(known.length))
    .search(/\\|[^ -\uffff]/);
}
