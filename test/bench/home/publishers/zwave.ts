/** In the manner of zwave-js-ui: a topic for each value, all of them kept, and three topics of availability. */
import {
  each,
  type HomeMessage,
  type Publisher,
  reading,
  roomOf,
  slug,
  someOf,
} from './publisher.ts';

const DEVICES = 60;
const CLIENT = 'zwave/_CLIENTS/ZWAVE_GATEWAY-zw/status';
const DRIVER = 'zwave/driver/status';

interface Device {
  readonly number: number;
  readonly room: string;
  readonly what: string;
  readonly topic: string;
}

const devices: readonly Device[] = each(DEVICES, (number) => {
  const room = roomOf(number);
  const what = ['Dimmer', 'Socket', 'Shutter'][number % 3] ?? '';
  const topic = `zwave/${room.replaceAll(' ', '_')}/${what}_${number}`;
  return { number, room, what: `${what} ${number}`, topic };
});

interface ValueKind {
  readonly component: string;
  readonly object: string;
  readonly path: string;
  readonly options: object;
  readonly value: (number: number) => unknown;
}

const metering = (object: string, path: string, unit: string, deviceClass: string): ValueKind => ({
  component: 'sensor',
  object,
  path,
  options: { unit_of_measurement: unit, state_class: 'measurement', device_class: deviceClass },
  value: (number) => reading(number, 0, 200),
});

const MEASURED: readonly ValueKind[] = [
  metering('electric_kwh_value', 'meter/endpoint_0/value/65537', 'kWh', 'energy'),
  metering('electric_w_value', 'meter/endpoint_0/value/66049', 'W', 'power'),
  metering('electric_v_value', 'meter/endpoint_0/value/66561', 'V', 'voltage'),
  metering('electric_a_value', 'meter/endpoint_0/value/66817', 'A', 'current'),
  metering('air_temperature', 'sensor_multilevel/endpoint_0/Air_temperature', '°C', 'temperature'),
  {
    component: 'binary_sensor',
    object: 'motion',
    path: 'notification/endpoint_0/Home_Security/Motion_sensor_status',
    options: { payload_on: 8, payload_off: 0, device_class: 'motion' },
    value: (number) => (number % 4 === 0 ? 8 : 0),
  },
];

const LEFT_OUT: readonly ValueKind[] = [
  {
    component: 'sensor',
    object: 'last_active',
    path: 'lastActive',
    options: { entity_category: 'diagnostic', device_class: 'timestamp' },
    value: (number) => 1_795_212_854_575 + number,
  },
  {
    component: 'number',
    object: 'led_mode',
    path: 'configuration/endpoint_0/LED_mode',
    options: { entity_category: 'config', min: 0, max: 3, command_topic: 'zwave/led/set' },
    value: (number) => number % 4,
  },
];

const ACTORS: readonly ValueKind[] = [
  {
    component: 'light',
    object: 'dimmer',
    path: 'switch_multilevel/endpoint_0/currentValue',
    options: {
      state_value_template: '{{ "OFF" if value_json.value == 0 else "ON" }}',
      brightness_value_template: '{{ (value_json.value) | round(0) }}',
      brightness_scale: 99,
      on_command_type: 'brightness',
      payload_off: 0,
    },
    value: (number) => (number * 13) % 100,
  },
  {
    component: 'switch',
    object: 'switch',
    path: 'switch_binary/endpoint_0/currentValue',
    options: { payload_off: false, payload_on: true },
    value: (number) => number % 2 === 0,
  },
  {
    component: 'cover',
    object: 'position',
    path: 'switch_multilevel/endpoint_0/currentValue',
    options: {
      position_template: '{{ value_json.value | round(0) }}',
      position_open: 99,
      position_closed: 0,
      payload_open: 99,
      payload_close: 0,
    },
    value: (number) => (number * 13) % 100,
  },
];

const usedOf = ({ number }: Device): readonly ValueKind[] => [
  ACTORS[number % 3] as ValueKind,
  ...MEASURED,
];

const valuesOf = (device: Device): readonly ValueKind[] => [...usedOf(device), ...LEFT_OUT];

/** What devices were told stays so. */
const switched = new Map<string, boolean>();

function told(device: Device, { path, value }: ValueKind, number: number): HomeMessage {
  const topic = `${device.topic}/${path}`;
  const state = { time: 1_795_212_854_575 + number, value: switched.get(topic) ?? value(number) };
  return { topic, payload: JSON.stringify(state) };
}

export const zwave: Publisher = {
  described: devices.flatMap((device) =>
    valuesOf(device).map((value) => description(device, value)),
  ),
  used: devices.reduce((sum, device) => sum + usedOf(device).length, 0),
  kept: [
    { topic: CLIENT, payload: '{"time":1795212854575,"value":true}' },
    { topic: DRIVER, payload: 'true' },
    ...devices.flatMap((device) => [
      { topic: `${device.topic}/status`, payload: '{"time":1795212854575,"value":true}' },
      ...valuesOf(device).map((value) => told(device, value, device.number)),
    ]),
  ],
  says: (number) => {
    const device = devices[number % DEVICES] as Device;
    const used = usedOf(device);
    return told(device, used[Math.floor(number / DEVICES) % used.length] as ValueKind, number);
  },
  switchable: devices
    .filter(({ number }) => number % 3 === 1)
    .map((device) => {
      const topic = `${device.topic}/${ACTORS[1]?.path}`;
      return {
        tool: 'set_switch',
        name: nameOf(device, 'switch'),
        commandTopic: commandTopic(topic),
        echo: (payload) => {
          // As Home Assistant writes `true` and `false`.
          switched.set(topic, payload === 'True');
          return told(device, ACTORS[1] as ValueKind, device.number);
        },
      };
    }),
  known: someOf(devices, 12).map((device) => nameOf(device, 'electric_w_value')),
};

function description(device: Device, { component, object, path, options }: ValueKind): HomeMessage {
  const { topic, number, room, what } = device;
  const state = `${topic}/${path}`;
  const name = nameOf(device, object);
  const payload = {
    ...topicsOf(component, state),
    ...(component === 'light' || component === 'cover'
      ? {}
      : { value_template: '{{ value_json.value }}' }),
    ...options,
    availability: [
      {
        payload_available: 'true',
        payload_not_available: 'false',
        topic: `${topic}/status`,
        value_template: "{{'true' if value_json.value else 'false'}}",
      },
      { topic: CLIENT, value_template: "{{'online' if value_json.value else 'offline'}}" },
      { payload_available: 'true', payload_not_available: 'false', topic: DRIVER },
    ],
    availability_mode: 'all',
    json_attributes_topic: state,
    device: {
      identifiers: [`zwavejs2mqtt_0x7e570001_node${number}`],
      manufacturer: 'Unknown manufacturer 0xfff0',
      model: `0x0002 (Unknown product 0x${1_000 + number})`,
      name: `${room}-${what}`,
      sw_version: '1.0',
      suggested_area: room,
    },
    name,
    unique_id: `zwavejs2mqtt_0x7e570001_${number}-${object}`,
  };
  return {
    topic: `homeassistant/${component}/${slug(`${room} ${what}`)}/${object}/config`,
    payload: JSON.stringify(payload),
  };
}

function topicsOf(component: string, state: string): object {
  switch (component) {
    case 'light':
      return {
        state_topic: state,
        brightness_state_topic: state,
        brightness_command_topic: commandTopic(state),
        command_topic: commandTopic(state),
      };
    case 'cover':
      return {
        command_topic: commandTopic(state),
        position_topic: state,
        set_position_topic: commandTopic(state),
      };
    case 'switch':
      return { state_topic: state, command_topic: commandTopic(state) };
    default:
      return { state_topic: state };
  }
}

function commandTopic(state: string): string {
  return `${state.replace('currentValue', 'targetValue')}/set`;
}

function nameOf({ room, what }: Device, object: string): string {
  return `${room}-${what}_${object}`;
}
