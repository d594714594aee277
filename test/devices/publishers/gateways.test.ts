import { describe, expect, it } from 'vitest';
import { presence, published, sent, told, unitOf } from './publisher.ts';

describe('OpenMQTTGateway and Theengs', () => {
  const home = published({
    'sensor/A4C138112233-tempc': {
      stat_t: '+/+/BTtoMQTT/A4C138112233',
      dev_cla: 'temperature',
      unit_of_meas: '°C',
      name: 'temperature',
      uniq_id: 'A4C138112233-tempc',
      val_tpl: '{{ value_json.tempc | is_defined }}',
      stat_cla: 'measurement',
      dev: {
        ids: ['A4C138112233'],
        cns: [['mac', 'A4:C1:38:11:22:33']],
        mdl: 'LYWSD03MMC',
        name: 'H_T-112233',
        mf: 'Xiaomi',
        via_device: 'OMG_1',
      },
    },
    'device_tracker/A4C138112233-tracker': {
      stat_t: '+/+/BTtoMQTT/A4C138112233',
      name: 'tracker',
      uniq_id: 'A4C138112233-tracker',
      val_tpl: '{% if value_json.get("rssi") -%}home{%- else -%}not_home{%- endif %}',
      src_type: 'bluetooth_le',
      dev: { ids: ['A4C138112233'], name: 'H_T-112233' },
    },
    'switch/omg1-relay': {
      stat_t: 'home/OMG_1/ONOFFtoMQTT',
      avty_t: 'home/OMG_1/LWT',
      pl_avail: 'online',
      pl_not_avail: 'offline',
      name: 'actuatorONOFF',
      uniq_id: 'omg1-relay',
      val_tpl: '{{ value_json.cmd }}',
      cmd_t: 'home/OMG_1/commands/MQTTtoONOFF',
      pl_on: '{"cmd":1}',
      pl_off: '{"cmd":0}',
      stat_on: 1,
      stat_off: 0,
      ret: false,
      dev: { ids: ['OMG_1'], name: 'OMG_1', mf: 'OMG_community' },
    },
  });

  it('are heard on topics with wildcards, through whichever gateway', () => {
    const sensor = home.entity('H T-112233 temperature');
    expect(told(sensor, 'home/OMG_2/BTtoMQTT/A4C138112233', { tempc: 21.44, rssi: -70 })).toEqual({
      value: 21.44,
    });
    expect(told(sensor, 'home/OMG_2/BTtoMQTT/A4C138112233', { rssi: -70 })).toEqual({});
    expect(unitOf(sensor)).toBe('°C');
    const tracker = home.entity('H T-112233 tracker');
    expect(told(tracker, 'home/OMG_1/BTtoMQTT/A4C138112233', { rssi: -70 })).toEqual({
      state: 'home',
    });
    expect(told(tracker, 'home/OMG_1/BTtoMQTT/A4C138112233', {})).toEqual({ state: 'not_home' });
  });

  it('switch with JSON and tell with numbers', () => {
    const relay = home.entity('OMG 1 actuatorONOFF');
    expect(sent(relay, { state: 'on' })).toEqual(['home/OMG_1/commands/MQTTtoONOFF {"cmd":1}']);
    expect(told(relay, 'home/OMG_1/ONOFFtoMQTT', { cmd: 1 })).toEqual({ state: 'on' });
    expect(presence(relay, 'offline')).toBe('offline');
  });
});

describe('rtl_433, by its script for Home Assistant', () => {
  const device = {
    identifiers: ['Acurite-Tower-A-1234'],
    name: 'Acurite-Tower-A-1234',
    model: 'Acurite-Tower',
    manufacturer: 'rtl_433',
  };
  const at = (key: string) => `rtl_433/pi/devices/Acurite-Tower/A/1234/${key}`;
  const sensor = (suffix: string, key: string, options: object) => ({
    [`sensor/Acurite-Tower-A-1234/Acurite-Tower-A-1234-${suffix}`]: {
      name: suffix,
      unique_id: `Acurite-Tower-A-1234-${suffix}`,
      state_topic: at(key),
      device,
      ...options,
    },
  });
  const home = published(
    {
      ...sensor('T', 'temperature_C', {
        device_class: 'temperature',
        name: 'Temperature',
        unit_of_measurement: '°C',
        value_template: '{{ value|float|round(1) }}',
        state_class: 'measurement',
      }),
      ...sensor('B', 'battery_ok', {
        device_class: 'battery',
        name: 'Battery',
        unit_of_measurement: '%',
        value_template: '{{ ((float(value) * 99)|round(0)) + 1 }}',
        entity_category: 'diagnostic',
      }),
      ...sensor('WD', 'wind_dir_deg', {
        name: 'Wind Direction',
        unit_of_measurement: '°',
        value_template: '{{ value|float }}',
      }),
      'device_automation/Acurite-Tower-A-1234/channel': {
        automation_type: 'trigger',
        type: 'button_short_release',
        subtype: 'button_1',
        topic: at('button'),
        device,
      },
    },
    { extras: ['diagnostic'] },
  );

  it('is read with units, and its buttons are left out', () => {
    expect(
      told(home.entity('Acurite-Tower-A-1234 Temperature'), at('temperature_C'), '21.36'),
    ).toEqual({ value: 21.4 });
    expect(told(home.entity('Acurite-Tower-A-1234 Battery'), at('battery_ok'), '1')).toEqual({
      value: 100,
    });
    expect(
      told(home.entity('Acurite-Tower-A-1234 Wind Direction'), at('wind_dir_deg'), '180'),
    ).toEqual({ value: 180 });
    expect(unitOf(home.entity('Acurite-Tower-A-1234 Wind Direction'))).toBe('°');
    expect(home.leftOut.map(({ reason }) => reason)).toEqual([
      'Components of the kind device_automation take no part in what can be said.',
    ]);
  });
});

describe('room-assistant', () => {
  it('tells the room of a person', () => {
    const home = published({
      'sensor/room-assistant/ble-phone': {
        name: 'Phone Room',
        unique_id: 'room-assistant-ble-phone',
        state_topic: 'room-assistant/sensor/ble-phone/state',
        json_attributes_topic: 'room-assistant/sensor/ble-phone/attributes',
        device: { identifiers: 'ble-phone', name: 'Phone' },
      },
      'device_tracker/room-assistant/ble-phone-tracker': {
        name: 'Phone Tracker',
        unique_id: 'room-assistant-ble-phone-tracker',
        state_topic: 'room-assistant/device_tracker/ble-phone-tracker/state',
        payload_home: 'true',
        payload_not_home: 'false',
        source_type: 'bluetooth_le',
      },
    });
    expect(
      told(home.entity('Phone Room'), 'room-assistant/sensor/ble-phone/state', 'kitchen'),
    ).toEqual({ value: 'kitchen' });
    expect(
      told(
        home.entity('Phone Tracker'),
        'room-assistant/device_tracker/ble-phone-tracker/state',
        'true',
      ),
    ).toEqual({ state: 'home' });
  });
});

describe('Govee lamps by govee2mqtt', () => {
  const device = {
    name: 'Strip',
    manufacturer: 'Govee',
    model: 'H6159',
    via_device: 'gv2mqtt',
    identifiers: ['gv2mqtt-7CA6'],
    suggested_area: 'Hall',
  };
  const origin = {
    name: 'gv2mqtt',
    sw_version: '2024.07',
    url: 'https://github.com/wez/govee2mqtt',
  };
  const home = published({
    'light/gv2mqtt-7CA6': {
      availability_topic: 'gv2mqtt/availability',
      name: null,
      origin,
      device,
      unique_id: 'gv2mqtt-7CA6',
      schema: 'json',
      command_topic: 'gv2mqtt/light/7CA6/command',
      state_topic: 'gv2mqtt/light/7CA6/state',
      optimistic: false,
      supported_color_modes: ['rgb', 'color_temp'],
      brightness: true,
      brightness_scale: 100,
      effect: true,
      effect_list: ['Sunrise', 'Movie'],
      min_mireds: 111,
      max_mireds: 500,
      payload_available: 'online',
    },
    'scene/gv2mqtt-one-click': {
      availability_topic: 'gv2mqtt/availability',
      name: 'One-Click: Movie night',
      origin,
      device: { name: 'Govee to MQTT', identifiers: ['gv2mqtt'] },
      unique_id: 'gv2mqtt-one-click',
      command_topic: 'gv2mqtt/oneclick',
      payload_on: '{"scene":1,"name":"Movie night"}',
    },
  });
  const lamp = home.entity('Strip');
  const state = 'gv2mqtt/light/7CA6/state';

  it('are told apart by colour and temperature', () => {
    expect(
      told(lamp, state, {
        state: 'ON',
        color_mode: 'rgb',
        color: { r: 255, g: 128, b: 0 },
        brightness: 40,
        effect: null,
      }),
    ).toEqual({
      state: 'on',
      brightness: 40,
      color: '#ff8000',
      color_temperature: null,
      effect: null,
    });
    expect(
      told(lamp, state, {
        state: 'ON',
        color_mode: 'color_temp',
        brightness: 100,
        color_temp: 250,
        effect: 'Movie',
      }),
    ).toEqual({
      state: 'on',
      brightness: 100,
      color: null,
      color_temperature: 4000,
      effect: 'Movie',
    });
    expect(told(lamp, state, { state: 'OFF' })).toEqual({ state: 'off' });
  });

  it('are dimmed in per cent', () => {
    expect(sent(lamp, { brightness: 40 })).toEqual([
      'gv2mqtt/light/7CA6/command {"state":"ON","brightness":40}',
    ]);
    expect(sent(lamp, { state: 'off' })).toEqual(['gv2mqtt/light/7CA6/command {"state":"OFF"}']);
    expect(lamp.area).toBe('Hall');
  });

  it('have scenes', () => {
    expect(sent(home.entity('Govee to MQTT One-Click: Movie night'), { press: 'press' })).toEqual([
      'gv2mqtt/oneclick {"scene":1,"name":"Movie night"}',
    ]);
  });
});
