/** Python's strings are made of code points: so are lengths, indexes and slices of them. */
import { TemplateError } from './template-error.ts';

/** The code points of a text. */
export function charactersOf(text: string): readonly string[] {
  return SURROGATE.test(text) ? Array.from(text) : text.split('');
}

/** How many code points a text has. */
export function lengthOf(text: string): number {
  return SURROGATE.test(text) ? charactersOf(text).length : text.length;
}

/** The code points from one up to another, both in range. */
export function sliceOf(text: string, from: number, to: number): string {
  if (!SURROGATE.test(text)) return text.slice(from, to);
  return charactersOf(text).slice(from, to).join('');
}

/** Where JavaScript's index is, in code points. */
export function pointsUpTo(text: string, index: number): number {
  return index <= 0 ? index : lengthOf(text.slice(0, index));
}

/** Whether Python takes the character for white space. */
export function isSpace(character: string): boolean {
  return SPACES.includes(character);
}

/** `str.strip`, `lstrip` and `rstrip`. Without `characters`, white space goes. */
export function stripped(
  text: string,
  side: 'both' | 'left' | 'right' = 'both',
  characters: string = SPACES,
): string {
  const set = new Set(charactersOf(characters));
  const all = charactersOf(text);
  let from = 0;
  let to = all.length;
  if (side !== 'right') while (from < to && set.has(all[from] ?? '')) from += 1;
  if (side !== 'left') while (to > from && set.has(all[to - 1] ?? '')) to -= 1;
  return from === 0 && to === all.length ? text : all.slice(from, to).join('');
}

/** `str.split()` without a separator. At most `most` cuts, any number if negative. */
export function words(text: string, most: number): string[] {
  const found: string[] = [];
  let rest = stripped(text, 'left');
  while (rest !== '') {
    if (most >= 0 && found.length === most) return [...found, rest];
    let end = 0;
    while (end < rest.length && !isSpace(rest.charAt(end))) end += 1;
    found.push(rest.slice(0, end));
    while (end < rest.length && isSpace(rest.charAt(end))) end += 1;
    rest = rest.slice(end);
  }
  return found;
}

/** As `words`, but cut from the end: `str.rsplit()` without a separator. */
export function lastWords(text: string, most: number): string[] {
  const found: string[] = [];
  let end = endOf(text, text.length);
  while (end > 0) {
    if (most >= 0 && found.length === most) {
      found.push(text.slice(0, end));
      break;
    }
    let start = end;
    while (start > 0 && !isSpace(text.charAt(start - 1))) start -= 1;
    found.push(text.slice(start, end));
    end = endOf(text, start);
  }
  return found.reverse();
}

/** Where the last word ends that does so up to here. */
function endOf(text: string, at: number): number {
  let end = at;
  while (end > 0 && isSpace(text.charAt(end - 1))) end -= 1;
  return end;
}

/** As Python's `ord`; throws a `TemplateError` unless it is one character. */
export function codeOf(text: string): number {
  const code = text.codePointAt(0);
  if (code === undefined || lengthOf(text) !== 1) {
    throw new TemplateError('A single character is needed to tell its code.');
  }
  return code;
}

const SURROGATE = /[\ud800-\udfff]/;
const SPACES =
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';
