/**
 * Which description holds an id. Several places may describe the same thing, or claim to be the same thing:
 * the first counts, and the others wait until it is gone.
 *
 *     waiting (for an id, a unique id, or room) ──▶ standing ──▶ gone
 */
import type { Description } from '../description.ts';
import type { LeftOut } from '../entity.ts';

export interface Claim {
  readonly description: Description;
  /** What nothing else may have as well: `unique_id` of its component. */
  readonly uniqueId: string | undefined;
  /** Where it is described. */
  readonly place: string;
}

const NO_ROOM = 'room';

export class Claims {
  readonly #max: number;
  readonly #descriptions = new Map<string, Description>();
  readonly #holders = new Map<string, Claim>();
  readonly #waiting = new Map<string, Set<Claim>>();
  readonly #waitsFor = new Map<Claim, string>();

  /** `max`: how many may stand. */
  constructor({ max }: { readonly max: number }) {
    this.#max = max;
  }

  /** Those that stand, by id. Of an update the order stays the same. */
  get standing(): ReadonlyMap<string, Description> {
    return this.#descriptions;
  }

  /** How many wait for room only. */
  get beyond(): number {
    return this.#waiting.get(NO_ROOM)?.size ?? 0;
  }

  /** Why others do not stand, one by one; not those that wait for room. */
  get leftOut(): readonly LeftOut[] {
    return [...this.#waitsFor].flatMap(([claim, key]) => {
      if (key === NO_ROOM) return [];
      const { id, name } = claim.description.identity;
      const holder = this.#holders.get(key);
      const what = key.startsWith(ID) ? 'It' : 'Its unique_id';
      return [{ id, name, reason: `${what} is already described at ${holder?.place}.` }];
    });
  }

  /** Puts `next` in the place of `previous`. Gives the ids of which anything has changed. */
  replace(previous: readonly Claim[], next: readonly Claim[]): readonly string[] {
    const changed = new Set<string>();
    const freed = new Set<string>();
    for (const claim of previous) this.#release(claim, freed);
    for (const claim of next) this.#place(claim, changed);
    for (const key of freed) if (!this.#holders.has(key)) this.#admit(key, changed);
    for (const claim of previous) {
      const { id } = claim.description.identity;
      if (!freed.has(ID + id) || this.#holders.has(ID + id)) continue;
      if (this.#descriptions.delete(id)) changed.add(id);
    }
    this.#fill(changed);
    return [...changed];
  }

  #release(claim: Claim, freed: Set<string>): void {
    const key = this.#waitsFor.get(claim);
    if (key !== undefined) {
      this.#waitsFor.delete(claim);
      const others = this.#waiting.get(key);
      others?.delete(claim);
      if (others?.size === 0) this.#waiting.delete(key);
      return;
    }
    for (const held of keysOf(claim)) {
      if (this.#holders.get(held) !== claim) continue;
      this.#holders.delete(held);
      freed.add(held);
    }
  }

  #place(claim: Claim, changed: Set<string>): void {
    const keys = keysOf(claim);
    const taken = keys.find((key) => this.#holders.has(key));
    const { id } = claim.description.identity;
    const full = !this.#descriptions.has(id) && this.#descriptions.size >= this.#max;
    const obstacle = taken ?? (full ? NO_ROOM : undefined);
    if (obstacle !== undefined) {
      this.#waitsFor.set(claim, obstacle);
      const others = this.#waiting.get(obstacle) ?? new Set();
      this.#waiting.set(obstacle, others.add(claim));
      return;
    }
    for (const key of keys) this.#holders.set(key, claim);
    if (this.#descriptions.get(id) === claim.description) return;
    this.#descriptions.set(id, claim.description);
    changed.add(id);
  }

  /** Lets those that waited for `key` try again, in their order. */
  #admit(key: string, changed: Set<string>): void {
    const claims = this.#waiting.get(key);
    this.#waiting.delete(key);
    for (const claim of claims ?? []) {
      this.#waitsFor.delete(claim);
      this.#place(claim, changed);
    }
  }

  #fill(changed: Set<string>): void {
    while (this.#descriptions.size < this.#max) {
      const claim = this.#waiting.get(NO_ROOM)?.values().next().value;
      if (claim === undefined) return;
      this.#release(claim, new Set());
      this.#place(claim, changed);
    }
  }
}

const ID = 'id ';

function keysOf({ description, uniqueId }: Claim): readonly string[] {
  const { id, component } = description.identity;
  return uniqueId === undefined ? [ID + id] : [ID + id, `unique ${component} ${uniqueId}`];
}
