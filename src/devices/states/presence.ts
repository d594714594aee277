/**
 * Whether devices are there, as was heard last. Entities share rules: what one message says of a rule is read
 * once, and is known of an entity that is described only later.
 */

import type { EntityState } from '../devices.ts';
import type { Availability, AvailabilityRule } from '../entity.ts';
import type { Heard } from '../heard.ts';
import type { Taken } from './intake.ts';

interface Told {
  readonly word: 'online' | 'offline';
  readonly retained: boolean;
  readonly connection: number;
  /** Which of two was heard later. */
  readonly order: number;
}

interface Use {
  entities: number;
  told: Told | undefined;
}

export class Presence {
  readonly #uses = new Map<AvailabilityRule, Use>();
  readonly #byFilter = new Map<string, Set<AvailabilityRule>>();
  #order = 0;

  add({ rules }: Availability): void {
    for (const rule of rules) {
      const use = this.#uses.get(rule) ?? { entities: 0, told: undefined };
      use.entities += 1;
      this.#uses.set(rule, use);
      const others = this.#byFilter.get(rule.filter) ?? new Set();
      this.#byFilter.set(rule.filter, others.add(rule));
    }
  }

  remove({ rules }: Availability): void {
    for (const rule of rules) {
      const use = this.#uses.get(rule);
      if (use === undefined) continue;
      use.entities -= 1;
      if (use.entities > 0) continue;
      this.#uses.delete(rule);
      const others = this.#byFilter.get(rule.filter);
      others?.delete(rule);
      if (others?.size === 0) this.#byFilter.delete(rule.filter);
    }
  }

  rules(filter: string): Iterable<AvailabilityRule> {
    return this.#byFilter.get(filter) ?? [];
  }

  hear(rule: AvailabilityRule, heard: Heard, { retained, connection }: Taken): void {
    const use = this.#uses.get(rule);
    const word = rule.read(heard);
    if (use === undefined || word === undefined) return;
    const { told } = use;
    // What the broker kept is no news about what was sent since then.
    const isOld = retained && told?.retained === false && told.connection === connection;
    if (isOld) return;
    this.#order += 1;
    use.told = { word, retained, connection, order: this.#order };
  }

  of({ mode, rules }: Availability): EntityState['availability'] {
    if (rules.length === 0) return 'online';
    const told = rules.map((rule) => this.#uses.get(rule)?.told);
    switch (mode) {
      case 'latest':
        return latest(told)?.word ?? 'unknown';
      case 'all':
        if (told.some((one) => one?.word === 'offline')) return 'offline';
        return told.includes(undefined) ? 'unknown' : 'online';
      case 'any':
        if (told.some((one) => one?.word === 'online')) return 'online';
        return told.includes(undefined) ? 'unknown' : 'offline';
    }
  }
}

function latest(told: readonly (Told | undefined)[]): Told | undefined {
  let last: Told | undefined;
  for (const one of told) if (one && one.order > (last?.order ?? 0)) last = one;
  return last;
}
