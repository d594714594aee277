import type { Description } from '../description.ts';
import type { Ability, Entity, Fact, LeftOut, Value, Wishes } from '../entity.ts';
import { composed, decimal, unable, type Variable } from './commands.ts';
import { cleaned, type Parse } from './facts.ts';
import { isObject, jsonOf, numberOf, property } from './json.ts';
import { judgeWithin } from './judging.ts';
import { ON_OFF, type OnOff, onOffOf, present } from './on-off.ts';
import type { Options } from './options.ts';

const MAX_DURATION_S = 3600;

/**
 * home-assistant.io/integrations/siren.mqtt: what goes along with a tone, a duration or a volume switches it on.
 */
export function buildSiren(_: Description, options: Options): Entity | LeftOut {
  const texts = onOffOf(options);
  const on = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  const off = options.given('command_off_template')
    ? options.command({ topicKey: 'command_topic', templateKey: 'command_off_template' })
    : on;
  const inJson = !options.given('command_template');
  const offInJson = inJson && !options.given('command_off_template');
  const abilities = abilitiesOf(options);
  const aspects = new Set(abilities.map(({ aspect }) => aspect));
  return options.entity({
    // What it cannot be given, it does not tell either.
    facts: factsOf(options, texts).filter(({ aspect }) => aspects.has(aspect)),
    abilities: on && off ? abilities : [],
    compose(wishes) {
      if (wishes.get('state') !== 'off') {
        const more = variablesOf(wishes);
        const state = { state: texts.on, ...more };
        return composed([inJson ? on?.(JSON.stringify(plain(state))) : on?.(texts.on, state)]);
      }
      if (wishes.size > 1) return unable('It can be switched off, or on with a tone, not both.');
      const state = { state: texts.off };
      return composed([offInJson ? off?.(JSON.stringify(state)) : off?.(texts.off, state)]);
    },
    judge: judgeWithin({ volume: 1, duration: 1 }),
  });
}

function abilitiesOf(options: Options): readonly Ability[] {
  const tones = options.list('available_tones', []);
  const abilities: (Ability | false)[] = [
    ON_OFF,
    tones.length > 0 && { aspect: 'tone', kind: 'choice', options: tones },
    options.flag('support_duration', true) && {
      aspect: 'duration',
      kind: 'number',
      min: 1,
      max: MAX_DURATION_S,
      step: 1,
      unit: 's',
    },
    options.flag('support_volume_set', true) && {
      aspect: 'volume',
      kind: 'number',
      min: 0,
      max: 100,
      step: 1,
      unit: '%',
    },
  ];
  return abilities.filter((ability) => ability !== false);
}

/** As the template and the message of Home Assistant name them, in its order. */
function variablesOf(wishes: Wishes): Readonly<Record<string, Variable>> {
  const [tone, duration, volume] = [
    wishes.get('tone'),
    wishes.get('duration'),
    wishes.get('volume'),
  ];
  return {
    ...(tone === undefined ? {} : { tone }),
    ...(typeof duration !== 'number' ? {} : { duration: Math.round(duration) }),
    ...(typeof volume !== 'number' ? {} : { volume_level: decimal(volume / 100) }),
  };
}

const plain = (variables: Readonly<Record<string, Variable>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && 'decimal' in value ? value.decimal : value,
    ]),
  );

function factsOf(options: Options, { isOn, isOff }: OnOff): readonly Fact[] {
  const fact = (aspect: string, parse: Parse, unit?: string) =>
    options.fact({
      aspect,
      topicKey: 'state_topic',
      templateKey: 'state_value_template',
      parse,
      ...(unit === undefined ? {} : { unit }),
    });
  const words = new Map([
    [isOn, 'on'],
    [isOff, 'off'],
  ]);
  const told =
    (name: string, of: (value: unknown) => Value | null | undefined): Parse =>
    (text, heard) =>
      of(property(jsonOf(text, heard), name));
  const state: Parse = (text, heard) => {
    const json = words.has(text) ? undefined : jsonOf(text, heard);
    if (!isObject(json)) return words.get(text);
    const word = property(json, 'state');
    return word === null ? null : words.get(String(word));
  };
  const tone = told('tone', (value) =>
    typeof value === 'string' ? cleaned(value, 100) : undefined,
  );
  return present([
    fact('state', state),
    fact('tone', tone),
    fact('duration', told('duration', numberOf), 's'),
    fact('volume', told('volume_level', percent), '%'),
  ]);
}

function percent(value: unknown): number | undefined {
  const level = numberOf(value);
  return level === undefined || level < 0 || level > 1 ? undefined : Math.round(level * 100);
}
