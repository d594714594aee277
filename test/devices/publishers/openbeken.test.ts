import { describe, expect, it } from 'vitest';
import { aspectsOf, presence, published, sent, told, unitOf } from './publisher.ts';

/** OpenBK7231T: short names, `~`, a topic for each value that ends with `get` and `set`. */
const entity = (component: string, id: string, options: object) => ({
  [`${component}/obk_${id}`]: {
    dev: {
      ids: ['obk1'],
      name: 'obk1',
      sw: '1.18',
      mf: 'Beken Corporation',
      mdl: 'BK7231T',
      cu: 'http://10.0.0.2/index',
    },
    name: id,
    '~': 'obk1',
    avty_t: '~/connected',
    uniq_id: `obk1_${id}`,
    qos: 1,
    ...options,
  },
});

describe('what OpenBeken publishes', () => {
  const home = published({
    ...entity('light', 'rgbcw', {
      pl_on: '1',
      pl_off: '0',
      rgb_cmd_tpl: "{{'#%02x%02x%02x0000'|format(red,green,blue)}}",
      rgb_val_tpl:
        '{{ value[0:2]|int(base=16) }},{{ value[2:4]|int(base=16) }},{{ value[4:6]|int(base=16) }}',
      rgb_stat_t: '~/led_basecolor_rgb/get',
      rgb_cmd_t: 'cmnd/obk1/led_basecolor_rgb',
      on_cmd_type: 'first',
      clr_temp_cmd_t: 'cmnd/obk1/led_temperature',
      clr_temp_stat_t: '~/led_temperature/get',
      min_mirs: '154',
      max_mirs: '500',
      stat_t: '~/led_enableAll/get',
      cmd_t: 'cmnd/obk1/led_enableAll',
      bri_stat_t: '~/led_dimmer/get',
      bri_cmd_t: 'cmnd/obk1/led_dimmer',
      bri_scl: 100,
    }),
    ...entity('switch', 'relay', {
      pl_on: '1',
      pl_off: '0',
      stat_t: '~/1/get',
      cmd_t: '~/1/set',
    }),
    ...entity('cover', 'garage', {
      device_class: 'garage',
      state_topic: '~/2/get',
      command_topic: '~/2/set',
      state_open: 'open',
      state_closed: 'closed',
      payload_open: 'OPEN',
      payload_close: 'CLOSE',
      payload_stop: 'STOP',
    }),
    ...entity('climate', 'ac', {
      temperature_unit: 'C',
      current_temperature_topic: '~/CurrentTemperature/get',
      temperature_command_topic: 'cmnd/obk1/TargetTemperature',
      temperature_state_topic: '~/TargetTemperature/get',
      min_temp: 15,
      max_temp: 30,
      temp_step: 0.5,
      mode_state_topic: '~/ACMode/get',
      mode_command_topic: 'cmnd/obk1/ACMode',
      modes: ['off', 'heat', 'cool', 'fan_only'],
      swing_horizontal_mode_state_topic: '~/SwingH/get',
      swing_horizontal_mode_command_topic: 'cmnd/obk1/SwingH',
      swing_horizontal_modes: ['off', 'on'],
    }),
    ...entity('sensor', 'voltage', {
      dev_cla: 'voltage',
      unit_of_meas: 'mV',
      stat_t: '~/voltage/get',
      value_template: "{{ '%0.2f'|format(value|float/1000) }}",
    }),
  });

  it('is understood whole', () => {
    expect(home.lacks).toEqual([]);
    expect(home.leftOut).toEqual([]);
  });

  it('switches a lamp on before it sets its colour', () => {
    const lamp = home.entity('obk1 rgbcw');
    expect(aspectsOf(lamp)).toEqual(['state', 'brightness', 'color_temperature', 'color']);
    expect(sent(lamp, { color: '#ff8000', brightness: 50 })).toEqual([
      'cmnd/obk1/led_enableAll 1',
      'cmnd/obk1/led_basecolor_rgb #ff80000000',
      'cmnd/obk1/led_dimmer 50',
    ]);
    expect(sent(lamp, { color_temperature: 2700 })).toEqual([
      'cmnd/obk1/led_enableAll 1',
      'cmnd/obk1/led_temperature 370',
    ]);
    expect(told(lamp, 'obk1/led_basecolor_rgb/get', 'FF8000')).toEqual({ color: '#ff8000' });
    expect(told(lamp, 'obk1/led_dimmer/get', '50')).toEqual({ brightness: 50 });
    expect(told(lamp, 'obk1/led_enableAll/get', '0')).toEqual({ state: 'off' });
    expect(sent(lamp, { color_temperature: 7000 })).toContain('to 6493 K');
  });

  it('has a relay, a garage door, an air conditioner and a voltage', () => {
    const relay = home.entity('obk1 relay');
    expect(sent(relay, { state: 'on' })).toEqual(['obk1/1/set 1']);
    expect(told(relay, 'obk1/1/get', '1')).toEqual({ state: 'on' });
    expect(presence(relay, 'online')).toBe('online');
    const garage = home.entity('obk1 garage');
    expect(garage.deviceClass).toBe('garage');
    expect(sent(garage, { state: 'open' })).toEqual(['obk1/2/set OPEN']);
    const ac = home.entity('obk1 ac');
    expect(sent(ac, { mode: 'cool', temperature: 21.5, swing_horizontal_mode: 'on' })).toEqual([
      'cmnd/obk1/ACMode cool',
      'cmnd/obk1/SwingH on',
      'cmnd/obk1/TargetTemperature 21.5',
    ]);
    const voltage = home.entity('obk1 voltage');
    expect(told(voltage, 'obk1/voltage/get', '3300')).toEqual({ value: 3.3 });
    expect(unitOf(voltage)).toBe('mV');
  });
});
