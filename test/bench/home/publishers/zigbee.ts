/**
 * In the manner of zigbee2mqtt: one description for each entity, long, with full words; one state for all of a device,
 * which it does not keep unless it is told to.
 */
import { each, type HomeMessage, type Publisher, reading, roomOf, slug } from './publisher.ts';

/** Of each kind of device. */
const DEVICES = 30;
/** Sensors that sleep: users have their states kept. */
const KEPT = 25;
const BRIDGE = 'zigbee2mqtt/bridge/state';

interface Kind {
  readonly what: string;
  readonly model: string;
  readonly entities: readonly EntityKind[];
  readonly state: (number: number) => object;
}

interface EntityKind {
  readonly component: string;
  readonly object: string;
  readonly options: (topic: string) => object;
}

const measuring = (property: string, unit: string): EntityKind => ({
  component: 'sensor',
  object: property,
  options: (topic) => ({
    device_class: property,
    name: named(property),
    state_class: 'measurement',
    state_topic: topic,
    unit_of_measurement: unit,
    value_template: `{{ value_json["${property}"] }}`,
  }),
});

const telling = (property: string): EntityKind => ({
  component: 'binary_sensor',
  object: property,
  options: (topic) => ({
    device_class: property,
    name: named(property),
    payload_off: false,
    payload_on: true,
    state_topic: topic,
    value_template: `{{ value_json["${property}"] }}`,
  }),
});

const switching: EntityKind = {
  component: 'switch',
  object: 'switch',
  options: (topic) => ({
    command_topic: `${topic}/set`,
    name: null,
    payload_off: 'OFF',
    payload_on: 'ON',
    state_topic: topic,
    value_template: '{{ value_json["state"] }}',
  }),
};

const lighting: EntityKind = {
  component: 'light',
  object: 'light',
  options: (topic) => ({
    brightness: true,
    brightness_scale: 254,
    command_topic: `${topic}/set`,
    effect: true,
    effect_list: ['blink', 'breathe', 'okay', 'channel_change', 'finish_effect', 'stop_effect'],
    max_mireds: 454,
    min_mireds: 250,
    name: null,
    schema: 'json',
    state_topic: topic,
    supported_color_modes: ['color_temp'],
  }),
};

const counting: EntityKind = {
  component: 'number',
  object: 'countdown',
  options: (topic) => ({
    command_topic: `${topic}/set/countdown`,
    max: 43_200,
    min: 0,
    name: 'Countdown',
    state_topic: topic,
    step: 1,
    unit_of_measurement: 's',
    value_template: '{{ value_json["countdown"] }}',
  }),
};

/** What each device has besides, and nobody speaks of. */
const LEFT_OUT: readonly EntityKind[] = [
  {
    component: 'button',
    object: 'identify',
    options: (topic) => ({
      command_topic: `${topic}/set/identify`,
      device_class: 'identify',
      entity_category: 'config',
      payload_press: 'identify',
    }),
  },
  {
    component: 'sensor',
    object: 'linkquality',
    options: (topic) => ({
      enabled_by_default: false,
      entity_category: 'diagnostic',
      icon: 'mdi:signal',
      name: 'Linkquality',
      state_class: 'measurement',
      state_topic: topic,
      unit_of_measurement: 'lqi',
      value_template: '{{ value_json["linkquality"] }}',
    }),
  },
  {
    component: 'update',
    object: 'update',
    options: (topic) => ({
      command_topic: 'zigbee2mqtt/bridge/request/device/ota_update/update',
      device_class: 'firmware',
      entity_category: 'config',
      name: null,
      payload_install: '{"id":"0x00"}',
      state_topic: topic,
      value_template:
        '{"latest_version":"{{ value_json[\'update\'][\'latest_version\'] }}","installed_version":' +
        '"{{ value_json[\'update\'][\'installed_version\'] }}","in_progress":' +
        "{{ (value_json['update']['state'] == 'updating')|lower }}}",
    }),
  },
];

const UPDATE = { installed_version: 16_777_241, latest_version: 16_777_241, state: 'idle' };

const onOff = (number: number) => (number % 2 === 0 ? 'ON' : 'OFF');

const KINDS: readonly Kind[] = [
  {
    what: 'lamp',
    model: 'TRADFRI bulb E26/E27, white spectrum, globe, opal, 980 lm',
    entities: [lighting, measuring('power', 'W'), measuring('energy', 'kWh')],
    state: (number) => ({
      brightness: (number * 31) % 255,
      color_mode: 'color_temp',
      color_temp: 250 + ((number * 17) % 200),
      energy: reading(number, 0, 900),
      linkquality: 80 + (number % 100),
      power: reading(number, 0, 12),
      state: onOff(number),
      update: UPDATE,
    }),
  },
  {
    what: 'plug',
    model: 'Smart plug with metering (EU)',
    entities: [
      switching,
      measuring('power', 'W'),
      measuring('energy', 'kWh'),
      measuring('voltage', 'V'),
      measuring('current', 'A'),
      measuring('temperature', '°C'),
      telling('problem'),
      counting,
    ],
    state: (number) => ({
      countdown: number % 600,
      current: reading(number, 0, 9),
      energy: reading(number, 0, 900),
      linkquality: 80 + (number % 100),
      power: reading(number, 0, 2_000),
      problem: number % 50 === 0,
      state: onOff(number),
      temperature: reading(number, 20, 40),
      update: UPDATE,
      voltage: reading(number, 225, 240),
    }),
  },
  {
    what: 'air monitor',
    model: 'Air quality and presence sensor',
    entities: [
      measuring('temperature', '°C'),
      measuring('humidity', '%'),
      measuring('pressure', 'hPa'),
      measuring('carbon_dioxide', 'ppm'),
      measuring('volatile_organic_compounds', 'µg/m³'),
      measuring('pm25', 'µg/m³'),
      measuring('pm10', 'µg/m³'),
      measuring('pm1', 'µg/m³'),
      measuring('illuminance', 'lx'),
      measuring('sound_pressure', 'dB'),
      telling('occupancy'),
      telling('vibration'),
      telling('tamper'),
    ],
    state: (number) => ({
      battery: 100 - (number % 60),
      carbon_dioxide: reading(number, 400, 2_000),
      humidity: reading(number, 30, 70),
      illuminance: reading(number, 0, 1_000),
      linkquality: 80 + (number % 100),
      occupancy: number % 3 === 0,
      pm1: reading(number, 0, 20),
      pm10: reading(number, 0, 40),
      pm25: reading(number, 0, 30),
      pressure: reading(number, 980, 1_030),
      sound_pressure: reading(number, 20, 80),
      tamper: false,
      temperature: reading(number, 18, 25),
      update: UPDATE,
      vibration: number % 7 === 0,
      volatile_organic_compounds: reading(number, 0, 900),
    }),
  },
];

interface Device {
  readonly kind: Kind;
  readonly number: number;
  readonly name: string;
  readonly topic: string;
}

const devices: readonly Device[] = KINDS.flatMap((kind, at) =>
  each(DEVICES, (number) => {
    const name = `${roomOf(number + 5 * at)} ${kind.what}`;
    return { kind, number: DEVICES * at + number, name, topic: `zigbee2mqtt/${name}` };
  }),
);

/** What devices were told stays so. */
const switched = new Map<Device, object>();

export const zigbee: Publisher = {
  described: devices.flatMap((device) =>
    [...device.kind.entities, ...LEFT_OUT].map((entity) => description(device, entity)),
  ),
  used: devices.reduce((sum, { kind }) => sum + kind.entities.length, 0),
  kept: [
    { topic: BRIDGE, payload: '{"state":"online"}' },
    ...devices.map(({ topic }) => ({
      topic: `${topic}/availability`,
      payload: '{"state":"online"}',
    })),
    ...devices.slice(-KEPT).map((device) => stateOf(device, device.number)),
  ],
  says: (number) => stateOf(devices[number % devices.length] as Device, number),
  switchable: devices
    .filter(({ kind }) =>
      kind.entities.some((entity) => entity === lighting || entity === switching),
    )
    .map((device) => ({
      tool: device.kind.entities.includes(lighting) ? 'set_light' : 'set_switch',
      name: device.name,
      commandTopic: `${device.topic}/set`,
      echo: (payload) => {
        switched.set(device, changesIn(payload));
        return stateOf(device, device.number);
      },
    })),
  known: [],
  answer: (topic) => {
    const asked = devices.find((device) => `${device.topic}/get` === topic);
    return asked && stateOf(asked, asked.number);
  },
};

function description(device: Device, { component, object, options }: EntityKind): HomeMessage {
  const { name, topic, number, kind } = device;
  const address = `0x00158d00${(number + 0x10_00_00).toString(16).padStart(8, '0')}`;
  const objectId = `${slug(name)}_${object}`;
  const payload = {
    availability: [BRIDGE, `${topic}/availability`].map((each) => ({
      topic: each,
      value_template: '{{ value_json.state }}',
    })),
    availability_mode: 'all',
    default_entity_id: `${component}.${objectId}`,
    device: {
      hw_version: 1,
      identifiers: [`zigbee2mqtt_${address}`],
      manufacturer: 'IKEA',
      model: kind.model,
      model_id: `LED${number}G12`,
      name,
      sw_version: '1.0.0',
      via_device: 'zigbee2mqtt_bridge_0x00124b00deadbeef',
    },
    object_id: objectId,
    origin: { name: 'Zigbee2MQTT', sw: '2.14.1', url: 'https://www.zigbee2mqtt.io' },
    unique_id: `${address}_${object}_zigbee2mqtt`,
    ...options(topic),
  };
  return {
    topic: `homeassistant/${component}/${address}/${object}/config`,
    payload: JSON.stringify(payload),
  };
}

function stateOf(device: Device, number: number): HomeMessage {
  const state = { ...device.kind.state(number), ...switched.get(device) };
  return { topic: device.topic, payload: JSON.stringify(state) };
}

/** It takes a state alone as well. */
function changesIn(payload: string): object {
  return payload.startsWith('{') ? (JSON.parse(payload) as object) : { state: payload };
}

function named(property: string): string {
  return property.charAt(0).toUpperCase() + property.slice(1).replaceAll('_', ' ');
}
