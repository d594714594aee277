/** What the three kinds of lights have in common. */
import type { Ability, Entity, Wishes } from '../entity.ts';
import { isSameColor, type Rgb, reciprocal, rgbOfHex } from './colors.ts';
import { judgeEqual } from './judging.ts';
import { isSameLevel } from './levels.ts';
import type { Options } from './options.ts';
import type { KelvinRange } from './white-channels.ts';

/** 500 and 153 mired. */
const DEFAULT_KELVIN: KelvinRange = { min: 2000, max: 6535 };
/** An eye just tells two temperatures apart that differ by this much. */
const MIRED_TOLERANCE = 5;

/** How its colour temperature is written. */
export interface Whites extends KelvinRange {
  readonly inKelvin: boolean;
}

export function whitesOf(options: Options): Whites {
  const inKelvin = options.flag('color_temp_kelvin', false);
  const [warmest, coldest] = [options.number('max_mireds'), options.number('min_mireds')];
  const min = warmest
    ? Math.floor(reciprocal(warmest))
    : options.number('min_kelvin', DEFAULT_KELVIN.min);
  const max = coldest
    ? Math.floor(reciprocal(coldest))
    : options.number('max_kelvin', DEFAULT_KELVIN.max);
  if (min >= 500 && min <= max && max <= 100_000) return { min, max, inKelvin };
  options.lack('Its range of colour temperatures makes no sense: 2000 to 6535 K is taken.');
  return { ...DEFAULT_KELVIN, inKelvin };
}

/** The level at full brightness. */
export function scaleOf(options: Options, key: string): number {
  const scale = options.number(key, 255);
  if (scale >= 1) return scale;
  options.lack(`The option "${key}" is less than 1: 255 is taken.`);
  return 255;
}

/** What is sent for a temperature in kelvin: Home Assistant rounds mired down. */
export const toDevice = (kelvin: number, { inKelvin }: Whites): number =>
  inKelvin ? Math.round(kelvin) : Math.floor(reciprocal(kelvin));

/** Kelvin of what a device says; `undefined` if it is no temperature. */
export function toKelvin(number: number, { inKelvin }: Whites): number | undefined {
  const kelvin = Math.round(inKelvin ? number : reciprocal(number));
  return kelvin >= 500 && kelvin <= 100_000 ? kelvin : undefined;
}

/** What a light can do, in words of the vocabulary. */
export interface LightKind {
  readonly switches: boolean;
  readonly dims: boolean;
  readonly whites: KelvinRange | undefined;
  readonly colors: boolean;
  readonly white: boolean;
  readonly effects: readonly string[];
}

export function lightAbilities(kind: LightKind): readonly Ability[] {
  const { whites, effects } = kind;
  const percent = { kind: 'number', min: 1, max: 100, step: 1, unit: '%' } as const;
  const abilities: (Ability | false | undefined)[] = [
    kind.switches && { aspect: 'state', kind: 'choice', options: ['on', 'off'] },
    kind.dims && { aspect: 'brightness', ...percent },
    whites && {
      aspect: 'color_temperature',
      kind: 'number',
      min: whites.min,
      max: whites.max,
      step: 1,
      unit: 'K',
    },
    kind.colors && { aspect: 'color', kind: 'color' },
    kind.white && { aspect: 'white', ...percent },
    effects.length > 0 && { aspect: 'effect', kind: 'choice', options: effects },
  ];
  return abilities.filter((ability) => ability !== false && ability !== undefined);
}

/** What is wished of a light that shall be on. */
export interface Lit {
  readonly brightness: number | undefined;
  readonly kelvin: number | undefined;
  readonly rgb: Rgb | undefined;
  readonly white: number | undefined;
  readonly effect: string | undefined;
}

/** A text is a sentence that says why it cannot be. */
export function litBy(wishes: Wishes): Lit | 'off' | { readonly reason: string } {
  const [color, effect] = [wishes.get('color'), wishes.get('effect')];
  if (wishes.get('state') === 'off') {
    return wishes.size === 1 ? 'off' : { reason: 'It can be switched off, or be set, not both.' };
  }
  const ways = ['color', 'color_temperature', 'white'].filter((aspect) => wishes.has(aspect));
  if (ways.length > 1) {
    return { reason: 'It can have a colour, a colour temperature or plain white, one at a time.' };
  }
  return {
    brightness: numberIn(wishes, 'brightness'),
    kelvin: numberIn(wishes, 'color_temperature'),
    rgb: typeof color === 'string' ? rgbOfHex(color) : undefined,
    white: numberIn(wishes, 'white'),
    effect: effect === undefined ? undefined : String(effect),
  };
}

function numberIn(wishes: Wishes, aspect: string): number | undefined {
  const value = wishes.get(aspect);
  return typeof value === 'number' ? value : undefined;
}

/** `scale` is the number of steps between off and full brightness, `whiteScale` that of plain white. */
export function judgeLight(scale: number, whiteScale = scale): Entity['judge'] {
  const scales = new Map([
    ['brightness', scale],
    ['white', whiteScale],
  ]);
  return (aspect, wanted, heard) => {
    const levels = scales.get(aspect);
    if (levels !== undefined) {
      return isSameLevel(Number(wanted), Number(heard), levels) ? 'done' : 'not';
    }
    if (aspect === 'color_temperature') {
      const mired = reciprocal(Number(wanted)) - reciprocal(Number(heard));
      return Math.abs(mired) <= MIRED_TOLERANCE ? 'done' : 'not';
    }
    if (aspect !== 'color') return judgeEqual(aspect, wanted, heard);
    return isSameColor(String(wanted), String(heard)) ? 'done' : 'not';
  };
}
