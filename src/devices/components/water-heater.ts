/** home-assistant.io/integrations/water_heater.mqtt; homeassistant/components/mqtt/water_heater.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { modeControl, powerControl, temperatureControl, toldControl } from './climate-parts.ts';
import { isFahrenheit, temperatureUnit } from './climate-unit.ts';
import { asNumber } from './facts.ts';
import { stepOf } from './number-range.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';

const MODES = ['eco', 'electric', 'gas', 'heat_pump', 'high_demand', 'performance', 'off'];

/** The usual range is Home Assistant's: 110 to 140 °F. */
export function buildWaterHeater(_description: Description, options: Options): Entity | LeftOut {
  const unit = temperatureUnit(options);
  const range = {
    min: options.number('min_temp', isFahrenheit(unit) ? 110 : 43.3),
    max: options.number('max_temp', isFahrenheit(unit) ? 140 : 60),
    step: stepOf(options, options.given('temp_step') ? 'temp_step' : 'precision', 1),
    unit,
  };
  return entityOf(options, [
    powerControl(options),
    modeControl(options, { aspect: 'mode', name: 'mode', words: options.list('modes', MODES) }),
    temperatureControl(options, { aspect: 'temperature', range }),
    toldControl(options, {
      aspect: 'current_temperature',
      name: 'current_temperature',
      parse: asNumber(),
      unit,
    }),
  ]);
}
