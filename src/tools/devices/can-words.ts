/** What a thing can do or tells, shortly. */
import type { Ability, Entity } from '../../devices/entity.ts';
import { clean } from '../../devices/names/labels.ts';
import { aspectUnit, aspectWords, byAspect } from './aspect-words.ts';

const MAX_OPTIONS = 12;
const MAX_OPTION = 40;
const MAX_WORDS = 500;

/** As "on or off; brightness 1–100 %; effect: rainbow, fire"; empty for what can only be asked. */
export const canWords = ({ abilities }: Entity): string =>
  clean(
    [...abilities]
      .sort((a, b) => byAspect(a.aspect, b.aspect))
      .map(words)
      .filter((text) => text !== '')
      .join('; '),
    MAX_WORDS,
  );

function words(ability: Ability): string {
  const name = aspectWords(ability.aspect);
  switch (ability.kind) {
    case 'choice': {
      const { options } = ability;
      const listed = options.slice(0, MAX_OPTIONS).map((option) => clean(option, MAX_OPTION));
      const more = options.length > MAX_OPTIONS ? ` and ${options.length - MAX_OPTIONS} more` : '';
      return `${name}${name && ': '}${listed.join(', ')}${more}`;
    }
    case 'number': {
      const { min, max, step, unit = aspectUnit(ability.aspect) ?? '' } = ability;
      const steps = step === 1 ? '' : ` in steps of ${step}`;
      return `${name} ${min}–${max} ${clean(unit, 20)}${steps}`.trim();
    }
    case 'color':
      return name;
    case 'text':
      return `${name || 'a text'} of ${ability.minLength}–${ability.maxLength} characters`;
    case 'press':
      return ability.aspect;
  }
}
