/** Words that tell little or nothing of which thing is meant, and numbers. All folded, as `words.ts` does. */

/** Articles, prepositions and manners of the languages that most homes speak. */
const LITTLE_WORDS: ReadonlySet<string> = new Set(
  (
    'an the my our your this that of in at on by to for and please number ' +
    'der die das den dem des ein eine einen einem einer mein meine meinen meinem meiner unser unsere ' +
    'unseren unserem im am beim vom zum zur und von auf bitte fur nummer nr ' +
    'le la les un une de du et mon ma mes dans el los las del mi mis en il lo gli i uno una di da ' +
    'della dello dell nel nella numero um uma do dos na no nas nos het op van mijn ' +
    'το τα οι του τη την της τον στο στη στην στον και во на из для の を で に が は 的'
  ).split(' '),
);

/** Articles and "and", where a word follows: "a lamp", "luci e prese", "свет в зале". */
const LITTLE_LETTERS: ReadonlySet<string> = new Set('e i y w z ο η в и к о с у'.split(' '));

/** What tells where a thing is, and is often said otherwise, or not at all. */
const PLACING_WORDS: ReadonlySet<string> = new Set(
  (
    'over above under below behind beside near next with uber uberm unter unterm neben hinter hinterm vor ' +
    'vorm bei mit sur sous derriere devant pres avec sobre bajo detras cerca con sopra sotto dietro vicino'
  ).split(' '),
);

const VOWEL = /^[aeiouh]/;
const DIGITS = /^\d+$/;

/**
 * Whether the word at that place tells nothing of which thing is meant. A single letter does, unless it stands
 * where an article or "and" does: "Shelly 1L", "Lamp A" and "Zone D" are called so.
 */
export function isLittle(words: readonly string[], at: number): boolean {
  const [before = '', word = '', next = ''] = [words[at - 1], words[at], words[at + 1]];
  if (LITTLE_WORDS.has(word)) return true;
  if (next === '' || DIGITS.test(before) || DIGITS.test(next)) return false;
  if (word === 'a' || word === 'o') return before === '';
  if (word === 'd' || word === 'l') return VOWEL.test(next);
  return LITTLE_LETTERS.has(word);
}

export const isPlacing = (word: string): boolean => PLACING_WORDS.has(word);

/** One to twelve, and first to sixth; not those that are articles as well. */
const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  [
    'one eins один одна first erste ersten erster erstes premier premiere',
    'two zwei zwo deux dos due dois duas twee два две second zweite zweiten zweiter zweites deuxieme',
    'three drei trois tres tre drie три third dritte dritten dritter drittes troisieme',
    'four vier quatre cuatro quattro quatro четыре fourth vierte vierten vierter viertes quatrieme',
    'five funf cinq cinco cinque vijf пять fifth funfte funften funfter funftes cinquieme',
    'six sechs seis sei zes шесть sixth sechste sechsten sechster sechstes sixieme',
    'seven sieben sept siete sette sete zeven',
    'eight acht huit ocho otto oito',
    'nine neun neuf nueve nove negen',
    'ten zehn dix diez dieci dez tien',
    'eleven elf onze once undici',
    'twelve zwolf douze doce dodici twaalf',
  ].flatMap((words, at) => words.split(' ').map((word): [string, string] => [word, `${at + 1}`])),
);

/** Each is said for the first of its line. */
const SAME_WORDS = [
  'bad badezimmer',
  'tv fernseher television televiseur televisor',
  'wc toilette toilet klo',
];

/** What is compared in place of a word: digits for a number in words, and one of several words for the same. */
export const INSTEAD: ReadonlyMap<string, string> = new Map([
  ...NUMBER_WORDS,
  ...SAME_WORDS.flatMap((line) => {
    const [one = '', ...others] = line.split(' ');
    return others.map((word): [string, string] => [word, one]);
  }),
]);
