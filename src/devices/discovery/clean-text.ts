// Marks that change the direction of writing, zero-width and soft characters, private ones, halves of characters.
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\ufffe\uffff]/gu;
const SPACE = /[\p{Cc}\p{Z}]+/gu;
const LONGEST_READ = 2_000;
/** Most texts: there is nothing to clean. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A stranger's text as it may be shown, spoken and matched: on one line, without anything that cannot be seen,
 * at most `maxCharacters` long. `undefined` if nothing is left, or it is neither text nor number.
 */
export function cleanText(value: unknown, maxCharacters: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (typeof value === 'string' && value.length <= maxCharacters && PLAIN.test(value)) return value;
  const text = String(value)
    .slice(0, LONGEST_READ)
    .replace(SPACE, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .trim();
  const cut = text.length <= maxCharacters ? text : [...text].slice(0, maxCharacters).join('');
  return cut.trim() || undefined;
}
