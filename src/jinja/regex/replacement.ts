import { TemplateError } from '../template-error.ts';

/**
 * What `re.sub` puts in: texts, and the numbers of groups (0 is the whole match). Throws a `TemplateError` for
 * an escape that is not known or a group that is not there.
 */
export function replacementOf(
  template: string,
  groups: number,
  names: ReadonlyMap<string, number>,
): readonly (string | number)[] {
  const pieces: (string | number)[] = [];
  let last = 0;
  for (const found of template.matchAll(/\\(?:g<(\w+)>|([1-9]\d?)|([\s\S]|$))/g)) {
    pieces.push(template.slice(last, found.index));
    last = found.index + found[0].length;
    const [, name, digits, letter] = found;
    const group = name ?? digits;
    pieces.push(group === undefined ? plain(letter ?? '') : numberOf(group, groups, names));
  }
  return [...pieces, template.slice(last)].filter((piece) => piece !== '');
}

function numberOf(group: string, groups: number, names: ReadonlyMap<string, number>): number {
  const index = /^\d+$/.test(group) ? Number(group) : names.get(group);
  if (index === undefined || index > groups) {
    throw new TemplateError(`A regular expression has no group "${group}" to put in.`);
  }
  return index;
}

function plain(letter: string): string {
  const control = CONTROLS.get(letter);
  if (control !== undefined) return control;
  if (letter === '' || /[A-Za-z0-9]/.test(letter)) {
    throw new TemplateError(`A replacement has an escape that is not known: "\\${letter}".`);
  }
  // As Python does it, any other backslash stays.
  return letter === '\\' ? '\\' : `\\${letter}`;
}

const CONTROLS = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
  ['a', '\x07'],
  ['0', '\0'],
]);
