/** Whether an entity can do what is wanted of it: nothing else is ever published. */
import type { Ability, Entity, Value, Wishes } from '../entity.ts';
import { matchesPattern } from './stranger-pattern.ts';
import { count, isSecret, listed, quoted } from './words.ts';

export type Checked =
  /** In the words of the abilities, numbers on their steps. */
  | { readonly result: 'right'; readonly wishes: Wishes }
  /** A sentence that says why not, and what would go. */
  | { readonly result: 'wrong'; readonly reason: string };

type CheckedValue =
  | { readonly result: 'right'; readonly value: Value }
  | { readonly result: 'wrong'; readonly reason: string };

const MOST_OPTIONS_SHOWN = 20;
const MOST_ABILITIES_SHOWN = 12;
const CODE = /^[\p{L}\p{N}*#+\-_. ]*$/u;

export function checkWishes({ name, abilities }: Entity, wishes: Wishes): Checked {
  if (abilities.length === 0) return wrong(`${quoted(name)} can only be asked about, not set.`);
  const right = new Map<string, Value>();
  for (const [aspect, wanted] of wishes) {
    const ability = abilities.find((one) => one.aspect === aspect);
    if (ability === undefined)
      return wrong(
        `${quoted(name)} cannot do ${quoted(aspect)}. It can do: ${abilitiesInWords(abilities)}.`,
      );
    const checked = checkValue(ability, wanted);
    if (checked.result === 'wrong') return wrong(`${quoted(name)}: ${checked.reason}`);
    right.set(aspect, checked.value);
  }
  if (right.size === 0)
    return wrong(
      `Nothing was said of what ${quoted(name)} should do. It can do: ${abilitiesInWords(abilities)}.`,
    );
  return { result: 'right', wishes: right };
}

function checkValue(ability: Ability, wanted: Value): CheckedValue {
  switch (ability.kind) {
    case 'choice':
      return checkChoice(ability, wanted);
    case 'number':
      return checkNumber(ability, wanted);
    case 'color':
      return checkColor(wanted);
    case 'text':
      return checkText(ability, wanted);
    case 'press':
      return folded(String(wanted)) === 'press'
        ? { result: 'right', value: 'press' }
        : wrong(`${quoted(ability.aspect)} can only be pressed: the value is "press".`);
  }
}

function checkChoice(
  { aspect, options }: Extract<Ability, { kind: 'choice' }>,
  wanted: Value,
): CheckedValue {
  const word = String(wanted);
  const same = options.includes(word)
    ? [word]
    : options.filter((option) => folded(option) === folded(word));
  const [option] = same;
  if (option !== undefined && same.length === 1) return { result: 'right', value: option };
  return wrong(
    `there is no ${quoted(aspect)} ${quoted(word)}; there is: ${optionsInWords(options)}.`,
  );
}

/** As it is said: case, spaces, marks and signs make no difference. Of a text without letters all of it counts. */
function folded(text: string): string {
  const plain = text.normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '');
  return (plain === '' ? text.trim() : plain).toLowerCase();
}

function checkNumber(ability: Extract<Ability, { kind: 'number' }>, wanted: Value): CheckedValue {
  const { aspect, min, max, step } = ability;
  const number = typeof wanted === 'number' ? wanted : numberOf(wanted);
  if (!(min <= max) || !Number.isFinite(min) || !Number.isFinite(max))
    return wrong(`what ${quoted(aspect)} may be is not understood.`);
  if (number === undefined || !(number >= min && number <= max))
    return wrong(
      `${quoted(aspect)} must be a number ${rangeInWords(ability)}, not ${quoted(String(wanted))}.`,
    );
  return { result: 'right', value: onStep(number, { min, max, step }) };
}

const numberOf = (text: string): number | undefined =>
  /^\s*[+-]?\d{1,15}(?:[.,]\d{1,15})?\s*%?\s*$/.test(text)
    ? Number.parseFloat(text.trim().replace(',', '.'))
    : undefined;

/**
 * Steps count from the lowest value; the last one may lie below the highest. Whole multiples of a step are taken as
 * well: a range from 1 to 100 in steps of 5 is meant to have a 60.
 */
function onStep(
  number: number,
  { min, max, step }: { readonly min: number; readonly max: number; readonly step: number },
): number {
  if (!(step > 0) || !Number.isFinite(step)) return number;
  if (Math.abs(number / step - Math.round(number / step)) < 1e-9) return number;
  const steps = Math.min(Math.round((number - min) / step), Math.floor((max - min) / step + 1e-9));
  // What 0.1 + 0.2 has too much.
  const value = Number((min + steps * step).toPrecision(12));
  return Math.min(max, Math.max(min, Number.isFinite(value) ? value : number));
}

function checkColor(wanted: Value): CheckedValue {
  const digits = /^\s*#?([0-9a-f]{6}|[0-9a-f]{3})\s*$/i.exec(String(wanted))?.[1]?.toLowerCase();
  if (digits === undefined)
    return wrong(`a color is written like #ff0000 for red, not ${quoted(String(wanted))}.`);
  const six = digits.length === 6 ? digits : [...digits].map((digit) => digit + digit).join('');
  return { result: 'right', value: `#${six}` };
}

function checkText(
  { aspect, minLength, maxLength, pattern }: Extract<Ability, { kind: 'text' }>,
  wanted: Value,
): CheckedValue {
  const text = String(wanted);
  const { length } = [...text];
  if (length < minLength || length > maxLength)
    return wrong(`${quoted(aspect)} must have ${minLength} to ${count(maxLength, 'character')}.`);
  if (!text.isWellFormed() || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text))
    return wrong(`${quoted(aspect)} must be one line without control characters.`);
  // It is put between the words of a command, which no code may change.
  if (isSecret(aspect) && !CODE.test(text))
    return wrong(`${quoted(aspect)} may hold letters, digits, spaces and * # + - _ . only.`);
  const fits = pattern === undefined ? 'matches' : matchesPattern(pattern, text);
  if (fits === 'matches') return { result: 'right', value: text };
  const given = isSecret(aspect) ? 'What was said' : quoted(text);
  return wrong(
    fits === 'differs'
      ? `${given} has not the form that the device wants for ${quoted(aspect)} (${quoted(pattern ?? '')}).`
      : `the device's own rule for ${quoted(aspect)} is not understood, so nothing can be set.`,
  );
}

const abilitiesInWords = (abilities: readonly Ability[]): string =>
  listed(abilities.map(abilityInWords), MOST_ABILITIES_SHOWN);

function abilityInWords(ability: Ability): string {
  switch (ability.kind) {
    case 'choice':
      return `${ability.aspect} (${listed(ability.options.map(quoted), 6)})`;
    case 'number':
      return `${ability.aspect} (${rangeInWords(ability)})`;
    case 'color':
    case 'text':
    case 'press':
      return ability.aspect;
  }
}

const optionsInWords = (options: readonly string[]): string =>
  listed(options.map(quoted), MOST_OPTIONS_SHOWN);

const rangeInWords = ({ min, max, unit }: Extract<Ability, { kind: 'number' }>): string =>
  `from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}`;

const wrong = (reason: string): { readonly result: 'wrong'; readonly reason: string } => ({
  result: 'wrong',
  reason,
});
