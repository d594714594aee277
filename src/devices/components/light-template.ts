import type { Entity, Fact, LeftOut, Value } from '../entity.ts';
import { hexOfRgb, hueSaturationOfRgb, rgbOfHueSaturation } from './colors.ts';
import { composed, decimal, unable, type Variable } from './commands.ts';
import { asNumber, asOneOf, asText, asWord, type Parse } from './facts.ts';
import { byteOfPercent, percentOfLevel } from './levels.ts';
import {
  judgeLight,
  type Lit,
  lightAbilities,
  litBy,
  toDevice,
  toKelvin,
  type Whites,
  whitesOf,
} from './light-parts.ts';
import { present } from './on-off.ts';
import type { Options } from './options.ts';

const FULL = 255;
const CHANNELS = ['red', 'green', 'blue'] as const;

/** A light with one template for everything that is sent to it. */
export function buildTemplateLight(options: Options): Entity | LeftOut {
  const topicKey = 'command_topic';
  const [on, off] = ['command_on_template', 'command_off_template'].map((templateKey) =>
    options.given(templateKey) ? options.command({ topicKey, templateKey }) : missing(options),
  );
  const whites = whitesOf(options);
  const effects = options.list('effect_list', []);
  const dims = options.given('brightness_template');
  return options.entity({
    facts: factsOf(options, whites, effects),
    abilities:
      on && off
        ? lightAbilities({
            switches: true,
            dims,
            whites: options.given('color_temp_template') ? whites : undefined,
            colors: CHANNELS.every((channel) => options.given(`${channel}_template`)),
            white: false,
            effects,
          })
        : [],
    compose(wishes, known) {
      const lit = litBy(wishes);
      if (lit === 'off') return composed([off?.(null, { state: false })]);
      if ('reason' in lit) return unable(lit.reason);
      const brightness = dims ? 100 : (lit.brightness ?? numberOr(known('brightness'), 100));
      return composed([on?.(null, variablesOf(lit, whites, brightness))]);
    },
    judge: judgeLight(FULL),
  });
}

/** Without both it cannot be commanded (`homeassistant/components/mqtt/light/schema_template.py`). */
function missing(options: Options): undefined {
  options.lack('It has no "command_on_template" and "command_off_template", which it needs.');
}

/** `dimmed` per cent are in the channels of a colour. */
function variablesOf(
  { brightness, kelvin, rgb, effect }: Lit,
  whites: Whites,
  dimmed: number,
): Readonly<Record<string, Variable>> {
  const variables: Record<string, Variable> = { state: true };
  if (brightness !== undefined) variables['brightness'] = Math.max(1, byteOfPercent(brightness));
  if (kelvin !== undefined) variables['color_temp'] = toDevice(kelvin, whites);
  if (rgb) {
    const [hue, saturation] = hueSaturationOfRgb(rgb);
    const channels = rgbOfHueSaturation([hue, saturation], dimmed / 100);
    for (const [index, name] of CHANNELS.entries()) variables[name] = channels[index] ?? 0;
    variables['hue'] = decimal(hue);
    variables['sat'] = decimal(saturation);
  }
  if (effect !== undefined) variables['effect'] = effect;
  return variables;
}

function factsOf(options: Options, whites: Whites, effects: readonly string[]): readonly Fact[] {
  const fact = (aspect: string, name: string, parse: Parse, unit?: string): Fact | undefined =>
    options.given(`${name}_template`)
      ? options.fact({
          aspect,
          topicKey: 'state_topic',
          templateKey: `${name}_template`,
          parse,
          ...(unit === undefined ? {} : { unit }),
        })
      : undefined;
  const state = asWord([
    ['on', 'on'],
    ['off', 'off'],
  ]);
  const kelvin = asNumber((number) => toKelvin(number, whites));
  const effect = effects.length > 0 ? asOneOf(effects) : asText(100);
  return present([
    fact('state', 'state', state),
    fact('brightness', 'brightness', asNumber(percentOfLevel(FULL)), '%'),
    fact('color_temperature', 'color_temp', kelvin, 'K'),
    colorFact(CHANNELS.map((channel) => fact('color', channel, asNumber(channelOf)))),
    fact('effect', 'effect', effect),
  ]);
}

/** One fact of three. */
function colorFact(channels: readonly (Fact | undefined)[]): Fact | undefined {
  const [first, ...others] = present(channels);
  if (first === undefined || others.length < 2) return undefined;
  return {
    ...first,
    read(heard) {
      const values = [first, ...others].map((channel) => channel.read(heard));
      if (values.every((value) => value === null)) return null;
      const numbers = values.filter((value) => typeof value === 'number');
      return numbers.length === values.length ? hexOfRgb(numbers) : undefined;
    },
  };
}

const channelOf = (number: number): number | undefined =>
  number >= 0 && number <= FULL ? number : undefined;

const numberOr = (value: Value | undefined, fallback: number): number =>
  typeof value === 'number' ? value : fallback;
