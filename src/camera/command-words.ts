/** The words of a command line, as a shell would read them, without what only a shell can do. */

/** The program first. `fault` is a predicate, as "holds a | that …". */
export type CommandWords =
  | { readonly words: readonly [string, ...string[]] }
  | { readonly fault: string };

/**
 * Quotes and backslashes mean what they do in a shell (POSIX, Shell Command Language 2.2). Whatever else
 * a shell would act on is refused, so that nothing means something other than it seems to.
 */
export function commandWords(command: string): CommandWords {
  if (/\p{Cc}/u.test(command)) return { fault: 'must not hold control characters' };
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < command.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at;
    const match = PIECE.exec(command);
    if (match === null) return { fault: unclosed(command.charAt(at)) };
    const [, plain, single, double, escaped] = match;
    const acted = actedOn(plain, word) ?? ACTED_ON_IN_QUOTES.exec(double ?? '')?.[1];
    if (acted !== undefined) return { fault: forShells(acted) };
    const text = plain ?? single ?? double?.replace(/\\([$`"\\])/g, '$1') ?? escaped;
    if (text !== undefined) word = (word ?? '') + text;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  const [program, ...rest] = words;
  if (program === undefined || program === '') return { fault: 'must name a program' };
  return { words: [program, ...rest] };
}

/** Plain text, 'as it is', "with escapes", one escaped character, or the space between words. */
const PIECE = /([^\s'"\\]+)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|\s+/uy;
const ACTED_ON = /[|&;<>()$`*?[]/;
const ACTED_ON_AT_THE_START = /^[~#]/;
const ACTED_ON_IN_QUOTES = /^(?:[^\\$`]|\\.)*([$`])/;

function actedOn(plain: string | undefined, wordSoFar: string | undefined): string | undefined {
  if (plain === undefined) return undefined;
  const start = wordSoFar === undefined ? ACTED_ON_AT_THE_START.exec(plain) : null;
  return (start ?? ACTED_ON.exec(plain))?.[0];
}

const forShells = (character: string): string =>
  `holds a ${character} that only a shell would understand: put it in '…' if it is meant as it stands, or the whole command into a script and the name of that here`;

const unclosed = (character: string): string =>
  character === '\\'
    ? 'must not end with a single \\'
    : `holds a ${character} that is never closed`;
