/** What somebody may have meant whose words fit nothing. */
import { distance } from 'fastest-levenshtein';
import type { Steps } from '../../system/steps.ts';
import type { Named } from './named.ts';
import { hasStem, type Word } from './words.ts';

/** So many names are compared in one step. */
const STEP = 32;

/** The `count` of `candidates` that are most like `said`, the likest first; the order is always the same. */
export function* nearestOf(
  said: readonly Word[],
  candidates: readonly Named[],
  count: number,
): Steps<readonly Named[]> {
  const like = new Likeness(said);
  const nearest: { readonly named: Named; readonly likeness: number }[] = [];
  for (let next = 0; next < candidates.length; next += 1) {
    if (next % STEP === 0) yield;
    const named = candidates[next] as Named;
    const likeness = like.to(named);
    // There may be thousands of them: the few that are kept are kept in order.
    let at = nearest.length;
    while (at > 0 && likeness > (nearest[at - 1]?.likeness ?? 0)) at -= 1;
    if (at >= count) continue;
    nearest.splice(at, 0, { named, likeness });
    if (nearest.length > count) nearest.pop();
  }
  return nearest.map(({ named }) => named);
}

/** How well the words that were said are found in names, rooms and kinds; of thousands of things. */
class Likeness {
  readonly #said: readonly Word[];
  /** How like a word each of those is that were said: from 0 to 1. */
  readonly #known = new Map<string, readonly number[]>();
  readonly #areas = new Map<readonly Word[], readonly number[]>();
  readonly #kinds = new Map<readonly Word[], readonly number[]>();

  constructor(said: readonly Word[]) {
    this.#said = said;
  }

  to({ spellings, words, areaWords, kindWords }: Named): number {
    const best = this.#said.map(() => 0);
    raise(best, this.#kind(kindWords));
    raise(best, this.#area(areaWords));
    for (const text of spellings) raise(best, this.#word(text));
    let total = 0;
    for (const one of best) total += one;
    const count = Math.max(this.#said.length, 1);
    // Of equal ones, that with fewer other words.
    return total / count + total / Math.max(count, words.length) / 10;
  }

  #word(other: string): readonly number[] {
    let known = this.#known.get(other);
    if (known === undefined) {
      known = this.#said.map(({ stem, text }) => {
        const likeness = like(stem, other);
        return stem === text ? likeness : Math.max(likeness, like(text, other));
      });
      this.#known.set(other, known);
    }
    return known;
  }

  #area(words: readonly Word[]): readonly number[] {
    let known = this.#areas.get(words);
    if (known === undefined) {
      const best = this.#said.map(() => 0);
      for (const { stem } of words) raise(best, this.#word(stem));
      known = best.map((one) => one * 0.9);
      this.#areas.set(words, known);
    }
    return known;
  }

  #kind(words: readonly Word[]): readonly number[] {
    let known = this.#kinds.get(words);
    if (known === undefined) {
      known = this.#said.map(({ stem }) => (hasStem(words, stem) ? 0.5 : 0));
      this.#kinds.set(words, known);
    }
    return known;
  }
}

/** Each to at least what `others` has in its place. */
function raise(best: number[], others: readonly number[]): void {
  for (let at = 0; at < others.length; at += 1) {
    const other = others[at] ?? 0;
    if (other > (best[at] ?? 0)) best[at] = other;
  }
}

function like(a: string, b: string): number {
  if (a === b) return 1;
  const isPart = a.length > 3 && b.length > 3 && (a.includes(b) || b.includes(a));
  // At least the letters that one has more are different.
  if (!isPart && Math.min(a.length, b.length) < Math.max(a.length, b.length) / 2) return 0;
  const same = 1 - distance(a, b) / Math.max(a.length, b.length);
  if (isPart) return Math.max(0.7, same);
  return same < 0.5 ? 0 : same;
}
