/**
 * What is said in homes of real publishers, and what each of them documents that it takes: by its own logs, where
 * there are any, else by its description and by what Home Assistant makes of it.
 */
import type { Component } from '../../../src/devices/entity.ts';

export interface Spoken {
  readonly component: Component;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** As `topic payload`, in this order. */
  readonly sends: readonly string[];
  readonly confirmed?: true;
  /** Where settings and diagnoses are used as well. */
  readonly of?: 'settings';
}

export interface Heard {
  readonly component: Component;
  readonly args: Readonly<Record<string, unknown>>;
  /** What the devices say, as topic and payload. */
  readonly says: readonly (readonly [topic: string, payload: string])[];
  /** The state that the model is told. */
  readonly answer: string;
}

export interface SpokenHome {
  readonly file: string;
  /** How many can be used without settings and diagnoses. */
  readonly found: number;
  /** Why some cannot be used at all: parts of the reasons. */
  readonly left?: readonly string[];
  readonly spoken: readonly Spoken[];
  readonly heard: readonly Heard[];
}

type Args = Readonly<Record<string, unknown>>;

const said = (
  component: Component,
  tool: string,
  args: Args,
  ...sends: readonly string[]
): Spoken => ({ component, tool, args, sends });

/** Of a setting of its device. */
const setting = (spoken: Spoken): Spoken => ({ ...spoken, of: 'settings' });

/** Only after a hand on the button. */
const sworn = (...line: Parameters<typeof said>): Spoken => ({ ...said(...line), confirmed: true });

const heard = (
  component: Component,
  args: Args,
  answer: string,
  ...says: Heard['says']
): Heard => ({ component, args, answer, says });

const zigbee: SpokenHome = {
  file: 'zigbee2mqtt-2.14.1-home.jsonl',
  found: 234,
  left: ['switched off by default'],
  spoken: [
    // Each as in the log of the publisher's own answers, where it was given the same.
    said(
      'light',
      'set_light',
      { name: 'kitchen ceiling', state: 'on', color_temperature: 3_333 },
      'zigbee2mqtt/Kitchen ceiling/set {"state":"ON","color_temp":300}',
    ),
    said(
      'light',
      'set_light',
      { name: 'the kitchen ceiling', state: 'off' },
      'zigbee2mqtt/Kitchen ceiling/set {"state":"OFF"}',
    ),
    said(
      'light',
      'set_light',
      { name: 'reading lamp', brightness: 20 },
      'zigbee2mqtt/Reading lamp/set {"state":"ON","brightness":51}',
    ),
    said(
      'light',
      'set_light',
      { name: 'TV strip', state: 'on' },
      'zigbee2mqtt/Living room/TV strip/set {"state":"ON"}',
    ),
    said(
      'light',
      'set_light',
      { name: 'bedroom lamp', effect: 'candle' },
      'zigbee2mqtt/Bedroom lamp/set {"state":"ON","effect":"candle"}',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'bedroom blind', state: 'open' },
      'zigbee2mqtt/Bedroom blind/set OPEN',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'bedroom blind', position: 40 },
      'zigbee2mqtt/Bedroom blind/set { "position": 40 }',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'bedroom blinds', state: 'stopped' },
      'zigbee2mqtt/Bedroom blind/set STOP',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'bedroom blind', state: 'closed' },
      'zigbee2mqtt/Bedroom blind/set CLOSE',
    ),
    sworn(
      'lock',
      'set_lock',
      { name: 'front door', state: 'unlocked' },
      'zigbee2mqtt/Front door lock/set UNLOCK',
    ),
    said(
      'lock',
      'set_lock',
      { name: 'front door lock', state: 'locked' },
      'zigbee2mqtt/Front door lock/set LOCK',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'bathroom radiator', temperature: 22.5 },
      'zigbee2mqtt/Bathroom radiator/set/occupied_heating_setpoint 22.5',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'bathroom radiator', mode: 'off' },
      'zigbee2mqtt/Bathroom radiator/set/system_mode off',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'office radiator', mode: 'off' },
      'zigbee2mqtt/Office radiator/set {"operating_mode": "pause"}',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'hall thermostat', temperature_low: 19 },
      'zigbee2mqtt/Hall thermostat/set/occupied_heating_setpoint 19.0',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'hall thermostat', fan_mode: 'on' },
      'zigbee2mqtt/Hall thermostat/set/fan_mode on',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'bedroom radiator', preset: 'eco' },
      'zigbee2mqtt/Bedroom radiator/set/preset eco',
    ),
    said(
      'fan',
      'set_fan',
      { name: 'bedroom ceiling fan', speed: 50 },
      'zigbee2mqtt/Bedroom ceiling fan/set/fan_mode medium',
    ),
    said(
      'fan',
      'set_fan',
      { name: 'bedroom ceiling fan', state: 'off' },
      'zigbee2mqtt/Bedroom ceiling fan/set/fan_state OFF',
    ),
    said(
      'fan',
      'set_fan',
      { name: 'air purifier', preset: 'auto' },
      'zigbee2mqtt/Air purifier/set/fan_mode auto',
    ),
    said(
      'switch',
      'set_switch',
      { name: 'coffee machine', state: 'on' },
      'zigbee2mqtt/Coffee machine/set ON',
    ),
    said(
      'switch',
      'set_switch',
      { name: 'porch light', state: 'off' },
      'zigbee2mqtt/Porch light switch/set OFF',
    ),
    said(
      'switch',
      'set_switch',
      { name: 'relay module L1', state: 'on' },
      'zigbee2mqtt/Relay module/l1/set ON',
    ),
    sworn(
      'switch',
      'set_switch',
      { name: 'main water valve', state: 'on' },
      'zigbee2mqtt/Main water valve/set ON',
    ),
    sworn(
      'switch',
      'set_switch',
      { name: 'permit join', state: 'on' },
      'zigbee2mqtt/bridge/request/permit_join {"time": 254}',
    ),
    sworn(
      'siren',
      'set_siren',
      { name: 'hall siren', state: 'on' },
      'zigbee2mqtt/Hall siren/set {"warning": {"mode": "emergency", "level": "medium", "duration": 10}}',
    ),
    sworn(
      'siren',
      'set_siren',
      { name: 'hall siren', state: 'on', tone: 'fire', duration: 5, volume: 80 },
      'zigbee2mqtt/Hall siren/set {"warning": {"mode": "fire", "level": "very_high", "duration": 5}}',
    ),
    said(
      'siren',
      'set_siren',
      { name: 'hall siren', state: 'off' },
      'zigbee2mqtt/Hall siren/set {"warning": {"mode": "stop"}}',
    ),
    said(
      'number',
      'set_value',
      { name: 'EV charger charge limit', value: 16 },
      'zigbee2mqtt/EV charger/set/charge_limit 16',
    ),
    said(
      'number',
      'set_value',
      { name: 'gradient scale', value: 2.5 },
      'zigbee2mqtt/Gradient strip/set/gradient_scale 2.5',
    ),
    said(
      'select',
      'set_value',
      { name: 'Presence FP1 monitoring mode', value: 'left right' },
      'zigbee2mqtt/Presence FP1/set/monitoring_mode left_right',
    ),
    said(
      'text',
      'set_value',
      { name: 'send tts', value: 'Dinner!' },
      'zigbee2mqtt/Announcer/set/send_tts Dinner!',
    ),
    said(
      'button',
      'press_button',
      { name: 'smoke detector selftest' },
      'zigbee2mqtt/Smoke detector/set/selftest ',
    ),
    sworn(
      'button',
      'press_button',
      { name: 'bridge restart' },
      'zigbee2mqtt/bridge/request/restart ',
    ),
    setting(
      sworn(
        'update',
        'install_update',
        { name: 'EV charger' },
        'zigbee2mqtt/bridge/request/device/ota_update/update {"id": "0x00158d0001000001"}',
      ),
    ),
  ],
  heard: [
    heard('sensor', { name: 'cellar climate temperature' }, '17.5 °C', [
      'zigbee2mqtt/Cellar climate',
      '{"temperature":17.5,"humidity":61}',
    ]),
    heard('binary_sensor', { name: 'front door contact', kind: 'binary sensor' }, 'on', [
      'zigbee2mqtt/Front door contact',
      '{"contact":false}',
    ]),
    heard('light', { name: 'desk lamp' }, 'on, brightness 50 %', [
      'zigbee2mqtt/Desk lamp',
      '{"state":"ON","brightness":127}',
    ]),
  ],
};

const models: SpokenHome = {
  file: 'zigbee2mqtt-2.14.1-all-models-distinct.jsonl',
  found: 190,
  left: ['switched off by default', 'infrared'],
  spoken: [
    said(
      'light',
      'set_light',
      { name: 'Livolo TI0001-dimmer_1599', brightness: 100 },
      'zigbee2mqtt/Livolo TI0001-dimmer_1599/set {"state":"ON","brightness":254}',
    ),
    said(
      'light',
      'set_light',
      { name: 'Aqara T2_E27_1793', color_temperature: 2_000 },
      'zigbee2mqtt/Aqara T2_E27_1793/set {"state":"ON","color_temp":500}',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'Aeotec ZGA004_84', tilt: 30 },
      'zigbee2mqtt/Aeotec ZGA004_84/set/tilt 30',
    ),
    said(
      'fan',
      'set_fan',
      { name: 'Lorenz Brun FanBee', speed: 50 },
      'zigbee2mqtt/Lorenz Brun FanBee_354/set/speed 127',
    ),
    sworn(
      'lock',
      'set_lock',
      { name: 'AwoX light', state: 'unlocked' },
      'zigbee2mqtt/AwoX AwoX-light_144/set UNLOCK',
    ),
    said(
      'text',
      'set_value',
      { name: 'Bacchus Presence Sensor min time', value: '15' },
      'zigbee2mqtt/Bacchus Presence_Sensor_v2.6_160/set/min_time 15',
    ),
    sworn(
      'siren',
      'set_siren',
      { name: 'Heiman', state: 'on', tone: 'burglar', volume: 20 },
      'zigbee2mqtt/Heiman HS2WD-EF_923/set {"warning": {"mode": "burglar", "level": "low", "duration": 10}}',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'Acova ALCANTARA2', temperature: 21 },
      'zigbee2mqtt/Acova ALCANTARA2_4/set/occupied_heating_setpoint 21.0',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'Airzone', mode: 'dry' },
      'zigbee2mqtt/Airzone AZAI6ZBEMHI_89/set/system_mode dry',
    ),
    said(
      'number',
      'set_value',
      { name: 'AduroSmart min brightness level', value: 7 },
      'zigbee2mqtt/AduroSmart 81949_80/set/dimmer_min_brightness_level 7',
    ),
    said(
      'select',
      'set_value',
      { name: 'pilot wire mode', value: 'frost protection' },
      'zigbee2mqtt/ADEO SIN-4-FP-21_EQU_54/set/pilot_wire_mode frost_protection',
    ),
    said(
      'switch',
      'set_switch',
      { name: 'Livolo TI0001_1594 left', state: 'on' },
      'zigbee2mqtt/Livolo TI0001_1594/left/set ON',
    ),
    said(
      'button',
      'press_button',
      { name: 'record rf' },
      'zigbee2mqtt/BOX ERC2201-Z_228/set/record_rf record',
    ),
    setting(
      sworn(
        'update',
        'install_update',
        { name: 'ADEO SIN-4-FP-21_EQU_54' },
        'zigbee2mqtt/bridge/request/device/ota_update/update {"id": "0x00158d0001000035"}',
      ),
    ),
  ],
  heard: [
    heard('sensor', { name: 'ALCANTARA3 power apparent' }, '230 VA', [
      'zigbee2mqtt/Acova ALCANTARA3_5',
      '{"power_apparent":230}',
    ]),
    heard('binary_sensor', { name: 'ADEO water leak alarm 1' }, 'on', [
      'zigbee2mqtt/ADEO 83633206_58',
      '{"water_leak_alarm_1":true}',
    ]),
  ],
};

const zwave: SpokenHome = {
  file: 'zwave-js-ui-mock.jsonl',
  found: 20,
  left: ['switched off by default'],
  spoken: [
    said(
      'switch',
      'set_switch',
      { name: 'fridge plug', state: 'off' },
      'zwave/Kitchen/Fridge_plug/switch_binary/endpoint_0/targetValue/set False',
    ),
    said(
      'switch',
      'set_switch',
      { name: 'fridge plug', state: 'on' },
      'zwave/Kitchen/Fridge_plug/switch_binary/endpoint_0/targetValue/set True',
    ),
    sworn(
      'switch',
      'set_switch',
      { name: 'attic siren', state: 'on' },
      'zwave/Attic/Siren/switch_binary/endpoint_0/targetValue/set True',
    ),
    said(
      'light',
      'set_light',
      { name: 'dining dimmer', brightness: 78 },
      'zwave/Dining_room/Dining_dimmer/switch_multilevel/endpoint_0/targetValue/set 77',
    ),
    sworn(
      'lock',
      'set_lock',
      { name: 'front door', state: 'unlocked' },
      'zwave/Hall/Front_door/door_lock/endpoint_0/targetMode/set 0',
    ),
    said(
      'lock',
      'set_lock',
      { name: 'front door', state: 'locked' },
      'zwave/Hall/Front_door/door_lock/endpoint_0/targetMode/set 255',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'hall', temperature: 23.5 },
      'zwave/Hall/Thermostat/thermostat_setpoint/endpoint_0/setpoint/1/set 23.5',
    ),
    said(
      'climate',
      'set_climate',
      { name: 'thermostat', mode: 'heat' },
      'zwave/Hall/Thermostat/thermostat_mode/endpoint_0/mode/set heat',
    ),
    said(
      'climate',
      'set_climate',
      { area: 'Hall', mode: 'cool' },
      'zwave/Hall/Thermostat/thermostat_mode/endpoint_0/mode/set cool',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'living room shutter', state: 'open' },
      'zwave/Living_room/Shutter/switch_multilevel/endpoint_0/targetValue/set 99',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'shutter', position: 40 },
      'zwave/Living_room/Shutter/switch_multilevel/endpoint_0/targetValue/set 40',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'shutter', state: 'stopped' },
      'zwave/Living_room/Shutter/switch_multilevel/endpoint_0/targetValue/set stop',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'shutters', state: 'closed' },
      'zwave/Living_room/Shutter/switch_multilevel/endpoint_0/targetValue/set 0',
    ),
  ],
  heard: [
    heard('sensor', { name: 'fridge plug electric w value' }, '42 W', [
      'zwave/Kitchen/Fridge_plug/meter/endpoint_0/value/66049',
      '{"time":1,"value":42}',
    ]),
    heard('binary_sensor', { name: 'garage motion', kind: 'binary sensor' }, 'on', [
      'zwave/Garage/Motion/sensor_binary/endpoint_0/Motion',
      '{"time":1,"value":true}',
    ]),
  ],
};

const shelly: SpokenHome = {
  file: 'shelly-gen1-script.jsonl',
  found: 153,
  left: ['take no part in what can be said', 'switched off by default'],
  spoken: [
    said(
      'switch',
      'set_switch',
      { name: 'Shelly 1 aabbcc Relay 0', state: 'on' },
      'shellies/shelly1-aabbcc/relay/0/command on',
    ),
    said(
      'switch',
      'set_switch',
      { name: 'Shelly Plug S', state: 'off' },
      'shellies/shellyplug-s-aabbcc/relay/0/command off',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'Shelly 2.5 aabbcc roller 0', state: 'open' },
      'shellies/shellyswitch25-aabbcc/roller/0/command open',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'Shelly 2.5 aabbcc roller 0', position: 30 },
      'shellies/shellyswitch25-aabbcc/roller/0/command/pos 30',
    ),
    said(
      'light',
      'set_light',
      { name: 'Shelly Dimmer aabbcc Light 0', state: 'on' },
      'shellies/shellydimmer-aabbcc/light/0/set {"turn":"on"}',
    ),
    said(
      'light',
      'set_light',
      { name: 'Shelly Dimmer aabbcc Light 0', brightness: 40 },
      'shellies/shellydimmer-aabbcc/light/0/set {"turn":"on","brightness":40}',
    ),
    said(
      'light',
      'set_light',
      { name: 'Shelly Dimmer aabbcc Light 0', state: 'off' },
      'shellies/shellydimmer-aabbcc/light/0/set {"turn":"off"}',
    ),
    said(
      'light',
      'set_light',
      { name: 'Shelly DUO aabbcc Light 0', color_temperature: 4_000 },
      'shellies/shellybulbduo-aabbcc/light/0/set {"turn":"on","temp":4000}',
    ),
    said(
      'number',
      'set_value',
      { name: 'Shelly Dimmer aabbcc Brightness 0', value: 40 },
      'shellies/shellydimmer-aabbcc/light/0/set {"brightness":40}',
    ),
    setting(
      sworn(
        'button',
        'press_button',
        { name: 'Shelly 1 aabbcc Restart' },
        'shellies/shelly1-aabbcc/command reboot',
      ),
    ),
    setting(
      sworn(
        'update',
        'install_update',
        { name: 'Shelly 1 aabbcc Firmware' },
        'shellies/shelly1-aabbcc/command update_fw',
      ),
    ),
  ],
  heard: [
    heard('sensor', { name: 'Shelly 1PM power' }, '60.5 W', [
      'shellies/shelly1pm-aabbcc/relay/0/power',
      '60.5',
    ]),
    heard('sensor', { name: 'Shelly 1PM energy' }, '2 Wh', [
      'shellies/shelly1pm-aabbcc/relay/0/energy',
      '120',
    ]),
    heard('binary_sensor', { name: 'Shelly Door/Window 2 opening' }, 'on', [
      'shellies/shellydw2-aabbcc/sensor/state',
      'open',
    ]),
    heard('event', { name: 'Shelly 1PM Button 0' }, '"SS"', [
      'shellies/shelly1pm-aabbcc/input_event/0',
      '{"event":"SS","event_cnt":2}',
    ]),
  ],
};

const openGateway: SpokenHome = {
  file: 'openmqttgateway-rendered.jsonl',
  found: 5,
  spoken: [
    // Whatever switches in a thing called garage may open it.
    sworn(
      'switch',
      'set_switch',
      { name: 'auto discovery', state: 'off' },
      'home/OMG_garage/commands/MQTTtoSYS/config {"discovery":false,"save":true}',
    ),
    said(
      'number',
      'set_value',
      { name: 'interval between scans', value: 60 },
      'home/OMG_garage/commands/MQTTtoBT/config {"interval":60000,"save":true}',
    ),
  ],
  heard: [
    heard('sensor', { name: 'tempc' }, '21.3 °C', [
      'home/OMG_garage/BTtoMQTT/A4C1380102EF',
      '{"tempc":21.3}',
    ]),
    heard('binary_sensor', { name: 'MCCGQ02HL open' }, 'on', [
      'home/OMG_cellar/BTtoMQTT/A4C1380102EE',
      '{"open":true}',
    ]),
  ],
};

const tasmota: SpokenHome = {
  file: 'tasmota-native-fixture.jsonl',
  found: 5,
  left: ['neither outputs nor inputs nor sensors'],
  spoken: [
    said('switch', 'set_switch', { name: 'boiler', state: 'on' }, 'tasmota_AAAA01/cmnd/POWER1 ON'),
    said(
      'light',
      'set_light',
      { name: 'LED strip', state: 'off' },
      'tasmota_AAAA02/cmnd/POWER1 OFF',
    ),
    said(
      'light',
      'set_light',
      { name: 'LED strip', brightness: 40 },
      'tasmota_AAAA02/cmnd/Dimmer 40',
      'tasmota_AAAA02/cmnd/POWER1 ON',
    ),
    said(
      'light',
      'set_light',
      { name: 'LED strip', color_temperature: 4_000 },
      'tasmota_AAAA02/cmnd/CT 250',
      'tasmota_AAAA02/cmnd/POWER1 ON',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'blind', state: 'open' },
      'tasmota_AAAA03/cmnd/Backlog ShutterOpen1',
    ),
    said(
      'cover',
      'set_cover',
      { name: 'left blind', position: 40 },
      'tasmota_AAAA03/cmnd/ShutterPosition1 40',
    ),
    said('fan', 'set_fan', { name: 'fan', speed: 33 }, 'tasmota_AAAA04/cmnd/FanSpeed 1'),
    said('fan', 'set_fan', { name: 'fan', state: 'off' }, 'tasmota_AAAA04/cmnd/FanSpeed 0'),
  ],
  heard: [],
};

export const HOMES: readonly SpokenHome[] = [zigbee, models, zwave, shelly, openGateway, tasmota];
