/** home-assistant.io/integrations/climate.mqtt; homeassistant/components/mqtt/climate.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import {
  humidityControl,
  modeControl,
  powerControl,
  presetControl,
  temperatureControl,
  toldControl,
} from './climate-parts.ts';
import { isFahrenheit, temperatureUnit } from './climate-unit.ts';
import { asNumber, asOneOf } from './facts.ts';
import { stepOf } from './number-range.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';

const MODES = ['auto', 'off', 'cool', 'heat', 'dry', 'fan_only'];
const FAN_MODES = ['auto', 'low', 'medium', 'high'];
const SWING_MODES = ['on', 'off'];
const ACTIONS = [
  'off',
  'heating',
  'cooling',
  'drying',
  'idle',
  'fan',
  'preheating',
  'defrosting',
] as const;

/** A thermostat, a radiator or an air conditioner. What it runs at comes before its set points. */
export function buildClimate(_description: Description, options: Options): Entity | LeftOut {
  const unit = temperatureUnit(options);
  const temperature = {
    min: options.number('min_temp', isFahrenheit(unit) ? 44.6 : 7),
    max: options.number('max_temp', isFahrenheit(unit) ? 95 : 35),
    step: stepOf(options, 'temp_step', 1),
    unit,
  };
  const humidity = {
    min: options.number('min_humidity', 30),
    max: options.number('max_humidity', 99),
    step: 1,
    unit: '%',
  };
  const mode = (aspect: string, key: string, fallback: readonly string[]) =>
    modeControl(options, { aspect, name: aspect, words: options.list(key, fallback) });
  return entityOf(options, [
    powerControl(options),
    mode('mode', 'modes', MODES),
    presetControl(options),
    mode('fan_mode', 'fan_modes', FAN_MODES),
    mode('swing_mode', 'swing_modes', SWING_MODES),
    mode('swing_horizontal_mode', 'swing_horizontal_modes', SWING_MODES),
    temperatureControl(options, { aspect: 'temperature', range: temperature }),
    temperatureControl(options, { aspect: 'temperature_low', range: temperature }),
    temperatureControl(options, { aspect: 'temperature_high', range: temperature }),
    humidityControl(options, humidity),
    toldControl(options, {
      aspect: 'current_temperature',
      name: 'current_temperature',
      parse: asNumber(),
      unit,
    }),
    toldControl(options, {
      aspect: 'current_humidity',
      name: 'current_humidity',
      parse: asNumber(),
      unit: '%',
    }),
    toldControl(options, { aspect: 'action', name: 'action', parse: asOneOf(ACTIONS) }),
  ]);
}
