/**
 * What the imported entities need to hear: each filter is subscribed once, as long as anybody needs it. When
 * another entity comes to need it, it is subscribed anew, so that the broker sends again what it kept.
 */
import type { Unsubscribe } from '../../broker/bus.ts';
import { isSubscribable } from '../components/subscribable.ts';
import type { Entity } from '../entity.ts';

export interface NeededFiltersParts {
  readonly subscribe: (filter: string) => Unsubscribe;
  /** A stranger's filter is not subscribed. */
  readonly refused: (why: string) => void;
}

interface Needed {
  entities: number;
  unsubscribe: Unsubscribe | undefined;
}

/** What a broker and this program can keep; a home has a few thousand at most. */
const MAX_FILTERS = 20_000;
/** Each may bring any number of messages. */
const MAX_WILDCARDS = 200;

export class NeededFilters {
  readonly #parts: NeededFiltersParts;
  readonly #needed = new Map<string, Needed>();
  /** Those with which something is to be done, once the need for them has settled. */
  readonly #touched = new Set<string>();
  #todo: string[] = [];
  #done = 0;
  #subscribed = 0;
  #wildcards = 0;

  constructor(parts: NeededFiltersParts) {
    this.#parts = parts;
  }

  /** Of one entity; each filter is to be released as often as it was needed. */
  need(filters: ReadonlySet<string>): void {
    for (const filter of filters) {
      const needed = this.#needed.get(filter) ?? { entities: 0, unsubscribe: undefined };
      needed.entities += 1;
      this.#needed.set(filter, needed);
      this.#touched.add(filter);
    }
  }

  release(filters: ReadonlySet<string>): void {
    for (const filter of filters) {
      const needed = this.#needed.get(filter);
      if (needed === undefined) continue;
      needed.entities -= 1;
      if (needed.entities === 0) this.#touched.add(filter);
    }
  }

  /** From now on `step` has subscriptions to make and end. */
  settle(): void {
    this.#todo = [...this.#todo.slice(this.#done), ...this.#touched];
    this.#done = 0;
    this.#touched.clear();
  }

  /** Brings one subscription to what is needed. */
  step(): 'done' | 'nothing' {
    const filter = this.#todo[this.#done];
    if (filter === undefined) return 'nothing';
    this.#done += 1;
    const needed = this.#needed.get(filter);
    if (needed === undefined) return 'done';
    if (needed.entities === 0) {
      this.#needed.delete(filter);
      this.#end(filter, needed);
    } else if (this.#isAllowed(filter, needed)) this.#begin(filter, needed);
    return 'done';
  }

  close(): void {
    for (const [filter, needed] of this.#needed) this.#end(filter, needed);
    this.#needed.clear();
  }

  #isAllowed(filter: string, { unsubscribe }: Needed): boolean {
    const { refused } = this.#parts;
    if (unsubscribe !== undefined) return true;
    if (!isSubscribable(filter)) refused('it is no topic that may be subscribed');
    else if (this.#subscribed >= MAX_FILTERS) refused(`there are more than ${MAX_FILTERS}`);
    else if (isWildcard(filter) && this.#wildcards >= MAX_WILDCARDS)
      refused(`more than ${MAX_WILDCARDS} have wildcards`);
    else return true;
    return false;
  }

  #begin(filter: string, needed: Needed): void {
    const before = needed.unsubscribe;
    needed.unsubscribe = this.#parts.subscribe(filter);
    // Only then: a filter that nobody listens to for a moment would be given back to the broker.
    if (before !== undefined) {
      before();
      return;
    }
    this.#subscribed += 1;
    if (isWildcard(filter)) this.#wildcards += 1;
  }

  #end(filter: string, needed: Needed): void {
    if (needed.unsubscribe === undefined) return;
    needed.unsubscribe();
    needed.unsubscribe = undefined;
    this.#subscribed -= 1;
    if (isWildcard(filter)) this.#wildcards -= 1;
  }
}

const isWildcard = (filter: string): boolean => /[+#]/.test(filter);

/** All that must be heard to know of an entity. */
export function filtersOf({ facts, availability }: Entity): ReadonlySet<string> {
  return new Set([...facts, ...availability.rules].map(({ filter }) => filter));
}
