import { isSpace } from '../characters.ts';
import { TemplateError } from '../template-error.ts';
import { type CharacterTest, isWord } from './pattern.ts';

/** What `\d`, `\w`, `\s` and their opposites match; `undefined` for another letter. */
export function classEscape(letter: string): CharacterTest | undefined {
  return CLASSES.get(letter);
}

/**
 * The one character that an escape stands for, and how long it is behind the backslash. Throws a
 * `TemplateError` for an escape that is not known, back references among them.
 */
export function escapedCharacter(text: string): { character: string; length: number } {
  const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(0[0-7]{0,2}))/.exec(text);
  if (code) {
    const hexadecimal = code[1] ?? code[2];
    const number = Number.parseInt(
      hexadecimal ?? code[3] ?? '0',
      hexadecimal === undefined ? 8 : 16,
    );
    return { character: String.fromCodePoint(number), length: code[0].length };
  }
  const [letter] = Array.from(text);
  const control = letter === undefined ? undefined : CONTROLS.get(letter);
  if (control !== undefined) return { character: control, length: 1 };
  if (letter === undefined || /[A-Za-z0-9]/.test(letter)) {
    throw new TemplateError(
      `A regular expression has an escape that is not known: "\\${letter ?? ''}".`,
    );
  }
  return { character: letter, length: 1 };
}

const isDigit: CharacterTest = (character) => /\p{Nd}/u.test(character);

const CLASSES: ReadonlyMap<string, CharacterTest> = new Map([
  ['d', isDigit],
  ['D', (character: string) => !isDigit(character)],
  ['w', isWord],
  ['W', (character: string) => !isWord(character)],
  ['s', isSpace],
  ['S', (character: string) => !isSpace(character)],
]);

const CONTROLS = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
  ['a', '\x07'],
]);
