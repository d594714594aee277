import type { Ability, Fact } from '../entity.ts';
import { decimal, type Variable } from './commands.ts';
import { asNumber, asOneOf, asWord, type Parse } from './facts.ts';
import { numberAbility } from './number-range.ts';
import type { Options } from './options.ts';
import { type Control, choice } from './select-controls.ts';

/** `value_template` stands in for each template that is not given. */
function stateFact(
  options: Options,
  wanted: {
    readonly aspect: string;
    readonly topicKey: string;
    readonly templateKey: string;
    readonly parse: Parse;
    readonly unit?: string;
  },
): Fact | undefined {
  const own = options.given(wanted.templateKey);
  return options.fact({ ...wanted, templateKey: own ? wanted.templateKey : 'value_template' });
}

function control(
  options: Options,
  {
    aspect,
    name,
    ability,
    fact,
    sent,
  }: {
    readonly aspect: string;
    /** How the options with its topic and template begin. */
    readonly name: string;
    readonly ability: Ability | undefined;
    readonly fact: Fact | undefined;
    readonly sent: (wanted: string | number) => Variable;
  },
): Control {
  const command = options.command({
    topicKey: `${name}_command_topic`,
    templateKey: `${name}_command_template`,
  });
  if (command === undefined || ability === undefined) return { aspect, fact };
  return { aspect, fact, setting: { ability, message: (wanted) => command(sent(wanted)) } };
}

/** One of some modes, as `fan_mode`. */
export function modeControl(
  options: Options,
  { aspect, name, words }: { aspect: string; name: string; words: readonly string[] },
): Control {
  return control(options, {
    aspect,
    name,
    ability: choice(aspect, words),
    fact: stateFact(options, {
      aspect,
      topicKey: `${name}_state_topic`,
      templateKey: `${name}_state_template`,
      parse: asOneOf(words),
    }),
    sent: (wanted) => wanted,
  });
}

/** `none` leaves the preset; devices that tell `None` are at none. */
export function presetControl(options: Options): Control {
  const presets = options.list('preset_modes', []);
  const words = presets.length === 0 ? [] : [...new Set(['none', ...presets])];
  const known = asOneOf(words);
  return control(options, {
    aspect: 'preset',
    name: 'preset_mode',
    ability: choice('preset', words),
    fact: stateFact(options, {
      aspect: 'preset',
      topicKey: 'preset_mode_state_topic',
      templateKey: 'preset_mode_value_template',
      parse: (text, heard) => (text === 'None' ? 'none' : known(text, heard)),
    }),
    sent: (wanted) => wanted,
  });
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: string;
}

/** A set point of temperature, which Home Assistant sends as a float, as `21.0`. */
export function temperatureControl(
  options: Options,
  { aspect, range }: { aspect: string; range: NumberRange },
): Control {
  return numberControl(options, { aspect, name: aspect, range: onStep(range), sent: decimal });
}

/** Of a range from 44.6 to 95 °F in steps of 1 people say 75, and not 74.6. */
function onStep(range: NumberRange): NumberRange {
  const { step } = range;
  const tidy = (steps: number): number => Number((steps * step).toPrecision(12));
  const min = tidy(Math.ceil(range.min / step - 1e-9));
  const max = tidy(Math.floor(range.max / step + 1e-9));
  return min <= max ? { ...range, min, max } : range;
}

/** A set point of humidity, a whole number. */
export const humidityControl = (options: Options, range: NumberRange): Control =>
  numberControl(options, {
    aspect: 'humidity',
    name: 'target_humidity',
    range,
    sent: Math.round,
  });

function numberControl(
  options: Options,
  {
    aspect,
    name,
    range,
    sent,
  }: {
    readonly aspect: string;
    readonly name: string;
    readonly range: NumberRange;
    readonly sent: (wanted: number) => Variable;
  },
): Control {
  const fact = stateFact(options, {
    aspect,
    topicKey: `${name}_state_topic`,
    templateKey: `${name}_state_template`,
    parse: asNumber(),
    unit: range.unit,
  });
  if (!options.given(`${name}_command_topic`)) return { aspect, fact };
  const ability = numberAbility(options, { aspect, ...range });
  return control(options, {
    aspect,
    name,
    ability,
    fact,
    sent: (wanted) => sent(Number(wanted)),
  });
}

/** On and off, apart from the modes. */
export function powerControl(options: Options): Control {
  const on = options.text('payload_on', 'ON');
  const off = options.text('payload_off', 'OFF');
  return control(options, {
    aspect: 'power',
    name: 'power',
    ability: choice('power', ['on', 'off']),
    fact: stateFact(options, {
      aspect: 'power',
      topicKey: 'power_state_topic',
      templateKey: 'power_state_template',
      parse: asWord([
        [on, 'on'],
        [off, 'off'],
        ['True', 'on'],
        ['False', 'off'],
      ]),
    }),
    sent: (wanted) => (wanted === 'off' ? off : on),
  });
}

/** Something that is only told, as `current_temperature`. */
export function toldControl(
  options: Options,
  { aspect, name, parse, unit }: { aspect: string; name: string; parse: Parse; unit?: string },
): Control {
  return {
    aspect,
    fact: stateFact(options, {
      aspect,
      topicKey: `${name}_topic`,
      templateKey: `${name}_template`,
      parse,
      ...(unit === undefined ? {} : { unit }),
    }),
  };
}
