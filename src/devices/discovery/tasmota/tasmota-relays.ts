/** The relays of a Tasmota: switches, or lights if it is told so by `SetOption30`. */
import type { Draft } from '../draft.ts';
import type { TasmotaConfig } from './tasmota-config.ts';
import { askForState, outputName, powerOptions, tasmotaDraft } from './tasmota-draft.ts';

const RELAY = 1;
const LIGHT = 2;
const RELAYS_ARE_LIGHTS = 30;

export const tasmotaRelays = (config: TasmotaConfig): readonly Draft[] =>
  config.relays.flatMap((kind, index) => {
    const isFanLight = config.isFan && index === 0 && (kind === RELAY || kind === LIGHT);
    if (kind !== RELAY && !isFanLight) return [];
    const isLight = isFanLight || config.option(RELAYS_ARE_LIGHTS);
    return [isLight ? simpleLight(config, index) : relay(config, index)];
  });

const relay = (config: TasmotaConfig, index: number): Draft =>
  tasmotaDraft({
    config,
    component: 'switch',
    part: `relay_${index + 1}`,
    name: outputName(config, index),
    ask: askForState(config),
    options: powerOptions(config, index),
  });

/** A light that can only be on or off. */
export function simpleLight(config: TasmotaConfig, index: number): Draft {
  const { value_template: template, ...power } = powerOptions(config, index);
  return tasmotaDraft({
    config,
    component: 'light',
    part: `light_${index + 1}`,
    // The light of a fan is not what the device is for.
    name: outputName(config, index) ?? (config.isFan ? 'light' : null),
    ask: askForState(config),
    options: { ...power, state_value_template: template },
  });
}
