/** Values, wishes and times in words, for the sentences that the model is told. */
import { isOurWord } from '../aspects.ts';
import type { Known } from '../devices.ts';
import type { Entity, Value, Wishes } from '../entity.ts';

const MOST_CHARACTERS = 80;

/** A text of a stranger or of the model as a quotation: one line, not long. */
export const quoted = (text: string): string => `"${short(text).replaceAll('"', "'")}"`;

function short(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return plain.length <= MOST_CHARACTERS ? plain : `${plain.slice(0, MOST_CHARACTERS - 1)}…`;
}

/** `a, b, c and 4 more`. */
export function listed(words: readonly string[], most: number): string {
  const shown = words.slice(0, most);
  const more = words.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

export const isSecret = (aspect: string): boolean => aspect === 'code';

/** `brightness 40 %`; the main thing about an entity needs no name: `on`. */
export function valueInWords(entity: Entity, aspect: string, value: Value | null): string {
  if (value === null) return `${aspectInWords(aspect)}unknown`;
  if (isSecret(aspect)) return 'with the code';
  const unit =
    entity.facts.find((fact) => fact.aspect === aspect)?.unit ?? unitOfAbility(entity, aspect);
  if (typeof value === 'string')
    return `${aspectInWords(aspect)}${isOurWord(value) ? value : quoted(value)}`;
  return `${aspectInWords(aspect)}${value}${unit === undefined ? '' : ` ${short(unit)}`}`;
}

const aspectInWords = (aspect: string): string =>
  aspect === 'state' || aspect === 'value' ? '' : `${aspect.replaceAll('_', ' ')} `;

const unitOfAbility = (entity: Entity, aspect: string): string | undefined =>
  entity.abilities.flatMap((ability) =>
    ability.aspect === aspect && ability.kind === 'number' ? [ability.unit] : [],
  )[0];

/** `"Hall lamp": on, brightness 40 %`. */
export function wishesInWords(entity: Entity, wishes: Wishes): string {
  const wanted = [...wishes].map(([aspect, value]) =>
    value === 'press' && (aspect === 'press' || aspect === 'install')
      ? aspect
      : valueInWords(entity, aspect, value),
  );
  return `${quoted(entity.name)}: ${wanted.join(', ')}`;
}

/** `3 minutes ago`. */
export function ageInWords({ heardAtMs, from }: Known, nowMs: number): string {
  if (from === 'broker') return 'at a time that is not known';
  const seconds = Math.max(0, Math.round((nowMs - heardAtMs) / 1_000));
  if (seconds < 10) return 'a few seconds ago';
  return `${spanInWords(seconds)} ago`;
}

/** `3 minutes`: what is less than one of a unit is left out. */
export function spanInWords(seconds: number): string {
  for (const [name, length] of UNITS)
    if (seconds >= length) return count(Math.floor(seconds / length), name);
  return count(seconds, 'second');
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

export const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;
