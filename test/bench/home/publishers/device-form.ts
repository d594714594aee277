/** Whole devices in one description, with short words: the device form of discovery. */
import {
  each,
  type HomeMessage,
  type Publisher,
  reading,
  roomOf,
  slug,
  someOf,
} from './publisher.ts';

const DEVICES = 55;

interface Device {
  readonly number: number;
  readonly name: string;
  readonly room: string;
  readonly topic: string;
}

const devices: readonly Device[] = each(DEVICES, (number) => {
  const room = roomOf(number + 11);
  const name = `${room} boiler ${number}`;
  return { number, name, room, topic: `boilers/${slug(name)}` };
});

interface Part {
  readonly key: string;
  readonly options: (topic: string) => object;
  readonly value: (number: number) => string;
}

const sensing = (key: string, unit: string, more: object = {}): Part => ({
  key,
  options: () => ({ p: 'sensor', name: key, unit_of_meas: unit, val_tpl: '{{ value }}', ...more }),
  value: (number) => String(reading(number, 10, 80)),
});

const USED: readonly Part[] = [
  sensing('Flow', '°C', { dev_cla: 'temperature' }),
  sensing('Return', '°C', { dev_cla: 'temperature', val_tpl: '{{ value | float | round(1) }}' }),
  sensing('Burner', 'h', { stat_cla: 'total_increasing', val_tpl: '{{ value | int(0) }}' }),
  {
    key: 'Flame',
    options: () => ({ p: 'binary_sensor', name: 'Flame', pl_on: '1', pl_off: '0' }),
    value: (number) => String(number % 2),
  },
  {
    key: 'Pump',
    options: (topic) => ({ p: 'switch', name: 'Pump', cmd_t: `${topic}/Pump/set` }),
    value: (number) => (number % 2 === 0 ? 'ON' : 'OFF'),
  },
  {
    key: 'Curve',
    options: (topic) => ({
      p: 'number',
      name: 'Heating curve',
      cmd_t: `${topic}/Curve/set`,
      min: 0.1,
      max: 4,
      step: 0.1,
      mode: 'slider',
    }),
    value: (number) => String(reading(number, 1, 4)),
  },
  {
    key: 'Programme',
    options: (topic) => ({
      p: 'select',
      name: 'Programme',
      cmd_t: `${topic}/Programme/set`,
      ops: ['auto', 'day', 'night', 'off'],
      val_tpl: "{{ {0:'auto', 1:'day', 2:'night', 3:'off'}[value | int] | default('auto') }}",
    }),
    value: (number) => String(number % 4),
  },
  {
    key: 'Heating',
    options: (topic) => ({
      p: 'climate',
      name: 'Heating',
      temp_cmd_t: `${topic}/Heating/set`,
      temp_stat_t: `${topic}/Heating`,
      curr_temp_t: `${topic}/Flow`,
      mode_cmd_t: `${topic}/Mode/set`,
      mode_stat_t: `${topic}/Programme`,
      mode_stat_tpl: "{{ 'off' if value == '3' else 'heat' }}",
      modes: ['off', 'heat'],
      min_temp: '5',
      max_temp: '30',
      temp_step: 0.5,
    }),
    value: (number) => String(reading(number, 15, 25)),
  },
];

const LEFT_OUT: readonly Part[] = [
  sensing('Uptime', 's', { ent_cat: 'diagnostic' }),
  sensing('Signal', 'dBm', { ent_cat: 'diagnostic', dev_cla: 'signal_strength' }),
];

const told = ({ topic }: Device, { key, value }: Part, number: number): HomeMessage => ({
  topic: `${topic}/${key}`,
  payload: value(number),
});

export const deviceForm: Publisher = {
  described: devices.map(description),
  used: DEVICES * USED.length,
  kept: devices.flatMap((device) => [
    { topic: `${device.topic}/status`, payload: 'online' },
    ...[...USED, ...LEFT_OUT].map((part) => told(device, part, device.number)),
  ]),
  says: (number) => {
    const part = USED[Math.floor(number / DEVICES) % USED.length] as Part;
    return told(devices[number % DEVICES] as Device, part, number);
  },
  switchable: [],
  known: someOf(devices, 12).map(({ name }) => `${name} Flow`),
};

function description({ topic, name, room, number }: Device): HomeMessage {
  const components = [...USED, ...LEFT_OUT].map(({ key, options }) => [
    slug(key),
    { stat_t: `${topic}/${key}`, uniq_id: `boiler${number}_${slug(key)}`, ...options(topic) },
  ]);
  const payload = {
    dev: { ids: [`boiler${number}`], name, mf: 'Buderus', mdl: 'GB172', sw: '3.7.0', sa: room },
    o: { name: 'EMS-ESP', sw: '3.7.0', url: 'https://emsesp.org' },
    avty: [{ t: `${topic}/status`, val_tpl: "{{ 'online' if value == 'online' else 'offline' }}" }],
    cmps: Object.fromEntries(components),
  };
  return { topic: `homeassistant/device/boiler${number}/config`, payload: JSON.stringify(payload) };
}
