/**
 * Counts the connections to the broker by what it keeps: at each it tells everything again. So a description
 * that it kept, and that came before, came by another connection.
 */
import type { Received } from '../../broker/bus.ts';
import type { Source } from './waiting.ts';

/** Descriptions come first at a connection: some of them are enough. */
const MAX_TOPICS = 20_000;

export class Connections {
  readonly #kept = new Set<string>();
  #count = 0;

  /** The number of the present one. */
  get current(): number {
    return this.#count;
  }

  /** By which connection a message came. */
  of({ kind }: Source, { topic, retained }: Received): number {
    if (kind !== 'discovery' || !retained) return this.#count;
    if (this.#kept.has(topic)) {
      this.#count += 1;
      this.#kept.clear();
    }
    if (this.#kept.size < MAX_TOPICS) this.#kept.add(topic);
    return this.#count;
  }
}
