/** Whether what was said can mean a thing, and how well. */
import { isPartIn, isPartOf, partsIn, partsOf, withoutHead } from './compound.ts';
import type { Named } from './named.ts';
import { hasStem, type Word } from './words.ts';

export interface Fit {
  /**
   * `whole`: every word of its name was said, or stands for where or what it is and that was said ·
   * `part`: its name has more words, or nothing was said but what it is.
   */
  readonly name: 'whole' | 'part';
  /** How many of the words only say what it is, in another word than its name. */
  readonly byKind: number;
}

/** Whether the room was `said` apart from the name, so that the name need not say it again. */
export type Place = 'said' | 'open';

/**
 * How `said` fits a thing: each of its words must be of the name, the room or the kind of the thing, or begin
 * or end a word of its name. One word of anything else, and it does not fit.
 */
export function fitting(said: readonly Word[], place: Place): (named: Named) => Fit | undefined {
  const words = said.map((word) => new SaidWord(word));
  return (named) => {
    if (words.length === 0 || !words.every((word) => word.touches(named))) return undefined;
    const mentions = new Mentions(named, place);
    return words.every((word) => word.mentions(mentions)) ? mentions.fit(said) : undefined;
  };
}

/** A word that was said, and what is the same of it for all things of one kind, or with one word. */
class SaidWord {
  readonly #word: Word;
  /** By text. */
  readonly #touched = new Map<string, boolean>();
  readonly #areas = new Map<readonly Word[], boolean>();
  readonly #kinds = new Map<
    readonly Word[],
    {
      readonly is: boolean;
      readonly parts: readonly Word[];
      /** Of a compound of which the last part, its head, is what the thing is. */
      readonly rest: Word;
      readonly head: Word | undefined;
    }
  >();

  constructor(word: Word) {
    this.#word = word;
  }

  /** Whether it has anything to do with a thing: of thousands, few are left for a closer look. */
  touches({ words, compounds, areaWords, kindWords }: Named): boolean {
    for (const word of words) if (this.#touches(word)) return true;
    for (const word of compounds) if (this.#touches(word)) return true;
    const kind = this.#kind(kindWords);
    if (kind.is || kind.parts.length > 0) return true;
    let area = this.#areas.get(areaWords);
    if (area === undefined) {
      area = areaWords.some((word) => this.#touches(word));
      this.#areas.set(areaWords, area);
    }
    return area;
  }

  #touches(word: Word): boolean {
    let touched = this.#touched.get(word.text);
    if (touched === undefined) {
      touched =
        word.stem === this.#word.stem || isPartIn(word, this.#word) || isPartOf(this.#word, word);
      this.#touched.set(word.text, touched);
    }
    return touched;
  }

  mentions(mentions: Mentions): boolean {
    const { words, compounds, areaWords, kindWords } = mentions.named;
    const kind = this.#kind(kindWords);
    if (mentions.take(this.#word.stem, kind.is)) return true;
    const own = partsIn(this.#word, words);
    const area = partsIn(this.#word, areaWords);
    if (own.length + area.length + kind.parts.length > 0) {
      const parts = partsOf(this.#word, [...own, ...area, ...kind.parts]);
      if (parts !== undefined)
        return parts.every((part) => mentions.take(part, hasStem(kindWords, part)));
    }
    const owns = [...words, ...compounds];
    if (owns.some((own) => isPartOf(this.#word, own))) return mentions.takePart();
    // "Nachtlampe", of a "Nachttischlampe".
    const { rest, head } = kind;
    if (head === undefined || !owns.some((own) => isPartOf(rest, own))) return false;
    return mentions.takePart() && mentions.take(head.stem, true);
  }

  #kind(kindWords: readonly Word[]) {
    let kind = this.#kinds.get(kindWords);
    if (kind === undefined) {
      const [rest = this.#word, head] = withoutHead(this.#word, kindWords);
      const parts = partsIn(this.#word, kindWords);
      kind = { is: hasStem(kindWords, this.#word.stem), parts, rest, head };
      this.#kinds.set(kindWords, kind);
    }
    return kind;
  }
}

/** What of a thing has been mentioned so far. */
class Mentions {
  readonly named: Named;
  readonly #stems = new Set<string>();
  #place: Place;
  /** How many words were of the name or the room, and how many of neither. */
  #byName = 0;
  #byKind = 0;

  constructor(named: Named, place: Place) {
    this.named = named;
    this.#place = place;
  }

  /** Whether `stem` is of the thing; `isOfKind` if it may be said for what it is. */
  take(stem: string, isOfKind: boolean): boolean {
    const isOfName = hasStem(this.named.words, stem);
    const isOfArea = hasStem(this.named.areaWords, stem);
    if (isOfName) this.#stems.add(stem);
    if (isOfArea) this.#place = 'said';
    if (isOfName || isOfArea) this.#byName += 1;
    else if (isOfKind) this.#byKind += 1;
    return isOfName || isOfArea || isOfKind;
  }

  takePart(): true {
    this.#byName += 1;
    return true;
  }

  fit(said: readonly Word[]): Fit {
    const isWhole = this.#byName > 0 && this.named.words.every((word) => this.#covers(word, said));
    return { name: isWhole ? 'whole' : 'part', byKind: this.#byKind };
  }

  #covers(word: Word, said: readonly Word[]): boolean {
    if (this.#isSaid(word.stem)) return true;
    const { areaWords, kindWords } = this.named;
    const parts = partsOf(word, [...said, ...areaWords, ...kindWords]);
    return parts?.every((part) => this.#isSaid(part) || hasStem(said, part)) === true;
  }

  #isSaid(stem: string): boolean {
    const { areaWords, kindWords } = this.named;
    if (this.#stems.has(stem)) return true;
    if (this.#place === 'said' && hasStem(areaWords, stem)) return true;
    return this.#byKind > 0 && hasStem(kindWords, stem);
  }
}
