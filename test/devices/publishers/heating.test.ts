import { describe, expect, it } from 'vitest';
import { aspectsOf, patternOf, published, sent, told, unitOf } from './publisher.ts';

describe('a boiler and a thermostat by EMS-ESP', () => {
  const avty = (condition: string) => ({
    avty: [
      { t: 'ems-esp/status' },
      { t: 'ems-esp/thermostat_data', val_tpl: `{{'online' if ${condition} else 'offline'}}` },
    ],
    avty_mode: 'all',
  });
  const dev = {
    name: 'ems-esp Thermostat',
    mf: 'Bosch',
    mdl: 'RC310',
    ids: ['ems-esp-thermostat'],
  };
  const home = published({
    'climate/ems-esp/thermostat_hc1': {
      '~': 'ems-esp',
      uniq_id: 'thermostat_hc1',
      def_ent_id: 'climate.thermostat_hc1',
      name: 'Hc1',
      mode_stat_t: '~/thermostat_data',
      mode_stat_tpl:
        "{%if value_json.hc1 is undefined or value_json.hc1.mode is undefined%}off{%elif value_json.hc1.mode=='manual'%}heat{%elif value_json.hc1.mode=='day'%}heat{%elif value_json.hc1.mode=='night'%}off{%elif value_json.hc1.mode=='off'%}off{%else%}auto{%endif%}",
      temp_cmd_t: '~/thermostat/hc1/seltemp',
      temp_stat_t: '~/thermostat_data',
      temp_stat_tpl:
        '{{value_json.hc1.seltemp if value_json.hc1 is defined and value_json.hc1.seltemp is defined else 0}}',
      curr_temp_t: '~/thermostat_data',
      curr_temp_tpl:
        '{{value_json.hc1.currtemp if value_json.hc1 is defined and value_json.hc1.currtemp is defined else 0}}',
      curr_hum_t: '~/thermostat_data',
      curr_hum_tpl:
        '{{value_json.hc1.airhumidity if value_json.hc1 is defined and value_json.hc1.airhumidity is defined else 0}}',
      min_temp: '5',
      max_temp: '30',
      temp_step: '0.5',
      mode_cmd_t: '~/thermostat/hc1/mode',
      act_t: '~/boiler_data',
      act_tpl:
        "{% if value_json.hpactivity=='cooling'%}cooling{%elif value_json.heatingactive=='on'%}heating{%else%}idle{%endif%}",
      modes: ['auto', 'heat', 'off'],
      dev,
      ...avty('value_json.hc1 is defined and value_json.hc1.seltemp is defined'),
    },
    'select/ems-esp/thermostat_hc1_mode': {
      '~': 'ems-esp',
      uniq_id: 'thermostat_hc1_mode',
      name: 'Hc1 mode',
      stat_t: '~/thermostat_data',
      cmd_t: '~/thermostat/hc1/mode',
      ops: ['off', 'manual', 'auto'],
      val_tpl:
        '{{value_json.hc1.mode if value_json.hc1 is defined and value_json.hc1.mode is defined}}',
      dev,
    },
    'switch/ems-esp/boiler_dhw_onetime': {
      '~': 'ems-esp',
      uniq_id: 'boiler_dhw_onetime',
      name: 'Dhw one time charging',
      stat_t: '~/boiler_data',
      cmd_t: '~/boiler/dhw/onetime',
      pl_on: true,
      pl_off: false,
      val_tpl:
        "{{value_json.dhw.onetime if value_json.dhw is defined and value_json.dhw.onetime is defined else 'off'}}",
      dev: { ids: ['ems-esp-boiler'], name: 'ems-esp Boiler' },
    },
    'number/ems-esp/boiler_dhw_seltemp': {
      '~': 'ems-esp',
      uniq_id: 'boiler_dhw_seltemp',
      name: 'Dhw selected temperature',
      stat_t: '~/boiler_data',
      cmd_t: '~/boiler/dhw/seltemp',
      mode: 'box',
      min: 0,
      max: 254,
      step: 1,
      unit_of_meas: '°C',
      dev_cla: 'temperature',
      val_tpl:
        '{{value_json.dhw.seltemp if value_json.dhw is defined and value_json.dhw.seltemp is defined}}',
      dev: { ids: ['ems-esp-boiler'], name: 'ems-esp Boiler' },
    },
  });

  it('tells and takes the set point of a heating circuit', () => {
    expect(home.lacks).toEqual([]);
    const circuit = home.entity('ems-esp Thermostat Hc1');
    expect(
      told(circuit, 'ems-esp/thermostat_data', {
        hc1: { seltemp: 21.5, currtemp: 20.9, mode: 'manual', airhumidity: 47 },
      }),
    ).toEqual({ mode: 'heat', temperature: 21.5, current_temperature: 20.9, current_humidity: 47 });
    expect(told(circuit, 'ems-esp/boiler_data', { heatingactive: 'on' })).toEqual({
      action: 'heating',
    });
    expect(sent(circuit, { temperature: 22.3 })).toEqual(['ems-esp/thermostat/hc1/seltemp 22.5']);
    expect(sent(circuit, { mode: 'auto' })).toEqual(['ems-esp/thermostat/hc1/mode auto']);
  });

  it('takes commands in the texts that Home Assistant would send', () => {
    const onetime = home.entity('ems-esp Boiler Dhw one time charging');
    expect(sent(onetime, { state: 'on' })).toEqual(['ems-esp/boiler/dhw/onetime True']);
    expect(told(onetime, 'ems-esp/boiler_data', { dhw: { onetime: true } })).toEqual({
      state: 'on',
    });
    const water = home.entity('ems-esp Boiler Dhw selected temperature');
    expect(sent(water, { value: 55 })).toEqual(['ems-esp/boiler/dhw/seltemp 55']);
    expect(unitOf(water)).toBe('°C');
  });
});

describe('a heating by ebusd', () => {
  const device = {
    identifiers: 'ebusd_700',
    manufacturer: 'ebusd.eu',
    name: 'ebusd 700',
    via_device: 'ebusd',
    sw_version: '24.1',
    suggested_area: 'Heating',
  };
  const home = published({
    'number/ebusd_700_Hc1DayTemp_tempv': {
      unique_id: 'ebusd_700_Hc1DayTemp_tempv',
      name: '700 Hc1DayTemp',
      device,
      value_template: '{{value_json["tempv"].value}}',
      state_topic: 'ebusd/700/Hc1DayTemp',
      command_topic: 'ebusd/700/Hc1DayTemp/set',
      min: 5,
      max: 30,
      step: 0.5,
      unit_of_measurement: '°C',
      device_class: 'temperature',
    },
    'select/ebusd_700_Hc1OPMode_opmode': {
      unique_id: 'ebusd_700_Hc1OPMode_opmode',
      name: 'Hc1OPMode',
      device,
      value_template: '{{value_json["opmode"].value}}',
      state_topic: 'ebusd/700/Hc1OPMode',
      command_topic: 'ebusd/700/Hc1OPMode/set',
      options: ['off', 'auto', 'day', 'night'],
    },
    'text/ebusd_700_timer': {
      unique_id: 'ebusd_700_timer_from',
      name: 'Timer from',
      device,
      value_template: '{{value_json["from"].value}}',
      state_topic: 'ebusd/700/timer',
      command_topic: 'ebusd/700/timer/set',
      pattern: '^[012][0-9]:[0-5][0-9]$',
    },
    'update/ebusd_updatecheck': {
      unique_id: 'ebusd_updatecheck',
      device: { identifiers: 'ebusd', name: 'ebusd' },
      state_topic: 'ebusd/global/updatecheck',
      name: 'updatecheck',
      value_template:
        "{% set my_new = value_json|truncate(255)|regex_replace(find=',.*| available|revision v|version v|OK',replace='') %}{% if my_new == '' %}{% set my_new = '24.1' %}{% endif %}{{ {'installed_version':'24.1','latest_version':my_new} | tojson }}",
    },
  });

  it('is read from a field in a field and set by a number alone', () => {
    const day = home.entity('number.ebusd_700_Hc1DayTemp_tempv');
    expect(day.area).toBe('Heating');
    expect(told(day, 'ebusd/700/Hc1DayTemp', { tempv: { value: 21.5 } })).toEqual({ value: 21.5 });
    expect(told(day, 'ebusd/700/Hc1DayTemp', { tempv: { value: null } })).toEqual({ value: null });
    expect(sent(day, { value: 19.5 })).toEqual(['ebusd/700/Hc1DayTemp/set 19.5']);
    expect(sent(home.entity('ebusd 700 Hc1OPMode'), { value: 'night' })).toEqual([
      'ebusd/700/Hc1OPMode/set night',
    ]);
    expect(patternOf(home.entity('ebusd 700 Timer from'), 'value')).toBe('^[012][0-9]:[0-5][0-9]$');
    expect(sent(home.entity('ebusd 700 Timer from'), { value: '06:30' })).toEqual([
      'ebusd/700/timer/set 06:30',
    ]);
  });

  it('tells whether there is a newer version', () => {
    const update = home.entity('ebusd updatecheck');
    const topic = 'ebusd/global/updatecheck';
    expect(told(update, topic, JSON.stringify('version v25.1 available'))).toEqual({
      installed_version: '24.1',
      latest_version: '25.1',
      state: 'on',
    });
  });
});

describe('a heat pump of Mitsubishi by mitsubishi2MQTT', () => {
  const home = published({
    'climate/bedroom': {
      name: null,
      unique_id: 'a1b2c3',
      modes: ['heat_cool', 'cool', 'dry', 'heat', 'fan_only', 'off'],
      mode_cmd_t: 'mitsubishi2mqtt/bedroom/mode/set',
      mode_stat_t: 'mitsubishi2mqtt/bedroom/state',
      mode_stat_tpl:
        "{{ value_json.mode if (value_json is defined and value_json.mode is defined and value_json.mode|length) else 'off' }}",
      temp_cmd_t: 'mitsubishi2mqtt/bedroom/temp/set',
      temp_stat_t: 'mitsubishi2mqtt/bedroom/state',
      avty_t: 'mitsubishi2mqtt/bedroom/availability',
      pl_not_avail: 'offline',
      pl_avail: 'online',
      temp_stat_tpl:
        '{% if (value_json is defined and value_json.temperature is defined) %}{% if (value_json.temperature|int >= 16.00 and value_json.temperature|int <= 31.00) %}{{ value_json.temperature }}{% elif (value_json.temperature|int < 16.00) %}16.00{% elif (value_json.temperature|int > 31.00) %}31.00{% endif %}{% else %}22.00{% endif %}',
      curr_temp_t: 'mitsubishi2mqtt/bedroom/state',
      curr_temp_tpl:
        '{{ value_json.roomTemperature if (value_json is defined and value_json.roomTemperature is defined and value_json.roomTemperature|int > 1.00) }}',
      min_temp: 16,
      max_temp: 31,
      temp_step: '0.5',
      temperature_unit: 'C',
      fan_modes: ['auto', 'diffuse', 'low', 'middle', 'medium', 'high'],
      fan_mode_cmd_t: 'mitsubishi2mqtt/bedroom/fan/set',
      fan_mode_stat_t: 'mitsubishi2mqtt/bedroom/state',
      fan_mode_stat_tpl:
        "{{ value_json.fan if (value_json is defined and value_json.fan is defined and value_json.fan|length) else 'AUTO' }}",
      swing_modes: ['AUTO', '1', '2', '3', '4', '5', 'SWING'],
      swing_mode_cmd_t: 'mitsubishi2mqtt/bedroom/vane/set',
      swing_mode_stat_t: 'mitsubishi2mqtt/bedroom/state',
      swing_mode_stat_tpl:
        "{{ value_json.vane if (value_json is defined and value_json.vane is defined and value_json.vane|length) else 'AUTO' }}",
      action_topic: 'mitsubishi2mqtt/bedroom/state',
      action_template:
        "{{ value_json.action if (value_json is defined and value_json.action is defined and value_json.action|length) else 'idle' }}",
      device: {
        ids: 'bedroom',
        name: 'bedroom',
        sw: 'Mitsubishi2MQTT 2024',
        mdl: 'HVAC MITSUBISHI',
      },
    },
  });

  it('tells all in one message and takes each thing on its own topic', () => {
    const pump = home.entity('bedroom');
    expect(home.lacks).toEqual([]);
    expect(
      told(pump, 'mitsubishi2mqtt/bedroom/state', {
        roomTemperature: 22.5,
        temperature: 21,
        fan: 'low',
        vane: '3',
        mode: 'heat_cool',
        action: 'heating',
      }),
    ).toEqual({
      mode: 'heat_cool',
      fan_mode: 'low',
      swing_mode: '3',
      temperature: 21,
      current_temperature: 22.5,
      action: 'heating',
    });
    expect(told(pump, 'mitsubishi2mqtt/bedroom/state', {})).toMatchObject({
      mode: 'off',
      temperature: 22,
      action: 'idle',
    });
    expect(sent(pump, { mode: 'cool', temperature: 24, fan_mode: 'high', swing_mode: 3 })).toEqual([
      'mitsubishi2mqtt/bedroom/mode/set cool',
      'mitsubishi2mqtt/bedroom/fan/set high',
      'mitsubishi2mqtt/bedroom/vane/set 3',
      'mitsubishi2mqtt/bedroom/temp/set 24.0',
    ]);
  });
});

describe('air conditioners with a power of their own', () => {
  it('are switched by the template of their publisher', () => {
    const unit = published({
      'climate/midea': {
        name: 'Living room AC',
        uniq_id: 'midea1',
        '~': 'midea/1',
        pow_cmd_t: '~/set',
        pow_cmd_tpl: '{"power":"{{ value }}"}',
        pl_on: 'on',
        pl_off: 'off',
        mode_cmd_t: '~/set',
        mode_cmd_tpl: '{"mode":"{{ value }}"}',
        mode_stat_t: '~/state',
        mode_stat_tpl: '{{ value_json.mode }}',
        modes: ['auto', 'cool', 'dry', 'heat', 'fan_only', 'off'],
        temp_cmd_t: '~/set',
        temp_cmd_tpl: '{"target":{{ value | int }}}',
        temp_stat_t: '~/state',
        temp_stat_tpl: '{{ value_json.target }}',
        temp_unit: 'F',
        curr_temp_t: '~/state',
        curr_temp_tpl: '{{ value_json.indoor }}',
        swing_h_mode_cmd_t: '~/set',
        swing_h_mode_cmd_tpl: '{"hswing":"{{ value }}"}',
        swing_h_mode_stat_t: '~/state',
        swing_h_mode_stat_tpl: '{{ value_json.hswing }}',
        swing_h_modes: ['left', 'right'],
      },
    }).entity('Living room AC');
    expect(sent(unit, { power: 'off' })).toEqual(['midea/1/set {"power":"off"}']);
    expect(sent(unit, { temperature: 75 })).toEqual(['midea/1/set {"target":75}']);
    expect(sent(unit, { swing_horizontal_mode: 'left' })).toEqual([
      'midea/1/set {"hswing":"left"}',
    ]);
    expect(
      told(unit, 'midea/1/state', { mode: 'cool', target: 75, indoor: 78.5, hswing: 'right' }),
    ).toEqual({
      mode: 'cool',
      temperature: 75,
      current_temperature: 78.5,
      swing_horizontal_mode: 'right',
    });
    expect(unitOf(unit, 'temperature')).toBe('°F');
    expect(sent(unit, { temperature: 30 })).toContain('from 45 to 95 °F');
  });
});

it('a set point in a range that begins between two steps is the one that was said', () => {
  const range = { temp_cmd_t: 't/set', temp_stat_t: 't' };
  const home = published({
    'climate/f': {
      name: 'Old house',
      uniq_id: 'f',
      ...range,
      temp_unit: 'F',
      min_temp: 60.8,
      max_temp: 87.8,
    },
    'water_heater/c': { name: 'Tank', uniq_id: 'c', ...range },
    'climate/half': {
      name: 'Half',
      uniq_id: 'h',
      ...range,
      min_temp: 4.5,
      max_temp: 29.5,
      temp_step: 0.5,
    },
    'climate/tenth': {
      name: 'Tenth',
      uniq_id: 't',
      ...range,
      min_temp: 16.1,
      max_temp: 16.3,
      temp_step: 0.1,
    },
    'climate/narrow': { name: 'Narrow', uniq_id: 'n', ...range, min_temp: 20.2, max_temp: 20.4 },
  });
  expect(sent(home.entity('Old house'), { temperature: 72 })).toEqual(['t/set 72.0']);
  expect(sent(home.entity('Tank'), { temperature: 50 })).toEqual(['t/set 50.0']);
  expect(sent(home.entity('Half'), { temperature: 4.5 })).toEqual(['t/set 4.5']);
  expect(sent(home.entity('Tenth'), { temperature: 16.3 })).toEqual(['t/set 16.3']);
  expect(sent(home.entity('Narrow'), { temperature: 20.2 })).toEqual(['t/set 20.2']);
});

describe('a water heater and a pool', () => {
  it('has modes, a power and a temperature of its own range', () => {
    const heater = published({
      'water_heater/tank': {
        name: 'Hot water',
        uniq_id: 'tank',
        '~': 'tank',
        modes: ['off', 'eco', 'performance'],
        mode_cmd_t: '~/mode/set',
        mode_stat_t: '~/mode',
        temp_cmd_t: '~/temp/set',
        temp_stat_t: '~/temp',
        curr_temp_t: '~/now',
        pow_cmd_t: '~/power/set',
        min_temp: 30,
        max_temp: 65,
        temp_unit: 'C',
        precision: 0.5,
      },
    }).entity('Hot water');
    expect(aspectsOf(heater)).toEqual(['power', 'mode', 'temperature']);
    expect(sent(heater, { mode: 'eco', temperature: 48.5 })).toEqual([
      'tank/mode/set eco',
      'tank/temp/set 48.5',
    ]);
    expect(told(heater, 'tank/now', '51.2')).toEqual({ current_temperature: 51.2 });
  });

  it('with a climate for each body of water, as nodejs-poolController has', () => {
    const pool = published({
      'climate/pool/body1': {
        name: 'Pool heater',
        unique_id: 'pool_body1',
        modes: ['off', 'heat'],
        mode_state_topic: 'pool/state/temps/bodies/1/heatMode/name',
        mode_state_template: "{{ 'heat' if value == 'heater' else 'off' }}",
        mode_command_topic: 'pool/state/body/heatMode',
        mode_command_template: '{"id":1,"heatMode":{{ 1 if value == "off" else 2 }}}',
        temperature_unit: 'F',
        min_temp: '70',
        max_temp: '104',
        temperature_state_topic: 'pool/state/temps/bodies/1/setPoint',
        temperature_command_topic: 'pool/state/body/setPoint',
        temperature_command_template: '{"id":1,"setPoint":{{ value | round(0) | int }}}',
        current_temperature_topic: 'pool/state/temps/bodies/1/temp',
      },
    }).entity('Pool heater');
    expect(sent(pool, { mode: 'heat', temperature: 84 })).toEqual([
      'pool/state/body/heatMode {"id":1,"heatMode":2}',
      'pool/state/body/setPoint {"id":1,"setPoint":84}',
    ]);
    expect(told(pool, 'pool/state/temps/bodies/1/heatMode/name', 'heater')).toEqual({
      mode: 'heat',
    });
  });
});

it('a humidifier has modes, a target and what it does', () => {
  const humidifier = published({
    'humidifier/bedroom': {
      name: 'Humidifier',
      uniq_id: 'h1',
      dev_cla: 'humidifier',
      '~': 'hum',
      stat_t: '~/state',
      stat_val_tpl: '{{ value_json.power }}',
      cmd_t: '~/power/set',
      pl_on: 1,
      pl_off: 0,
      hum_cmd_t: '~/target/set',
      hum_stat_t: '~/state',
      hum_stat_tpl: '{{ value_json.target }}',
      curr_hum_t: '~/state',
      curr_hum_tpl: '{{ value_json.now }}',
      mode_cmd_t: '~/mode/set',
      mode_stat_t: '~/state',
      mode_stat_tpl: '{{ value_json.mode }}',
      modes: ['Auto', 'Sleep'],
      act_t: '~/state',
      act_tpl: "{{ 'humidifying' if value_json.mist else 'idle' }}",
      min_hum: 30,
      max_hum: 80,
    },
  }).entity('Humidifier');
  expect(
    told(humidifier, 'hum/state', { power: 1, target: 55, now: 43.4, mode: 'Sleep', mist: true }),
  ).toEqual({
    state: 'on',
    humidity: 55,
    current_humidity: 43.4,
    mode: 'Sleep',
    action: 'humidifying',
  });
  expect(sent(humidifier, { humidity: 50, mode: 'auto', state: 'on' })).toEqual([
    'hum/power/set 1',
    'hum/mode/set Auto',
    'hum/target/set 50',
  ]);
});
