/** The words of names that strangers gave, so that they can be compared with what we know. */

const MOST_CHARACTERS = 600;
const FOLDED: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'oe',
  å: 'aa',
  ł: 'l',
};

/**
 * Lower-case words without marks: `UnlockDoor_2` is `unlock door 2`, `Türöffner` is `tueroeffner`. Characters
 * that cannot be seen part no word.
 */
export function wordsOf(text: string): readonly string[] {
  const start = text.slice(0, MOST_CHARACTERS);
  const known = KNOWN.get(start);
  if (known !== undefined) return known;
  const words = split(start);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(start, words);
  return words;
}

/** The same names are judged again and again, hundreds of them when all lamps are switched off. */
const KNOWN = new Map<string, readonly string[]>();
const MOST_KNOWN = 10_000;

function split(text: string): readonly string[] {
  return text
    .replace(/\p{Cf}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüßøåł]/g, (letter) => FOLDED[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
