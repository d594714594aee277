/** PORT between what is described on the broker and what is made of it. */
import type { Description } from './description.ts';
import type { Payload } from './discovery/payload.ts';
import type { LeftOut } from './entity.ts';

/** What publishers describe; as `Catalogue` of `discovery/`. */
export interface Described {
  /** What must be subscribed to hear of all descriptions. */
  readonly filters: readonly string[];
  /** The same object until it changes. */
  readonly descriptions: ReadonlyMap<string, Description>;
  /** Those that are not wanted, by keys that are no ids. */
  readonly unwanted: ReadonlyMap<string, Description>;
  readonly leftOut: readonly LeftOut[];
  /** How many there were beyond those that are kept. */
  readonly beyond: number;
  /** In short steps; gives the ids, or keys, of descriptions that are new, have changed or are gone. */
  take(message: {
    readonly topic: string;
    readonly payload: Payload;
  }): Generator<void, readonly string[]>;
}
