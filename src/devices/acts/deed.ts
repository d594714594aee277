/** An act for the record of its turn and for the journal: what was wanted of whom, and what became of it. */
import type { Ability, Entity, Value, Wishes } from '../entity.ts';
import type { ActReport, Change } from './acting.ts';
import { isSecret, wishesInWords } from './words.ts';

export interface Deed {
  /** Of discovery: `light.kitchen`; of the configuration: `command.` and the name of the command. */
  readonly entity: string;
  readonly name: string;
  /** As its report or its answer says it; `needs_confirmation`: it waits for a hand on the button. */
  readonly status: string;
  /** A sentence for people. */
  readonly message: string;
  /** Without secrets. */
  readonly values: readonly DeedValue[];
  readonly tookMs: number;
}

export interface DeedValue {
  readonly aspect: string;
  /** `undefined`: nothing was wanted of it. */
  readonly wanted: Value | boolean | undefined;
  /** `undefined`: nothing had been heard of it. */
  readonly before: Change['before'];
  readonly after: Change['after'];
  /** `spoken`: it may hold what somebody said, and goes only where that may go. */
  readonly words: 'plain' | 'spoken';
}

/** What was wanted of a thing. */
export interface WantedOf {
  readonly entity: Entity;
  readonly wishes: Wishes;
}

export function deedOf({ entity, wishes }: WantedOf, report: ActReport): Deed {
  const { name, status, message, tookMs, changes } = report;
  const values = valuesOf(entity, wishes, changes);
  return { entity: entity.id, name, status, message, tookMs, values };
}

/** Of what waits for a hand on the button. */
export const waitingDeed = ({ entity, wishes }: WantedOf): Deed => ({
  entity: entity.id,
  name: entity.name,
  status: 'needs_confirmation',
  message: `It waits for a hand on the button: ${wishesInWords(entity, wishes)}.`,
  values: valuesOf(entity, wishes, []),
  tookMs: 0,
});

/** `wishes` without the words that somebody may have said. */
export const plainWishes = ({ entity, wishes }: WantedOf): Wishes =>
  new Map([...wishes].map(([aspect, value]) => [aspect, plain(entity, aspect, value)]));

/** For the journal, where nothing stands that was said. */
export const inJournal = ({ entity, status, values, tookMs }: Deed) => ({
  entity,
  status,
  wanted: Object.fromEntries(
    values.flatMap(({ aspect, wanted, words }) =>
      wanted === undefined || words === 'spoken' ? [] : [[aspect, wanted]],
    ),
  ),
  tookMs,
});

const valuesOf = (
  entity: Entity,
  wishes: Wishes,
  changes: readonly Change[],
): readonly DeedValue[] =>
  [...wishes].flatMap(([aspect, wanted]) => {
    if (isSecret(aspect)) return [];
    const change = changes.find((one) => one.aspect === aspect);
    const words = isPlain(entity, aspect, wanted) ? 'plain' : 'spoken';
    return [{ aspect, wanted, before: change?.before, after: change?.after, words }];
  });

const plain = (entity: Entity, aspect: string, value: Value): Value =>
  isPlain(entity, aspect, value) ? value : '…';

/** A number, or a word that the device offers; what is no such thing may have been said. */
function isPlain({ abilities }: Entity, aspect: string, value: Value): boolean {
  const ability = abilities.find((one) => one.aspect === aspect);
  return ability !== undefined && isOffered(ability, value);
}

function isOffered(ability: Ability, value: Value): boolean {
  switch (ability.kind) {
    case 'choice':
      return ability.options.includes(String(value));
    case 'number':
      return typeof value === 'number';
    case 'color':
      return /^#[0-9a-f]{6}$/.test(String(value));
    case 'press':
      return value === 'press';
    case 'text':
      return false;
  }
}
