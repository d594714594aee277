/** Names and what is said of them, cut into words that can be compared. */
import { INSTEAD, isLittle, isPlacing } from './little-words.ts';
import { stemOf } from './stem.ts';

export interface Word {
  /** Small letters, digits, no diacritics; ä, ae and a are the same. */
  readonly text: string;
  /** Without the endings of cases and plurals. */
  readonly stem: string;
  /**
   * Whether other words may be made of it: `dense` in scripts where a letter is a syllable or a word; short
   * ones of other scripts are found in words by chance.
   */
  readonly joins: 'dense' | 'letters' | 'never';
}

/** Of the letters of `letters` words; fewer are found by chance. */
export const SHORTEST_PART = 3;

const MAX_TEXT = 200;
const MAX_WORDS = 16;
const MAX_WORD = 48;

/**
 * The words of `text`, in order: camelCase, digits, hyphens and underscores part them, spoken numbers become
 * digits, and little words are left out unless there are no others.
 */
export function wordsOf(text: string): readonly Word[] {
  const all = piecesOf(text);
  const telling = all.filter((_, at) => !isLittle(all, at));
  return (telling.length > 0 ? telling : all).map(wordFrom);
}

/** As `wordsOf`; none where there are only little ones. */
export function tellingWordsOf(text: string): readonly Word[] {
  const all = piecesOf(text);
  return all.filter((_, at) => !isLittle(all, at)).map(wordFrom);
}

/**
 * What was said, read word for word, then without little words, then without what only places it: each is meant
 * where nothing fits the one before it.
 */
export function readingsOf(said: string): readonly (readonly Word[])[] {
  const all = piecesOf(said);
  const telling = all.filter((_, at) => !isLittle(all, at));
  const bare = telling.filter((word) => !isPlacing(word));
  const readings = [all];
  for (const shorter of [telling, bare])
    if (shorter.length > 0 && shorter.length < (readings.at(-1)?.length ?? 0))
      readings.push(shorter);
  return readings.map((reading) => reading.map(wordFrom));
}

const piecesOf = (text: string): readonly string[] =>
  pieces(text.slice(0, MAX_TEXT))
    .slice(0, MAX_WORDS)
    .map((word) => word.slice(0, MAX_WORD));

const wordFrom = (piece: string): Word => wordOf(instead(piece));

export const wordOf = (text: string): Word => {
  const stem = stemOf(text);
  return { text, stem, joins: joinsOf(stem) };
};

const joinsOf = (stem: string): Word['joins'] => {
  if (DENSE_SCRIPT.test(stem)) return 'dense';
  return stem.length >= SHORTEST_PART && !/^\d/.test(stem) ? 'letters' : 'never';
};

const DENSE_SCRIPT = /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

export const hasStem = (words: readonly Word[], stem: string): boolean =>
  words.some((word) => word.stem === stem);

/** Words as one text by which they are the same or not. */
export const phrase = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');

/** Words as one word. */
export const joined = (words: readonly Word[]): string => words.map(({ text }) => text).join('');

function pieces(text: string): readonly string[] {
  const whole = text.replace(/['’ʼ`´]s(?![\p{L}\p{N}])/giu, '');
  return (whole.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).flatMap((token) =>
    ADDRESS.test(token) ? [token.toLowerCase().replace(/^0x/, '')] : parted(token),
  );
}

/** Of a radio or a network card, as `0x00158d0001a2b3c4`: its digits are no numbers. */
const ADDRESS = /^(?:0x[\da-f]{4,}|(?=\d*[a-f]+\d+[a-f]|[a-f]*\d+[a-f]+\d)[\da-f]{6,})$/i;

/** Most names are ASCII, and there may be thousands. */
function parted(token: string): readonly string[] {
  if (IS_ASCII.test(token))
    return (token.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map(folded);
  const words = folded(apart(token)).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.flatMap((word) => (HAS_DENSE.test(word) ? (word.match(RUNS) ?? []) : [word]));
}

const apart = (text: string): string =>
  text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L}\p{M}*)(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    // "Of", in Chinese.
    .replace(/(?<=\p{Script=Han})的(?=\p{Script=Han})/gu, ' ');

const HAS_DENSE = /[\u3040-\u30ff\u3400-\u9fff]/;

/** Where no spaces are written, another script begins another word. */
const RUNS =
  /[\u3040-\u309f]+|[\u30a0-\u30ff]+|[\u3005\u3400-\u9fff]+|[^\u3005\u3040-\u30ff\u3400-\u9fff]+/g;

const folded = (text: string): string =>
  latin(text.toLowerCase())
    .replace(/ae/g, 'a')
    .replace(/oe/g, 'o')
    // In "neue", "blaue", "queue" these are two sounds.
    .replace(/(?<![aeoq])ue/g, 'u');

const latin = (text: string): string =>
  IS_ASCII.test(text)
    ? text
    : text
        .normalize('NFKD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
        .replace(/[ßæœøłđı]/g, (letter) => PLAIN[letter] ?? letter);

const IS_ASCII = /^[\0-\x7f]*$/;

const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'a',
  œ: 'o',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};

const instead = (word: string): string =>
  INSTEAD.get(word) ?? (/^\d+$/.test(word) ? word.replace(/^0+(?=\d)/, '') : word);
