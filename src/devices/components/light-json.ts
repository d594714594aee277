import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { type ColorSpace, channelsOf, LETTERS } from './color-spaces.ts';
import type { Rgb } from './colors.ts';
import { composed, unable } from './commands.ts';
import { byteOfPercent, levelOfPercent } from './levels.ts';
import { jsonLightFacts } from './light-json-facts.ts';
import { type JsonLight, jsonLightOf } from './light-json-kind.ts';
import { judgeLight, type Lit, lightAbilities, litBy, toDevice } from './light-parts.ts';
import type { Options } from './options.ts';

/** A light with one topic, and everything in JSON on it. */
export function buildJsonLight(description: Description, options: Options): Entity | LeftOut {
  const light = jsonLightOf(options);
  const { modes, color, whites } = light;
  const command = options.command({ topicKey: 'command_topic' });
  const facts = jsonLightFacts(description, options, light);
  return options.entity({
    facts,
    abilities: command
      ? lightAbilities({
          switches: true,
          dims: light.dims,
          whites: modes.has('color_temp') ? whites : undefined,
          colors: color.length > 0,
          white: modes.has('white'),
          effects: light.effects,
        })
      : [],
    compose(wishes) {
      const lit = litBy(wishes);
      if (lit === 'off') return composed([command?.('{"state":"OFF"}')]);
      if ('reason' in lit) return unable(lit.reason);
      return composed([command?.(JSON.stringify(messageOf(light, lit)))]);
    },
    judge: judgeLight(light.scale, light.whiteScale),
  });
}

/** As `homeassistant/components/mqtt/light/schema_json.py` writes it. */
function messageOf(light: JsonLight, { brightness, kelvin, rgb, white, effect }: Lit) {
  const message: Record<string, unknown> = { state: 'ON' };
  const [space] = light.color;
  const isInChannels = rgb !== undefined && space?.startsWith('rgb') === true && !light.dimsApart;
  if (rgb && space) {
    const dimmed = isInChannels && brightness !== undefined ? brightness : 100;
    message['color'] = Object.assign(
      {},
      ...light.color.map((each) => colorOf(rgb, each, light, dimmed)),
    );
  }
  if (brightness !== undefined && !isInChannels) {
    message['brightness'] = levelOfPercent(brightness, light.scale);
  }
  if (kelvin !== undefined) message['color_temp'] = toDevice(kelvin, light.whites);
  if (effect !== undefined) message['effect'] = effect;
  if (white !== undefined) message['white'] = levelOfPercent(white, light.whiteScale);
  return message;
}

function colorOf(
  rgb: Rgb,
  space: ColorSpace,
  { whites }: JsonLight,
  percent: number,
): Readonly<Record<string, number>> {
  const channels = channelsOf(rgb, space, { range: whites });
  const factor = space.startsWith('rgb') ? byteOfPercent(percent) / 255 : 1;
  const scaled = factor === 1 ? channels : channels.map((channel) => Math.round(channel * factor));
  return Object.fromEntries(LETTERS[space].map((letter, index) => [letter, scaled[index] ?? 0]));
}
