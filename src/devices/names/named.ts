/** Things of a home with all that their names are compared by. */
import { finish, STEP, type Steps, sorted } from '../../system/steps.ts';
import type { Entity } from '../entity.ts';
import { withoutHead } from './compound.ts';
import { kindWordsOf } from './kind-words.ts';
import { labelling } from './labels.ts';
import { hasStem, joined, phrase, type Word, wordsOf } from './words.ts';

export interface Named {
  readonly entity: Entity;
  /** Its name where each has another: see `labels.ts`. */
  readonly label: string;
  /** All words of its name as one text. */
  readonly phrase: string;
  /** Those of its name; compounds of which one part is what it is are two. */
  readonly words: readonly Word[];
  /** The compounds as they are written. */
  readonly compounds: readonly Word[];
  /** Each of its words with its endings, without them, and in two if it is a compound. */
  readonly spellings: readonly string[];
  readonly areaWords: readonly Word[];
  /** What may be said for it because of what it is. */
  readonly kindWords: readonly Word[];
}

/** By id, in the order of their labels. */
export type Names = ReadonlyMap<string, Named>;

export const namesOf = (entities: ReadonlyMap<string, Entity>): Names => finish(naming(entities));

/** The same in steps: of thousands of entities it is the work of many milliseconds. */
export function* naming(entities: ReadonlyMap<string, Entity>): Steps<Names> {
  const labels = yield* labelling(entities.values());
  const all: Named[] = [];
  for (const entity of entities.values()) {
    all.push(nameOf(entity, labels.get(entity.id) ?? ''));
    if (all.length % STEP === 0) yield;
  }
  const names = new Map<string, Named>();
  for (const named of yield* sorted(all, byLabel)) {
    names.set(named.entity.id, named);
    if (names.size % STEP === 0) yield;
  }
  return names;
}

/** Whether a thing is in the room of that name, or has none and is called after it. */
export function isIn(area: readonly Word[]): (named: Named) => boolean {
  const whole = joined(area);
  const isSaid = ({ stem }: Word) => hasStem(area, stem);
  const isArea = (words: readonly Word[]) =>
    (words.every(isSaid) && area.every(({ stem }) => hasStem(words, stem))) ||
    joined(words) === whole;
  /** Things of one room have the same words for it. */
  const areas = new Map<readonly Word[], boolean>();
  return ({ areaWords, words }) => {
    if (area.length === 0) return false;
    if (areaWords.length === 0) return area.every(({ stem }) => hasStem(words, stem));
    let is = areas.get(areaWords);
    if (is === undefined) {
      is = isArea(areaWords);
      areas.set(areaWords, is);
    }
    return is;
  };
}

/** The same entity is in one set of entities after the other, and seldom gets another label. */
const known = new WeakMap<Entity, Named>();

function nameOf(entity: Entity, label: string): Named {
  const before = known.get(entity);
  if (before?.label === label) return before;
  const named = before === undefined ? newlyNamed(entity, label) : { ...before, label };
  known.set(entity, named);
  return named;
}

function newlyNamed(entity: Entity, label: string): Named {
  const whole = wordsOf(entity.name);
  const kindWords = kindWordsOf(entity);
  const words = whole.flatMap((word) => withoutHead(word, kindWords));
  return {
    entity,
    label,
    phrase: phrase(whole),
    words,
    compounds: whole.filter((word) => !words.includes(word)),
    spellings: [...new Set([...words.map(({ stem }) => stem), ...whole.map(({ text }) => text)])],
    areaWords: areaWordsOf(entity.area ?? ''),
    kindWords,
  };
}

const areas = new Map<string, readonly Word[]>();
const MAX_AREAS = 500;

function areaWordsOf(area: string): readonly Word[] {
  let words = areas.get(area);
  if (words === undefined) {
    words = wordsOf(area);
    if (areas.size >= MAX_AREAS) areas.clear();
    areas.set(area, words);
  }
  return words;
}

function byLabel(a: Named, b: Named): number {
  if (a.label !== b.label) return a.label < b.label ? -1 : 1;
  return a.entity.id < b.entity.id ? -1 : 1;
}
