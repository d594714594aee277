const PLAIN = /^[^"\\{}%#\p{Cc}]{1,100}$/u;

/** A stranger's word as a text of the template language; `undefined` if it could be read as anything else. */
export const quoted = (word: string): string | undefined =>
  PLAIN.test(word) ? `"${word}"` : undefined;
