/** PORT: what the tools and the commands want done. */
import type { Answer } from '../../consent/consent.ts';
import type { Entity, Wishes } from '../entity.ts';

export interface Acting {
  /**
   * Does it, or says why not: checks the wishes against what the entities can do, has risky and large acts
   * confirmed first, publishes, and waits for what the devices say. Never rejects; publishes nothing more once
   * `signal` is aborted.
   */
  perform(acts: readonly Act[], signal: AbortSignal): Promise<Answer>;
}

export interface Act {
  readonly entity: Entity;
  readonly wishes: Wishes;
}

/** What became of one act. */
export interface ActReport {
  readonly entity: string;
  readonly name: string;
  /**
   * `done`: the device says so · `underway`: it says that it has begun · `sent`: it never tells ·
   * `not_confirmed`: it could have told, and did not in time · `not_done`: nothing was sent, or nobody took it.
   */
  readonly status: 'done' | 'underway' | 'sent' | 'not_confirmed' | 'not_done';
  /** A sentence for the model, with what the device said and when it was last heard. */
  readonly message: string;
  readonly changes: readonly Change[];
  readonly tookMs: number;
}

export interface Change {
  readonly aspect: string;
  /** `undefined`: nothing had been heard of it. */
  readonly before: string | number | null | undefined;
  readonly after: string | number | null | undefined;
}
