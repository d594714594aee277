/** Whether a text is of the kind that a pattern names. */
export type Glob = (text: string) => boolean;

/**
 * A pattern of the configuration: `*` is any characters, `?` is one; upper and lower case are the same. Takes
 * at most the length of the text times that of the pattern.
 */
export function globOf(pattern: string): Glob {
  const matches = foldedGlobOf(pattern);
  return (text) => matches(folded(text));
}

/** As `globOf`, for texts that have been `folded` already: once for many patterns. */
export function foldedGlobOf(pattern: string): Glob {
  const wanted = folded(pattern);
  return isPattern(pattern) ? (text) => matches(text, wanted) : (text) => text === wanted;
}

/** Whether it has wildcards. */
export const isPattern = (text: string): boolean => /[*?]/.test(text);

/** The same for texts that differ in case alone. */
export const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** Goes back to the last `*` only, which is enough: an earlier one need not take more. */
function matches(text: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let taken = 0;
  while (at < text.length) {
    if (pattern[next] === '*') {
      star = next;
      taken = at;
      next += 1;
    } else if (pattern[next] === '?') {
      at += widthAt(text, at);
      next += 1;
    } else if (pattern[next] === text[at]) {
      at += 1;
      next += 1;
    } else if (star !== -1) {
      taken += widthAt(text, taken);
      at = taken;
      next = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}

/** Some characters are two units of a text. */
const widthAt = (text: string, at: number): number =>
  (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
