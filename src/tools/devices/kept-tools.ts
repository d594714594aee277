/** The tools for a home, kept until those for the home as it has become are made. */
import type { Entity } from '../../devices/entity.ts';
import type { Cancel, Clock } from '../../system/clock.ts';
import type { Soon } from '../../system/soon.ts';
import { finish, type Steps } from '../../system/steps.ts';
import type { Tool } from '../toolbox.ts';

type Entities = ReadonlyMap<string, Entity>;

export interface KeptToolsParts {
  /** Another map when the home has changed. */
  readonly entities: () => Entities;
  readonly make: (entities: Entities) => Steps<readonly Tool[]>;
  readonly clock: Pick<Clock, 'now'>;
  readonly soon: Soon;
}

type Making =
  | { readonly name: 'nothing' }
  | {
      readonly name: 'tools';
      readonly of: Entities;
      readonly steps: Steps<readonly Tool[]>;
      readonly cancel: Cancel;
    }
  | { readonly name: 'closed' };

/** Sound is played by the same event loop. */
const SLICE_MS = 4;

export class KeptTools {
  readonly #parts: KeptToolsParts;
  #made: { readonly of: Entities; readonly tools: readonly Tool[] } | undefined;
  #making: Making = { name: 'nothing' };

  constructor(parts: KeptToolsParts) {
    this.#parts = parts;
  }

  /** Those that are made. If none are yet, they are made now, at one go. */
  get current(): readonly Tool[] {
    if (this.#made !== undefined) {
      this.renew();
      return this.#made.tools;
    }
    const { entities, make } = this.#parts;
    const making = this.#making;
    const { of, steps } =
      making.name === 'tools' ? making : { of: entities(), steps: make(entities()) };
    return this.#done(of, finish(steps));
  }

  /** Makes those for the home as it is, if they are not made or being made. */
  renew(): void {
    const { entities, make } = this.#parts;
    const of = entities();
    // What is being made is made to its end: it may change more often than that takes.
    if (this.#making.name !== 'nothing' || this.#made?.of === of) return;
    this.#work(of, make(of));
  }

  close(): void {
    if (this.#making.name === 'tools') this.#making.cancel();
    this.#making = { name: 'closed' };
  }

  #work(of: Entities, steps: Steps<readonly Tool[]>): void {
    const { clock, soon } = this.#parts;
    const endMs = clock.now() + SLICE_MS;
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        this.#done(of, value);
        // It may have changed meanwhile.
        this.renew();
        return;
      }
      if (clock.now() >= endMs) break;
    }
    const cancel = soon(() => this.#work(of, steps));
    this.#making = { name: 'tools', of, steps, cancel };
  }

  #done(of: Entities, tools: readonly Tool[]): readonly Tool[] {
    if (this.#making.name === 'tools') this.#making.cancel();
    if (this.#making.name !== 'closed') this.#making = { name: 'nothing' };
    this.#made = { of, tools };
    return tools;
  }
}
