/** Endings of cases and plurals in English, German, Russian and Greek; the words of a home are too few for more. */

interface Endings {
  readonly of: RegExp;
  readonly endings: readonly string[];
  /** Of what is left. */
  readonly shortest: number;
}

/** Folded: й is и, and ή is η. */
const SCRIPTS: readonly Endings[] = [
  { of: /^[a-z]+$/, endings: ['ern', 'en', 'em', 'er', 'es', 'e', 's'], shortest: 3 },
  { of: /^[а-яіѣґє]+$/, endings: ['ом', 'ем', 'ах', 'ях', ...'аеиоуыэюяьі'], shortest: 2 },
  {
    of: /^[α-ω]+$/,
    endings: ['ους', 'ου', 'ων', 'ες', 'ας', 'ης', 'ος', ...'αεηιουω'],
    shortest: 3,
  },
];

/**
 * A folded word without its endings, as "lamp" for "lamps", "Lampe" and "Lampen". Only to be compared with
 * others of the kind: it need not be a word.
 */
export function stemOf(word: string): string {
  const script = SCRIPTS.find(({ of }) => of.test(word));
  if (script === undefined) return word;
  let stem = word;
  for (let shorter = shortened(stem, script); shorter !== stem; shorter = shortened(stem, script))
    stem = shorter;
  return stem.length > script.shortest && stem.endsWith('y') ? `${stem.slice(0, -1)}i` : stem;
}

function shortened(word: string, { endings, shortest }: Endings): string {
  for (const ending of endings)
    if (word.length - ending.length >= shortest && word.endsWith(ending))
      return word.slice(0, -ending.length);
  // "Kugeln", "rideaux".
  const isPlural = word.length > 4 && /(?:[lr]n|ux)$/.test(word);
  return isPlural ? word.slice(0, -1) : word;
}
