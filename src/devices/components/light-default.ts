import type { CommandMessage, Entity, LeftOut, Value } from '../entity.ts';
import { COLOR_SPACES, type ColorSpace, channelsOf } from './color-spaces.ts';
import { atFullBrightness, type Rgb, rgbOfHex } from './colors.ts';
import { type Command, composed, unable } from './commands.ts';
import { byteOfPercent, levelOfPercent } from './levels.ts';
import { colorCommand } from './light-color-command.ts';
import { defaultLightFacts } from './light-default-facts.ts';
import {
  judgeLight,
  type Lit,
  lightAbilities,
  litBy,
  scaleOf,
  toDevice,
  whitesOf,
} from './light-parts.ts';
import { onOffOf } from './on-off.ts';
import type { Options } from './options.ts';

/** A light with a topic of its own for each thing that can be set. */
export function buildDefaultLight(options: Options): Entity | LeftOut {
  const light = lightOf(options);
  return options.entity({
    facts: defaultLightFacts(options, light),
    abilities: lightAbilities({
      switches: light.power !== undefined,
      dims: light.brightness !== undefined || isDimmedByColor(light),
      whites: light.temperature && light.whites,
      colors: light.color !== undefined,
      white: light.white !== undefined,
      effects: light.effect ? light.effects : [],
    }),
    compose(wishes, known) {
      const lit = litBy(wishes);
      if (lit === 'off') return composed([light.power?.(light.texts.off)]);
      if ('reason' in lit) return unable(lit.reason);
      return composed(lighting(light, lit, known));
    },
    judge: judgeLight(light.scale, light.whiteScale),
  });
}

type Light = ReturnType<typeof lightOf>;

function lightOf(options: Options) {
  const command = (name: string) =>
    options.command({
      topicKey: `${name}_command_topic`,
      templateKey: `${name}_command_template`,
    });
  const space = COLOR_SPACES.find((each) => options.topic(`${each}_command_topic`) !== undefined);
  const color = space && command(space);
  return {
    texts: onOffOf(options),
    power: options.command({ topicKey: 'command_topic' }),
    onType: onType(options),
    brightness: command('brightness'),
    scale: scaleOf(options, 'brightness_scale'),
    temperature: command('color_temp'),
    whites: whitesOf(options),
    color: space && color ? { space, command: color } : undefined,
    white: options.command({ topicKey: 'white_command_topic' }),
    whiteScale: scaleOf(options, 'white_scale'),
    effect: command('effect'),
    effects: options.list('effect_list', []),
  };
}

/** In the order of Home Assistant (`homeassistant/components/mqtt/light/schema_basic.py`). */
function lighting(
  light: Light,
  lit: Lit,
  known: (aspect: string) => Value | undefined,
): readonly (CommandMessage | undefined)[] {
  const { brightness: bright, color, power, onType: type } = light;
  const byBrightness = type === 'brightness' && bright !== undefined;
  const kept = numberOr(known('brightness'), 100);
  const brightness = lit.brightness ?? (byBrightness && lit.white === undefined ? kept : undefined);
  const messages: (CommandMessage | undefined)[] = [];
  const level = bright ? 255 : byteOfPercent(brightness ?? kept);
  if (lit.rgb) {
    messages.push(color && colored(color, light, lit.rgb, level));
  }
  if (brightness !== undefined && bright) {
    messages.push(bright(levelOfPercent(brightness, light.scale)));
  } else if (brightness !== undefined && !lit.rgb) {
    const rgb = atFullBrightness(rgbOfHex(String(known('color'))) ?? [255, 255, 255]).rgb;
    messages.push(color && colored(color, light, rgb, level));
  }
  if (lit.kelvin !== undefined) {
    messages.push(light.temperature?.(toDevice(lit.kelvin, light.whites)));
  }
  if (lit.effect !== undefined) messages.push(light.effect?.(lit.effect));
  if (lit.white !== undefined) {
    messages.push(light.white?.(levelOfPercent(lit.white, light.whiteScale)));
  }
  return switchedOn(light, messages, power);
}

/** With the message that switches it on before or behind `messages`, or without. */
function switchedOn(
  { texts, onType: type, brightness }: Light,
  messages: readonly (CommandMessage | undefined)[],
  power: Command | undefined,
): readonly (CommandMessage | undefined)[] {
  if (type === 'brightness' && (brightness || messages.length > 0)) return messages;
  const on = power?.(texts.on);
  // A dimmer that is switched on by a level would lose the level that it was just given.
  const isLevel = texts.on.trim() !== '' && Number.isFinite(Number(texts.on));
  const isSet = messages.some((message) => message?.topic === on?.topic);
  if (on === undefined || (isLevel && isSet)) return messages;
  return type === 'first' ? [on, ...messages] : [...messages, on];
}

const colored = (
  { space, command }: { readonly space: ColorSpace; readonly command: Command },
  { whites }: Light,
  rgb: Rgb,
  level: number,
): CommandMessage | undefined =>
  colorCommand(command, space, channelsOf(rgb, space, { range: whites, level }));

/** Its colour is told in channels, and these are all that can be dimmed. */
const isDimmedByColor = ({ color }: Light): boolean => color?.space.startsWith('rgb') === true;

function onType(options: Options): 'first' | 'last' | 'brightness' {
  const type = options.text('on_command_type', 'last');
  if (type === 'first' || type === 'last' || type === 'brightness') return type;
  options.lack('Its "on_command_type" is none of first, last and brightness: last is taken.');
  return 'last';
}

const numberOr = (value: Value | undefined, fallback: number): number =>
  typeof value === 'number' ? value : fallback;
