/** What a light that is written in JSON can do. */
import { COLOR_SPACES, type ColorSpace } from './color-spaces.ts';
import { scaleOf, type Whites, whitesOf } from './light-parts.ts';
import type { Options } from './options.ts';

const MODES = ['onoff', 'brightness', 'color_temp', 'white', ...COLOR_SPACES] as const;
/** The options from before `supported_color_modes`. */
const OLD_FLAGS = ['color_temp', 'hs', 'rgb', 'xy'] as const;

export interface JsonLight {
  readonly modes: ReadonlySet<string>;
  readonly dims: boolean;
  /** Brightness is a property of its own, and not in the channels of a colour. */
  readonly dimsApart: boolean;
  /** The ways to write a colour; several are written at once by those of before `supported_color_modes`. */
  readonly color: readonly ColorSpace[];
  readonly scale: number;
  readonly whiteScale: number;
  readonly whites: Whites;
  readonly effects: readonly string[];
}

export function jsonLightOf(options: Options): JsonLight {
  const modes = modesOf(options);
  const dimsApart = options.flag('brightness', false);
  const isNew = options.given('supported_color_modes');
  const spaces = COLOR_SPACES.filter((space) => modes.has(space));
  const isLit = [...modes].some((mode) => mode !== 'onoff');
  return {
    modes,
    dims: isNew ? isLit : dimsApart || modes.has('rgb'),
    dimsApart,
    color: isNew ? spaces.slice(0, 1) : spaces,
    scale: scaleOf(options, 'brightness_scale'),
    whiteScale: scaleOf(options, 'white_scale'),
    whites: whitesOf(options),
    effects: options.flag('effect', false) ? options.list('effect_list', []) : [],
  };
}

function modesOf(options: Options): ReadonlySet<string> {
  const listed = options.list('supported_color_modes');
  if (listed === undefined) return new Set(OLD_FLAGS.filter((flag) => options.flag(flag, false)));
  const known = new Set<string>(MODES);
  for (const mode of listed) {
    if (!known.has(mode)) options.lack(`Its colour mode "${mode}" is not known.`);
  }
  return new Set(listed.filter((mode) => known.has(mode)));
}
