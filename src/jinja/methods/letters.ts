/** Methods of texts that ask about their letters, or change them. */
import { charactersOf, isSpace } from '../characters.ts';
import type { JinjaValue } from '../kinds.ts';
import type { Filter } from '../run.ts';

export const LETTER_METHODS: readonly (readonly [string, Filter])[] = [
  ['lower', (of) => text(of).toLowerCase()],
  ['upper', (of) => text(of).toUpperCase()],
  ['casefold', (of) => text(of).toLowerCase().replaceAll('ß', 'ss')],
  ['capitalize', (of) => capitalized(text(of))],
  ['title', (of) => titled(text(of))],
  ['swapcase', (of) => charactersOf(text(of)).map(swapped).join('')],
  ['isalnum', (of) => /^[\p{L}\p{N}]+$/u.test(text(of))],
  ['isalpha', (of) => /^\p{L}+$/u.test(text(of))],
  ['isascii', (of) => charactersOf(text(of)).every((each) => each < '\x80')],
  ['isdecimal', (of) => /^\p{Nd}+$/u.test(text(of))],
  ['isdigit', (of) => /^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u.test(text(of))],
  ['isnumeric', (of) => /^\p{N}+$/u.test(text(of))],
  ['isspace', (of) => text(of) !== '' && charactersOf(text(of)).every(isSpace)],
  ['islower', (of) => isLower(text(of))],
  ['isupper', (of) => isUpper(text(of))],
  ['istitle', (of) => /\p{L}/u.test(text(of)) && titled(text(of)) === text(of)],
];

/** `text.capitalize()` */
export function capitalized(text: string): string {
  const [first = '', ...rest] = charactersOf(text);
  return first.toUpperCase() + rest.join('').toLowerCase();
}

/** `text.islower()` */
export function isLower(text: string): boolean {
  return /\p{Ll}/u.test(text) && !/[\p{Lu}\p{Lt}]/u.test(text);
}

/** `text.isupper()` */
export function isUpper(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text);
}

/** Python's: a capital after each character that is no letter. The filter of this name has other rules. */
function titled(text: string): string {
  return text.replace(/\p{L}+/gu, capitalized);
}

function swapped(character: string): string {
  const upper = character.toUpperCase();
  return upper === character ? character.toLowerCase() : upper;
}

function text(of: JinjaValue): string {
  return typeof of === 'string' ? of : '';
}
