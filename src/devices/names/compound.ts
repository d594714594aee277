/** Words that are made of words: "Küchenlampe", "livingroom", 厨房灯. */
import { SHORTEST_PART, type Word, wordOf } from './words.ts';

/** What German and Japanese put between the parts. */
const LINKS = ['', 'n', 'en', 's', 'es', 'e', 'er', 'ns', 'ens', 'の'];

const MAX_PARTS = 4;

/** Those of `words` that `word` may be made of, judged quickly. */
export const partsIn = (word: Word, words: readonly Word[]): readonly Word[] =>
  words.filter((part) => isPartIn(part, word));

/** Whether `word` may be made of `part`, judged quickly. */
export const isPartIn = ({ stem, joins }: Word, word: Word): boolean =>
  joins !== 'never' && word.text.includes(stem);

/** The stems of those of `words` that `word` is made of, two or more, without a rest; else `undefined`. */
export function partsOf(word: Word, words: readonly Word[]): readonly string[] | undefined {
  const inside = partsIn(word, words);
  const parts = inside.length > 0 ? split(word.text, word.stem, inside, MAX_PARTS) : undefined;
  return parts !== undefined && parts.length > 1 ? parts : undefined;
}

/** Whether `part` begins or ends the compound `word`, as "Decke" does "Wohnzimmerdecke". */
export function isPartOf({ stem, joins }: Word, word: Word): boolean {
  if (joins === 'never') return false;
  // Of three letters many words begin and end by chance.
  if (joins === 'letters' && stem.length <= SHORTEST_PART) return false;
  if (word.text.length - stem.length < leastOf(joins)) return false;
  return word.text.startsWith(stem) || word.stem.endsWith(stem);
}

/** `word` in two where it ends with one of `heads`, as "Küchenlampe" does with "Lampe". */
export function withoutHead(word: Word, heads: readonly Word[]): readonly Word[] {
  let longest: Word | undefined;
  for (const head of heads)
    if (head.joins !== 'never' && word.stem.endsWith(head.stem))
      if (word.stem.length - head.stem.length >= leastOf(head.joins))
        if (longest === undefined || head.stem.length > longest.stem.length) longest = head;
  if (longest === undefined) return [word];
  const rest = word.stem.slice(0, -longest.stem.length);
  return [wordOf(rest), longest];
}

const leastOf = (joins: Word['joins']): number => (joins === 'dense' ? 1 : SHORTEST_PART);

function split(
  text: string,
  stem: string,
  words: readonly Word[],
  left: number,
): string[] | undefined {
  if (left === 0) return undefined;
  for (const part of words) {
    if (stem === part.stem) return [part.stem];
    for (const begin of part.text === part.stem ? [part.stem] : [part.text, part.stem]) {
      if (!text.startsWith(begin)) continue;
      for (const link of LINKS) {
        const from = begin.length + link.length;
        if (from >= stem.length || !text.startsWith(link, begin.length)) continue;
        const parts = split(text.slice(from), stem.slice(from), words, left - 1);
        if (parts !== undefined) return [part.stem, ...parts];
      }
    }
  }
  return undefined;
}
