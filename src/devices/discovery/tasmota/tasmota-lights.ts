/** The lights of a Tasmota (hatasmota, `light.py`; tasmota.github.io/docs/Lights). */
import type { Draft } from '../draft.ts';
import type { TasmotaConfig } from './tasmota-config.ts';
import { askForState, outputName, powerOptions, tasmotaDraft } from './tasmota-draft.ts';
import { simpleLight } from './tasmota-relays.ts';

type LightKind = 'switched' | 'dimmer' | 'whites' | 'rgb' | 'rgbw' | 'rgbcw';

/** By the light's subtype. */
const KINDS: readonly LightKind[] = ['switched', 'dimmer', 'whites', 'rgb', 'rgbw', 'rgbcw'];
const LIGHT = 2;
const SPLIT_FROM = 4;
const EACH_CHANNEL_A_LIGHT = 68;
const NARROW_WHITES = 82;
/** In the order of their numbers for `Scheme`. */
const EFFECTS = ['Solid', 'Wake up', 'Cycle up', 'Cycle down', 'Random'];

export const tasmotaLights = (config: TasmotaConfig): readonly Draft[] =>
  config.relays.flatMap((kind, index) => {
    if (kind !== LIGHT || (config.isFan && index === 0)) return [];
    const { light, dimmer, brightness } = partOf(config, index);
    return [
      light === 'switched'
        ? simpleLight(config, index)
        : colored(config, index, { light, dimmer, brightness }),
    ];
  });

interface Part {
  readonly light: LightKind;
  /** The command for its brightness, and the key under which it is told. */
  readonly dimmer: string;
  readonly brightness: string;
}

/** One light may be all channels together, or its colours and its whites may be two, or each channel one. */
function partOf(config: TasmotaConfig, index: number): Part {
  const { lightSubtype, linkedWhite } = config;
  if (config.option(EACH_CHANNEL_A_LIGHT)) {
    const channel = `Channel${index + 1}`;
    return { light: 'dimmer', dimmer: channel, brightness: channel };
  }
  const nth = index - config.relays.indexOf(LIGHT);
  if (!linkedWhite && lightSubtype >= SPLIT_FROM && nth <= 1) {
    if (nth === 0) return { light: 'rgb', dimmer: 'Dimmer1', brightness: 'Dimmer1' };
    const light = lightSubtype === SPLIT_FROM ? 'dimmer' : 'whites';
    return { light, dimmer: 'Dimmer2', brightness: 'Dimmer2' };
  }
  const light = KINDS[lightSubtype] ?? 'switched';
  return { light, dimmer: config.isTuya ? 'Dimmer3' : 'Dimmer', brightness: 'Dimmer' };
}

function colored(config: TasmotaConfig, index: number, part: Part): Draft {
  const { value_template: template, ...power } = powerOptions(config, index);
  const { light } = part;
  const colors = light === 'rgb' || light === 'rgbw' || light === 'rgbcw';
  return tasmotaDraft({
    config,
    component: 'light',
    part: `light_${index + 1}`,
    name: outputName(config, index),
    ask: askForState(config),
    options: {
      ...power,
      state_value_template: template,
      ...brightness(config, part),
      ...(light === 'whites' || light === 'rgbcw' ? temperature(config) : {}),
      ...(colors ? { ...color(config), ...effects(config) } : {}),
      ...(light === 'rgbw' ? white(config) : {}),
    },
  });
}

const brightness = ({ commands, states }: TasmotaConfig, part: Part) => ({
  brightness_command_topic: `${commands}${part.dimmer}`,
  brightness_state_topic: states,
  brightness_value_template: `{{ value_json.${part.brightness} }}`,
  brightness_scale: 100,
});

const temperature = (config: TasmotaConfig) => ({
  color_temp_command_topic: `${config.commands}CT`,
  color_temp_state_topic: config.states,
  color_temp_value_template: '{{ value_json.CT }}',
  min_mireds: config.option(NARROW_WHITES) ? 200 : 153,
  max_mireds: config.option(NARROW_WHITES) ? 380 : 500,
});

/** Hue and saturation are two commands that leave the brightness alone; `Backlog` takes both in one message. */
const color = ({ commands, states }: TasmotaConfig) => ({
  hs_command_topic: `${commands}Backlog`,
  hs_command_template: 'HsbColor1 {{ hue | round | int }};HsbColor2 {{ sat | round | int }}',
  hs_state_topic: states,
  hs_value_template: "{{ value_json.HSBColor.split(',')[0:2] | join(',') }}",
});

const white = ({ commands }: TasmotaConfig) => ({
  white_command_topic: `${commands}White`,
  white_scale: 100,
});

const effects = ({ commands, states }: TasmotaConfig) => ({
  effect_command_topic: `${commands}Scheme`,
  effect_command_template: `{{ {${EFFECTS.map((name, at) => `'${name}':${at}`).join(',')}}[value] }}`,
  effect_list: EFFECTS,
  effect_state_topic: states,
  effect_value_template: `{{ {${EFFECTS.map((name, at) => `${at}:'${name}'`).join(',')}}[value_json.Scheme] }}`,
});
