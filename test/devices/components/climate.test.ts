import { describe, expect, it } from 'vitest';
import { buildClimate } from '../../../src/devices/components/climate.ts';
import { buildWaterHeater } from '../../../src/devices/components/water-heater.ts';
import { abilityOf, built, describing, entityOf, sent, told } from './entity-of.ts';

const climate = (options: Readonly<Record<string, unknown>>, origin?: string) =>
  entityOf(buildClimate, 'climate', options, origin === undefined ? {} : { origin });

const RADIATOR = {
  action_template:
    "{% set values = {None:None,'idle':'idle','heat':'heating','cool':'cooling','fan_only':'fan'} %}{{ values[value_json[\"running_state\"]] }}",
  action_topic: 'zigbee2mqtt/Radiator',
  current_temperature_template: '{{ value_json["local_temperature"] }}',
  current_temperature_topic: 'zigbee2mqtt/Radiator',
  max_temp: '30',
  min_temp: '5',
  mode_command_topic: 'zigbee2mqtt/Radiator/set/system_mode',
  mode_state_template: '{{ value_json["system_mode"] }}',
  mode_state_topic: 'zigbee2mqtt/Radiator',
  modes: ['off', 'auto', 'heat'],
  temp_step: 0.5,
  temperature_command_topic: 'zigbee2mqtt/Radiator/set/occupied_heating_setpoint',
  temperature_state_template: '{{ value_json["occupied_heating_setpoint"] }}',
  temperature_state_topic: 'zigbee2mqtt/Radiator',
  temperature_unit: 'C',
};

describe('a thermostat', () => {
  it('is sent temperatures as Home Assistant writes them', () => {
    const entity = climate(RADIATOR);
    expect(sent(entity, { temperature: 22.5 })).toEqual([
      'zigbee2mqtt/Radiator/set/occupied_heating_setpoint 22.5',
    ]);
    expect(sent(entity, { temperature: 21 })).toEqual([
      'zigbee2mqtt/Radiator/set/occupied_heating_setpoint 21.0',
    ]);
    expect(sent(entity, { mode: 'off' })).toEqual(['zigbee2mqtt/Radiator/set/system_mode off']);
  });

  it('has the range and the steps of its publisher, whose numbers may be texts', () => {
    expect(abilityOf(climate(RADIATOR), 'temperature')).toEqual({
      aspect: 'temperature',
      kind: 'number',
      min: 5,
      max: 30,
      step: 0.5,
      unit: '°C',
    });
  });

  it('is switched to a mode before it gets a set point', () => {
    expect(sent(climate(RADIATOR), { temperature: 20, mode: 'heat' })).toEqual([
      'zigbee2mqtt/Radiator/set/system_mode heat',
      'zigbee2mqtt/Radiator/set/occupied_heating_setpoint 20.0',
    ]);
  });

  it('tells set point, temperature, mode and what it does', () => {
    const message =
      '{"occupied_heating_setpoint": 21, "local_temperature": 19.4, "system_mode": "heat", "running_state": "heat"}';
    expect(told(climate(RADIATOR), [['zigbee2mqtt/Radiator', message]])).toEqual({
      temperature: 21,
      current_temperature: 19.4,
      mode: 'heat',
      action: 'heating',
    });
  });

  it('says that the device does not know', () => {
    const message = '{"local_temperature": null, "system_mode": null, "running_state": null}';
    expect(told(climate(RADIATOR), [['zigbee2mqtt/Radiator', message]])).toMatchObject({
      current_temperature: null,
      mode: null,
      action: null,
    });
  });

  it('does not take a mode that it does not have', () => {
    const message = '{"system_mode": "cool", "local_temperature": 19}';
    expect(told(climate(RADIATOR), [['zigbee2mqtt/Radiator', message]])).not.toHaveProperty('mode');
  });

  it('is asked for by zigbee2mqtt', () => {
    const facts = climate(RADIATOR, 'Zigbee2MQTT').facts;
    expect(facts.find(({ aspect }) => aspect === 'temperature')?.ask).toEqual({
      topic: 'zigbee2mqtt/Radiator/get',
      payload: '{"occupied_heating_setpoint":""}',
      qos: 1,
    });
  });

  it('judges set points by its steps', () => {
    const entity = climate(RADIATOR);
    expect(entity.judge('temperature', 21, 21)).toBe('done');
    expect(entity.judge('temperature', 21, 21.1)).toBe('done');
    expect(entity.judge('temperature', 21, 21.5)).toBe('not');
    expect(entity.judge('mode', 'heat', 'heat')).toBe('done');
    expect(entity.judge('mode', 'heat', 'off')).toBe('not');
  });
});

describe('an air conditioner', () => {
  const AIR = {
    temperature_unit: 'F',
    mode_command_topic: 'ac/mode/set',
    fan_mode_command_topic: 'ac/fan/set',
    swing_mode_command_topic: 'ac/swing/set',
    swing_horizontal_mode_command_topic: 'ac/swing_h/set',
    preset_mode_command_topic: 'ac/preset/set',
    preset_modes: ['eco', 'boost'],
    preset_mode_state_topic: 'ac',
    preset_mode_value_template: '{{ value_json.preset }}',
    temperature_low_command_topic: 'ac/low/set',
    temperature_low_command_template: '{"low": {{ value }}}',
    temperature_high_command_topic: 'ac/high/set',
    target_humidity_command_topic: 'ac/humidity/set',
    target_humidity_state_topic: 'ac',
    power_command_topic: 'ac/power/set',
    value_template: '{{ value_json.humidity }}',
  };

  it('is sent each of its settings', () => {
    const entity = climate(AIR);
    expect(
      sent(entity, {
        temperature_high: 75,
        temperature_low: 68,
        humidity: 45,
        preset: 'boost',
        fan_mode: 'high',
        swing_mode: 'on',
        swing_horizontal_mode: 'off',
        power: 'on',
        mode: 'cool',
      }),
    ).toEqual([
      'ac/power/set ON',
      'ac/mode/set cool',
      'ac/preset/set boost',
      'ac/fan/set high',
      'ac/swing/set on',
      'ac/swing_h/set off',
      'ac/low/set {"low": 68.0}',
      'ac/high/set 75.0',
      'ac/humidity/set 45',
    ]);
  });

  it('has the usual modes and ranges in its own unit', () => {
    const entity = climate(AIR);
    expect(abilityOf(entity, 'mode')).toMatchObject({
      options: ['auto', 'off', 'cool', 'heat', 'dry', 'fan_only'],
    });
    expect(abilityOf(entity, 'temperature_low')).toMatchObject({ min: 45, max: 95, unit: '°F' });
    expect(abilityOf(entity, 'humidity')).toMatchObject({ min: 30, max: 99, unit: '%' });
    expect(abilityOf(entity, 'temperature')).toBeUndefined();
  });

  it('has a preset that is none, told as None too', () => {
    const entity = climate(AIR);
    expect(abilityOf(entity, 'preset')).toMatchObject({ options: ['none', 'eco', 'boost'] });
    expect(told(entity, [['ac', '{"preset": null}']])).toMatchObject({ preset: 'none' });
  });

  it('reads by the common template what has none of its own', () => {
    expect(told(climate(AIR), [['ac', '{"humidity": 51, "preset": "eco"}']])).toEqual({
      humidity: 51,
      preset: 'eco',
    });
  });

  it('says what cannot be set', () => {
    expect(sent(climate(RADIATOR), { fan_mode: 'high' })).toBe(
      '"fan_mode" cannot be set; what can be set is: mode, temperature.',
    );
  });
});

describe('descriptions of climate that are not right', () => {
  it('cannot be set to a temperature of an empty range', () => {
    const entity = climate({ ...RADIATOR, min_temp: 40 });
    expect(abilityOf(entity, 'temperature')).toBeUndefined();
    expect(abilityOf(entity, 'mode')).toBeDefined();
    expect(entity.lacks).toHaveLength(1);
  });

  it('takes the usual for what is no number', () => {
    const entity = climate({ ...RADIATOR, max_temp: 'warm', temp_step: 0 });
    expect(abilityOf(entity, 'temperature')).toMatchObject({ max: 35, step: 1 });
    expect(entity.lacks).toHaveLength(2);
  });

  it('is left out without topics', () => {
    expect(built(buildClimate, describing('climate', { modes: ['off'] }))).toHaveProperty('reason');
  });
});

describe('a water heater', () => {
  it('has modes, a temperature and power', () => {
    const entity = entityOf(buildWaterHeater, 'water_heater', {
      mode_command_topic: 'w/mode/set',
      mode_state_topic: 'w/mode',
      temperature_command_topic: 'w/temperature/set',
      power_command_topic: 'w/power/set',
      power_command_template: '{"power": "{{ value }}"}',
      current_temperature_topic: 'w/temperature',
      temperature_unit: 'F',
    });
    expect(sent(entity, { mode: 'eco', temperature: 120, power: 'off' })).toEqual([
      'w/power/set {"power": "OFF"}',
      'w/mode/set eco',
      'w/temperature/set 120.0',
    ]);
    expect(abilityOf(entity, 'temperature')).toMatchObject({ min: 110, max: 140, unit: '°F' });
    expect(
      told(entity, [
        ['w/mode', 'heat_pump'],
        ['w/temperature', '118.5'],
      ]),
    ).toEqual({
      mode: 'heat_pump',
      current_temperature: 118.5,
    });
  });
});
