/**
 * What is described, understood and not used, as the configuration has it: it is commanded all the same by whoever
 * sends to its topics.
 */
import type { Description } from '../description.ts';
import { sameDescription } from './same-description.ts';

export class Unwanted {
  readonly #max: number;
  readonly #standing = new Map<string, Description>();
  readonly #keysAt = new Map<string, readonly string[]>();

  /** `max`: how many are kept. */
  constructor({ max }: { readonly max: number }) {
    this.#max = max;
  }

  /** By place and id: nobody takes the place of what another describes by the same id. */
  get standing(): ReadonlyMap<string, Description> {
    return this.#standing;
  }

  /** Puts `next` in the place of what was described at `place`. Gives the keys of which anything has changed. */
  replace(place: string, next: readonly Description[]): readonly string[] {
    const gone = new Map<string, Description>();
    for (const key of this.#keysAt.get(place) ?? []) {
      const one = this.#standing.get(key);
      if (one !== undefined && this.#standing.delete(key)) gone.set(key, one);
    }
    const changed = new Set(gone.keys());
    const keys: string[] = [];
    for (const description of next.slice(0, this.#max - this.#standing.size)) {
      const key = `${description.identity.id} at ${place}`;
      const former = gone.get(key);
      const isSame = former !== undefined && sameDescription(former, description);
      this.#standing.set(key, isSame ? former : description);
      if (isSame) changed.delete(key);
      else changed.add(key);
      keys.push(key);
    }
    if (keys.length > 0) this.#keysAt.set(place, keys);
    else this.#keysAt.delete(place);
    return [...changed];
  }
}
