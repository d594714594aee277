import type { Fact } from '../entity.ts';
import { COLOR_SPACES, type ColorSpace, rgbOfChannels } from './color-spaces.ts';
import { atFullBrightness, hexOfRgb, type Rgb } from './colors.ts';
import { asNumber, asText, type Parse } from './facts.ts';
import { percentOfLevel } from './levels.ts';
import { toKelvin, type Whites } from './light-parts.ts';
import { type OnOff, present, stateFact } from './on-off.ts';
import type { Options } from './options.ts';

/** What a light of the default kind tells, each thing on a topic of its own. */
export function defaultLightFacts(
  options: Options,
  {
    texts,
    scale,
    whites,
    color,
  }: {
    readonly texts: OnOff;
    readonly scale: number;
    readonly whites: Whites;
    readonly color: { readonly space: ColorSpace } | undefined;
  },
): readonly Fact[] {
  const fact = (aspect: string, name: string, parse: Parse, unit?: string): Fact | undefined =>
    options.fact({
      aspect,
      topicKey: `${name}_state_topic`,
      templateKey: `${name}_value_template`,
      parse,
      ...(unit === undefined ? {} : { unit }),
    });
  const hasTopic = (space: ColorSpace) => options.given(`${space}_state_topic`);
  const space = color && hasTopic(color.space) ? color.space : COLOR_SPACES.find(hasTopic);
  const isSplit = options.given('brightness_state_topic');
  const told =
    (read: (rgb: Rgb) => string | number | undefined): Parse =>
    (text) => {
      const rgb = space && rgbOfChannels(text.split(',').map(channelIn), space, whites);
      return rgb && read(rgb);
    };
  const brightness = told((rgb) => percentOfLevel(1)(atFullBrightness(rgb).brightness));
  const hex = told((rgb) => {
    const full = atFullBrightness(rgb);
    if (isSplit) return hexOfRgb(rgb);
    return full.brightness === 0 ? undefined : hexOfRgb(full.rgb);
  });
  const shown = shownBy(options);
  return present([
    stateFact(options, texts, ['state_value_template', 'value_template']),
    isSplit
      ? fact('brightness', 'brightness', asNumber(percentOfLevel(scale)), '%')
      : space?.startsWith('rgb')
        ? fact('brightness', space, brightness, '%')
        : undefined,
    ...shown(
      fact(
        'color_temperature',
        'color_temp',
        asNumber((number) => toKelvin(number, whites)),
        'K',
      ),
    ),
    ...shown(space && fact('color', space, hex)),
    fact('effect', 'effect', asText(100)),
  ]);
}

const MODES: ReadonlySet<string> = new Set([
  ...['onoff', 'brightness', 'white', 'color_temp'],
  ...COLOR_SPACES,
]);

/**
 * Colours and temperatures as far as the light shows them, where it tells which: one that shows white has no
 * colour, whatever it keeps.
 */
function shownBy(options: Options): (fact: Fact | undefined) => readonly (Fact | undefined)[] {
  let mode: string | undefined;
  return (fact) => {
    if (fact === undefined || !options.given('color_mode_state_topic')) return [fact];
    const { aspect } = fact;
    // It may come before the word that it is shown.
    let kept: ReturnType<Fact['read']>;
    const isHidden = (): boolean =>
      mode !== undefined &&
      (aspect === 'color' ? !COLOR_SPACES.some((space) => space === mode) : mode !== 'color_temp');
    const told = options.fact({
      aspect,
      topicKey: 'color_mode_state_topic',
      templateKey: 'color_mode_value_template',
      parse(text) {
        if (MODES.has(text)) mode = text;
        return isHidden() ? null : kept;
      },
    });
    const read: Fact['read'] = (heard) => {
      const value = fact.read(heard);
      kept = value ?? kept;
      return isHidden() ? null : value;
    };
    return [told, { ...fact, read }];
  };
}

const channelIn = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text);
