import type { JinjaValue } from '../../jinja/value.ts';
import type { Description } from '../description.ts';
import type { Fact, Value } from '../entity.ts';
import { COLOR_SPACES, type ColorSpace, LETTERS, rgbOfChannels } from './color-spaces.ts';
import { hexOfRgb } from './colors.ts';
import { cleaned, isZigbee2mqtt } from './facts.ts';
import { numberOf, property } from './json.ts';
import { percentOfLevel } from './levels.ts';
import type { JsonLight } from './light-json-kind.ts';
import { toKelvin } from './light-parts.ts';
import { present } from './on-off.ts';
import type { Options } from './options.ts';

type Told = Value | null | undefined;

/** What a light tells in JSON on its one topic. */
export function jsonLightFacts(
  { identity }: Description,
  options: Options,
  light: JsonLight,
): readonly Fact[] {
  const fact = (
    aspect: string,
    property: string,
    read: (json: JinjaValue | undefined) => Told,
    unit?: string,
  ): Fact | undefined =>
    options.fact({
      aspect,
      topicKey: 'state_topic',
      property,
      parse: (_, heard) => read(heard.json),
      ...(unit === undefined ? {} : { unit }),
    });
  const { modes, color, scale, effects, dims } = light;
  const isWhite = (json: JinjaValue | undefined) => property(json, 'color_mode') === 'white';
  return present([
    fact('state', 'state', (json) => stateOf(property(json, 'state'))),
    dims
      ? fact('brightness', 'brightness', numeric('brightness', percentOfLevel(scale)), '%')
      : undefined,
    modes.has('color_temp')
      ? fact('color_temperature', 'color_temp', (json) => kelvinOf(json, light), 'K')
      : undefined,
    color.length > 0 ? fact('color', 'color', (json) => colorOf(json, light)) : undefined,
    modes.has('white')
      ? fact('white', 'white', (json) =>
          isWhite(json) ? numeric('brightness', percentOfLevel(scale))(json) : undefined,
        )
      : undefined,
    // zigbee2mqtt takes effects, and never tells them.
    effects.length > 0 && !isZigbee2mqtt(identity)
      ? fact('effect', 'effect', (json) => effectOf(property(json, 'effect')))
      : undefined,
  ]);
}

/** Home Assistant knows ON, OFF and null; some write it otherwise. */
function stateOf(state: unknown): Told {
  if (state === null) return null;
  if (typeof state === 'boolean') return state ? 'on' : 'off';
  const word = typeof state === 'string' ? state.toLowerCase() : undefined;
  return word === 'on' || word === 'off' ? word : undefined;
}

/** `null` stays `null`. */
const numeric =
  (name: string, of: (number: number) => Told) =>
  (json: JinjaValue | undefined): Told => {
    const value = property(json, name);
    const number = numberOf(value);
    return value === null ? null : number === undefined ? undefined : of(number);
  };

/** A light that shows a colour has no temperature, whatever it says of one. */
function kelvinOf(json: JinjaValue | undefined, { whites }: JsonLight): Told {
  const mode = property(json, 'color_mode');
  if (typeof mode === 'string' && mode !== 'color_temp') return null;
  return numeric('color_temp', (number) => toKelvin(number, whites))(json);
}

/** A light that shows white has no colour, whatever it says of one. */
function colorOf(json: JinjaValue | undefined, { color, whites }: JsonLight): Told {
  const mode = property(json, 'color_mode');
  const space = COLOR_SPACES.find((each) => each === mode);
  if (typeof mode === 'string' && space === undefined) return null;
  const value = property(json, 'color');
  if (value === null) return null;
  const spaces: readonly ColorSpace[] = space ? [space] : [...color, 'rgb', 'hs', 'xy'];
  const rgb = firstOf(spaces, (each) => rgbOfChannels(lettersIn(value, each), each, whites));
  return rgb && hexOfRgb(rgb);
}

/** zigbee2mqtt writes hue and saturation in full. */
const IN_FULL: Readonly<Record<string, string>> = { h: 'hue', s: 'saturation' };

const lettersIn = (color: unknown, space: ColorSpace): readonly (number | undefined)[] =>
  LETTERS[space].map((letter) => {
    const long = IN_FULL[letter];
    return numberOf(own(color, letter)) ?? (long ? numberOf(own(color, long)) : undefined);
  });

const own = (object: unknown, name: string): unknown =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, name)
    ? (object as Record<string, unknown>)[name]
    : undefined;

function effectOf(effect: unknown): Told {
  if (effect === null) return null;
  return typeof effect === 'string' && effect !== '' ? cleaned(effect, 100) : undefined;
}

function firstOf<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
