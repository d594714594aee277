import { TemplateError } from './template-error.ts';

/** What the inside of a string literal stands for, by Python's escapes. Throws a `TemplateError`. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    ESCAPE,
    (all, code: string | undefined, octal: string | undefined, letter) => {
      if (code !== undefined) return character(code.slice(1), 16);
      if (octal !== undefined) return character(octal, 8);
      if ('xuUN'.includes(letter)) {
        throw new TemplateError(`A text in the template has a broken escape: "\\${letter}".`);
      }
      return SIMPLE.get(letter) ?? all;
    },
  );
}

function character(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  if (code > 0x10ffff) throw new TemplateError('A text in the template has no such character.');
  return String.fromCodePoint(code);
}

const ESCAPE = /\\(?:(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;
const SIMPLE = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
