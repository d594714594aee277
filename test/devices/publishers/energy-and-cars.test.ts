import { describe, expect, it } from 'vitest';
import { presence, published, sent, told, unitOf } from './publisher.ts';

describe('OpenDTU', () => {
  const dev = {
    name: 'Roof',
    ids: '116183771004',
    cu: 'http://10.0.0.3',
    mf: 'OpenDTU',
    mdl: 'HMS-800',
    sw: '24.10',
    via_device: 'OpenDTU_1',
  };
  const common = { dev, avty_t: 'solar/dtu/status', pl_avail: 'online', pl_not_avail: 'offline' };
  const home = published(
    {
      'sensor/dtu_116183771004/ch0_Power': {
        ...common,
        name: 'Power',
        stat_t: 'solar/116183771004/0/power',
        uniq_id: '116183771004_ch0_Power',
        unit_of_meas: 'W',
        dev_cla: 'power',
        stat_cla: 'measurement',
        exp_aft: 30,
      },
      'sensor/dtu_116183771004/ch0_YieldDay': {
        ...common,
        name: 'YieldDay',
        stat_t: 'solar/116183771004/0/yieldday',
        uniq_id: '116183771004_ch0_YieldDay',
        unit_of_meas: 'Wh',
        dev_cla: 'energy',
        stat_cla: 'total_increasing',
      },
      'number/dtu_116183771004/limit_nonpersistent_relative': {
        dev,
        name: 'Limit NonPersistent Relative',
        uniq_id: '116183771004_limit_nonpersistent_relative',
        cmd_t: 'solar/116183771004/cmd/limit_nonpersistent_relative',
        stat_t: 'solar/116183771004/status/limit_relative',
        unit_of_meas: '%',
        ent_cat: 'config',
        min: 0,
        max: 100,
        step: 0.1,
      },
      'button/dtu_116183771004/turn_inverter_off': {
        dev,
        name: 'Turn Inverter Off',
        uniq_id: '116183771004_turn_inverter_off',
        ent_cat: 'config',
        cmd_t: 'solar/116183771004/cmd/power',
        payload_press: '0',
      },
      'binary_sensor/dtu_116183771004/producing': {
        dev,
        name: 'Producing',
        uniq_id: '116183771004_producing',
        stat_t: 'solar/116183771004/status/producing',
        pl_on: '1',
        pl_off: '0',
      },
    },
    { extras: ['config'] },
  );

  it('tells its power for half a minute', () => {
    const power = home.entity('Roof Power');
    expect(told(power, 'solar/116183771004/0/power', '412.5')).toEqual({ value: 412.5 });
    expect(power.facts[0]?.expiresAfterS).toBe(30);
    expect(unitOf(power)).toBe('W');
    expect(presence(power, 'online')).toBe('online');
    expect(told(home.entity('Roof Producing'), 'solar/116183771004/status/producing', '1')).toEqual(
      { state: 'on' },
    );
    expect(unitOf(home.entity('Roof YieldDay'))).toBe('Wh');
  });

  it('takes a limit, if settings are wanted', () => {
    expect(sent(home.entity('Roof Limit NonPersistent Relative'), { value: 33.34 })).toEqual([
      'solar/116183771004/cmd/limit_nonpersistent_relative 33.3',
    ]);
    expect(sent(home.entity('Roof Turn Inverter Off'), { press: 'press' })).toEqual([
      'solar/116183771004/cmd/power 0',
    ]);
  });

  it('leaves settings out otherwise, with a line each', () => {
    const { leftOut } = published({
      'button/dtu_1/off': {
        name: 'Off',
        uniq_id: '1',
        ent_cat: 'config',
        cmd_t: 'solar/1/cmd/power',
      },
      'sensor/dtu_1/rssi': {
        name: 'RSSI',
        uniq_id: '2',
        ent_cat: 'diagnostic',
        stat_t: 'solar/rssi',
      },
    });
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      'It is a setting of its device.',
      'It is a diagnosis of its device.',
    ]);
  });
});

describe('a battery by Solar Assistant and one by Victron', () => {
  it('is read and set', () => {
    const device = {
      identifiers: 'sa_inverter_1',
      name: 'Inverter',
      manufacturer: 'SolarAssistant',
    };
    const home = published({
      'sensor/solar_assistant/total_battery_state_of_charge': {
        name: 'Battery state of charge',
        unique_id: 'sa_soc',
        state_topic: 'solar_assistant/total/battery_state_of_charge/state',
        unit_of_measurement: '%',
        device_class: 'battery',
        device,
      },
      'number/solar_assistant/inverter_1_max_charge_current': {
        name: 'Max charge current',
        unique_id: 'sa_max',
        state_topic: 'solar_assistant/inverter_1/max_charge_current/state',
        command_topic: 'solar_assistant/inverter_1/max_charge_current/set',
        unit_of_measurement: 'A',
        min: 0,
        max: 100,
        step: 1,
        mode: 'box',
        device,
      },
      'sensor/victron_c0619ab1/soc': {
        name: 'Dc Battery Soc',
        unique_id: 'v_soc',
        state_topic: 'N/c0619ab1/battery/258/Soc',
        value_template: '{{ value_json.value | float | round(1) }}',
        unit_of_measurement: '%',
        device_class: 'battery',
        state_class: 'measurement',
      },
      'switch/victron_c0619ab1/relay': {
        name: 'Relay 1',
        unique_id: 'v_relay',
        state_topic: 'N/c0619ab1/system/0/Relay/0/State',
        value_template: '{{ value_json.value }}',
        command_topic: 'W/c0619ab1/system/0/Relay/0/State',
        payload_on: '{"value": 1}',
        payload_off: '{"value": 0}',
        state_on: 1,
        state_off: 0,
      },
    });
    expect(
      told(
        home.entity('Inverter Battery state of charge'),
        'solar_assistant/total/battery_state_of_charge/state',
        '87',
      ),
    ).toEqual({ value: 87 });
    expect(sent(home.entity('Inverter Max charge current'), { value: 60 })).toEqual([
      'solar_assistant/inverter_1/max_charge_current/set 60',
    ]);
    expect(
      told(home.entity('Dc Battery Soc'), 'N/c0619ab1/battery/258/Soc', { value: 55.66 }),
    ).toEqual({ value: 55.7 });
    expect(
      told(home.entity('Dc Battery Soc'), 'N/c0619ab1/battery/258/Soc', { value: null }),
    ).toEqual({});
    const relay = home.entity('Relay 1');
    expect(sent(relay, { state: 'on' })).toEqual([
      'W/c0619ab1/system/0/Relay/0/State {"value": 1}',
    ]);
    expect(told(relay, 'N/c0619ab1/system/0/Relay/0/State', { value: 0 })).toEqual({
      state: 'off',
    });
  });
});

describe('wall boxes', () => {
  it('go-eCharger, openWB and WARP are set by their own topics', () => {
    const home = published({
      'select/go-eCharger_1/frc': {
        name: 'Force state',
        unique_id: 'goe_frc',
        '~': 'go-eCharger/1',
        state_topic: '~/frc',
        command_topic: '~/frc/set',
        options: ['Neutral', "Don't charge", 'Charge'],
        value_template: "{{ ['Neutral', \"Don't charge\", 'Charge'][value|int] }}",
        command_template: "{{ {'Neutral': 0, \"Don't charge\": 1, 'Charge': 2}[value] }}",
      },
      'number/go-eCharger_1/amp': {
        name: 'Requested current',
        unique_id: 'goe_amp',
        '~': 'go-eCharger/1',
        state_topic: '~/amp',
        command_topic: '~/amp/set',
        min: 6,
        max: 32,
        unit_of_measurement: 'A',
      },
      'number/warp/global_current': {
        name: 'Global current',
        unique_id: 'warp_gc',
        object_id: 'warp_gc',
        command_topic: 'warp/ABC/evse/global_current_update',
        command_template: '{"current": {{ (value * 1000) | int }} }',
        state_topic: 'warp/ABC/evse/global_current',
        value_template: '{{ value_json.current / 1000 }}',
        min: 0,
        max: 32,
        unit_of_measurement: 'A',
        retain: false,
      },
      'button/warp/start': {
        name: 'Start charging',
        unique_id: 'warp_start',
        command_topic: 'warp/ABC/evse/start_charging',
        payload_press: 'null',
      },
      'select/openwb/cp1_mode': {
        name: 'Charge mode',
        unique_id: 'openwb_cp1',
        state_topic: 'openWB/lp/1/mode',
        command_topic: 'openWB/set/lp/1/mode',
        value_template: "{% set modes = {'0': 'Instant', '1': 'PV'} %}{{ modes[value] }}",
        command_template: "{% set modes = {'Instant': 0, 'PV': 1} %}{{ modes[value] }}",
        options: ['Instant', 'PV'],
      },
    });
    const force = home.entity('Force state');
    expect(told(force, 'go-eCharger/1/frc', '2')).toEqual({ value: 'Charge' });
    expect(sent(force, { value: 'dont charge' })).toEqual(['go-eCharger/1/frc/set 1']);
    expect(sent(home.entity('Requested current'), { value: 16 })).toEqual([
      'go-eCharger/1/amp/set 16',
    ]);
    const current = home.entity('Global current');
    expect(sent(current, { value: 16 })).toEqual([
      'warp/ABC/evse/global_current_update {"current": 16000 }',
    ]);
    expect(told(current, 'warp/ABC/evse/global_current', { current: 20000 })).toEqual({
      value: 20,
    });
    expect(sent(home.entity('Start charging'), { press: 'press' })).toEqual([
      'warp/ABC/evse/start_charging null',
    ]);
    const mode = home.entity('Charge mode');
    expect(told(mode, 'openWB/lp/1/mode', '1')).toEqual({ value: 'PV' });
    expect(sent(mode, { value: 'Instant' })).toEqual(['openWB/set/lp/1/mode 0']);
  });
});

describe('a car described as a device', () => {
  const device = (components: object) => ({
    dev: { ids: ['car_1'], name: 'Model 3', mf: 'Tesla' },
    o: { name: 'TeslaMate', url: 'https://github.com/teslamate-org/teslamate' },
    avty: { t: 'teslamate/cars/1/healthy', pl_avail: 'true', pl_not_avail: 'false' },
    stat_t: 'teslamate/cars/1/all',
    qos: 2,
    cmps: components,
  });

  it('gives to its components what they do not say themselves', () => {
    const home = published({
      'device/car_1': device({
        locked: {
          p: 'binary_sensor',
          name: 'Locked',
          uniq_id: 'car_1_locked',
          dev_cla: 'lock',
          stat_t: 'teslamate/cars/1/locked',
          pl_on: 'false',
          pl_off: 'true',
        },
        battery: {
          p: 'sensor',
          name: 'Battery',
          uniq_id: 'car_1_battery',
          val_tpl: '{{ value_json.battery }}',
          unit_of_meas: '%',
        },
        removed: { p: 'sensor' },
        trigger: {
          p: 'device_automation',
          automation_type: 'trigger',
          type: 'a',
          subtype: 'b',
          topic: 't',
        },
        horn: {
          platform: 'button',
          name: 'Horn',
          uniq_id: 'car_1_horn',
          cmd_t: 'teslamate/cars/1/horn',
          avty: { t: 'other' },
        },
      }),
    });
    expect(home.names).toEqual(['Model 3 Locked', 'Model 3 Battery', 'Model 3 Horn']);
    expect(home.leftOut.map(({ reason }) => reason)).toEqual([
      'Components of the kind device_automation take no part in what can be said.',
    ]);
    expect(told(home.entity('Model 3 Locked'), 'teslamate/cars/1/locked', 'false')).toEqual({
      state: 'on',
    });
    expect(told(home.entity('Model 3 Battery'), 'teslamate/cars/1/all', { battery: 80 })).toEqual({
      value: 80,
    });
    expect(presence(home.entity('Model 3 Battery'), 'true')).toBe('online');
    expect(home.entity('Model 3 Horn').availability.rules.map(({ filter }) => filter)).toEqual([
      'other',
    ]);
    expect(home.entity('Model 3 Horn').origin).toBe('TeslaMate');
  });

  it('may move from one form to the other', () => {
    const home = published({
      'sensor/car_1/battery': { migrate_discovery: true },
      'device/car_1': device({
        battery: { p: 'sensor', uniq_id: 'car_1_battery', name: 'Battery' },
      }),
    });
    expect([...home.entities.keys()]).toEqual(['sensor.car_1_battery']);
    expect(home.leftOut).toEqual([]);
  });
});
