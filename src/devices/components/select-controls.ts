import type { Ability, CommandMessage, Entity, Fact, LeftOut, Value } from '../entity.ts';
import { composed, unable } from './commands.ts';
import { near } from './number-near.ts';
import { present } from './on-off.ts';
import type { Options } from './options.ts';

/** One thing about an entity that is told, set, or both. */
export interface Control {
  readonly aspect: string;
  readonly fact?: Fact | undefined;
  readonly setting?: Setting | undefined;
}

export interface Setting {
  readonly ability: Ability;
  /** `undefined`: what the publisher describes makes no message of it. */
  readonly message: (wanted: Value) => CommandMessage | undefined;
  /** Where it is not just equality, or rounding by the step. */
  readonly judge?: Judge;
}

export type Judge = (wanted: Value, heard: Value) => Judgement;
export type Judgement = 'done' | 'underway' | 'not';

/** An entity whose aspects have nothing to do with each other; what is wanted is sent in the order of `controls`. */
export function entityOf(
  options: Options,
  controls: readonly (Control | undefined)[],
): Entity | LeftOut {
  const parts = present(controls);
  const settings = new Map<string, Setting>();
  for (const { aspect, setting } of parts) {
    if (setting !== undefined) settings.set(aspect, setting);
  }
  return options.entity({
    facts: present(parts.map(({ fact }) => fact)),
    abilities: Array.from(settings.values(), ({ ability }) => ability),
    compose(wishes) {
      for (const aspect of wishes.keys()) {
        if (!settings.has(aspect)) return cannotSet(aspect, [...settings.keys()]);
      }
      return composed(
        Array.from(settings)
          .map(([aspect, { message }]) => ({ message, wanted: wishes.get(aspect) }))
          .flatMap(({ message, wanted }) => (wanted === undefined ? [] : [message(wanted)])),
        ...whyNot([...settings.values()]),
      );
    },
    judge(aspect, wanted, heard) {
      const setting = settings.get(aspect);
      if (setting?.judge !== undefined) return setting.judge(wanted, heard);
      return judged(setting?.ability, wanted, heard);
    },
  });
}

/** Why no message was made, where the signs of a text are the likeliest reason. */
const whyNot = (settings: readonly Setting[]): string[] =>
  settings.some(({ ability }) => ability.kind === 'text')
    ? ['This text cannot be sent in the way that its publisher describes. Letters and digits go.']
    : [];

/** That nothing can be sent for `aspect`, and what could. */
export const cannotSet = (aspect: string, aspects: readonly string[]) =>
  unable(
    aspects.length === 0
      ? 'Nothing of it can be set.'
      : `"${aspect}" cannot be set; what can be set is: ${aspects.join(', ')}.`,
  );

/** Equality; of numbers, as far as their step goes. */
export function judged(ability: Ability | undefined, wanted: Value, heard: Value): 'done' | 'not' {
  const step = ability?.kind === 'number' ? ability.step : 0;
  return near(wanted, heard, step) ? 'done' : 'not';
}

/** A word that comes true by way of others: `closed` by way of `closing`. */
export const byWayOf =
  (ways: ReadonlyMap<string, readonly string[]>): Judge =>
  (wanted, heard) => {
    if (wanted === heard) return 'done';
    return ways.get(String(wanted))?.includes(String(heard)) ? 'underway' : 'not';
  };

/** The ability to choose one of `words`; `undefined` if there are none. */
export const choice = (aspect: string, words: readonly string[]): Ability | undefined =>
  words.length === 0 ? undefined : { aspect, kind: 'choice', options: words };
