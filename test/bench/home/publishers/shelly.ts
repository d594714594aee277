/** In the manner of the script for Shelly devices: short words, a base topic, and plain values. */
import {
  each,
  type HomeMessage,
  type Publisher,
  reading,
  roomOf,
  slug,
  someOf,
} from './publisher.ts';

const DEVICES = 42;

interface Device {
  readonly number: number;
  readonly name: string;
  readonly base: string;
}

const devices: readonly Device[] = each(DEVICES, (number) => {
  const name = `${roomOf(number + 23)} relay box ${number}`;
  return { number, name, base: `shellies/shelly25-${slug(name)}` };
});

interface Part {
  readonly component: string;
  readonly name: string;
  readonly path: string;
  readonly options: object;
  readonly value: (number: number) => string;
}

const parts = (gang: number): readonly Part[] => [
  {
    component: 'switch',
    name: `Relay ${gang}`,
    path: `relay/${gang}`,
    options: { cmd_t: `~relay/${gang}/command`, pl_off: 'off', pl_on: 'on' },
    value: (number) => (number % 2 === 0 ? 'on' : 'off'),
  },
  {
    component: 'binary_sensor',
    name: `Input ${gang}`,
    path: `input/${gang}`,
    options: { pl_on: '1', pl_off: '0' },
    value: (number) => String(number % 2),
  },
  {
    component: 'sensor',
    name: `Power ${gang}`,
    path: `relay/${gang}/power`,
    options: { dev_cla: 'power', unit_of_meas: 'W', val_tpl: '{{value|float|round(1)}}' },
    value: (number) => String(reading(number, 0, 800)),
  },
  {
    component: 'sensor',
    name: `Energy ${gang}`,
    path: `relay/${gang}/energy`,
    options: {
      dev_cla: 'energy',
      unit_of_meas: 'kWh',
      val_tpl: '{{(value|float/60/1000)|round(2)}}',
    },
    value: (number) => String(60_000 * reading(number, 0, 200)),
  },
];

const USED: readonly Part[] = [
  ...parts(0),
  ...parts(1),
  {
    component: 'sensor',
    name: 'Temperature',
    path: 'temperature',
    options: { dev_cla: 'temperature', unit_of_meas: '°C' },
    value: (number) => String(reading(number, 30, 60)),
  },
  {
    component: 'binary_sensor',
    name: 'Overtemperature',
    path: 'overtemperature',
    options: { pl_on: '1', pl_off: '0', dev_cla: 'heat' },
    value: () => '0',
  },
];

/** Told by the message with everything in it. */
const left = (component: string, name: string, options: object): Part => ({
  component,
  name,
  path: 'info',
  options: { ent_cat: 'diagnostic', ...options },
  value: () => '',
});

const LEFT_OUT: readonly Part[] = [
  left('sensor', 'WiFi signal', {
    dev_cla: 'signal_strength',
    unit_of_meas: 'dBm',
    val_tpl: '{%if value_json.wifi_sta.rssi!=0%}{{value_json.wifi_sta.rssi}}{%endif%}',
  }),
  left('sensor', 'Uptime', {
    dev_cla: 'timestamp',
    val_tpl: '{{(as_timestamp(now())-value_json.uptime)|timestamp_local}}',
  }),
  left('button', 'Restart', { cmd_t: '~command', pl_prs: 'reboot', dev_cla: 'restart' }),
  left('binary_sensor', 'Firmware', {
    dev_cla: 'update',
    val_tpl: '{%if value_json.update.has_update==true%}ON{%else%}OFF{%endif%}',
  }),
];

const gang = { ison: true, has_timer: false, overpower: false, is_valid: true, source: 'mqtt' };

const INFO = {
  wifi_sta: { connected: true, ssid: 'home', ip: '192.168.1.10', rssi: -61 },
  cloud: { enabled: false, connected: false },
  mqtt: { connected: true },
  time: '12:34',
  unixtime: 1_795_212_854,
  serial: 4_711,
  has_update: false,
  mac: 'AABBCCDDEEFF',
  relays: [gang, gang],
  meters: [
    { power: 12.3, is_valid: true, counters: [12.1, 12.4, 12.2], total: 123_456 },
    { power: 0, is_valid: true, counters: [0, 0, 0], total: 654_321 },
  ],
  inputs: [
    { input: 0, event: '', event_cnt: 0 },
    { input: 1, event: '', event_cnt: 0 },
  ],
  temperature: 48.2,
  overtemperature: false,
  tmp: { tC: 48.2, tF: 118.8, is_valid: true },
  update: { status: 'idle', has_update: false, new_version: '', old_version: '' },
  ram_total: 49_920,
  ram_free: 37_964,
  fs_size: 233_681,
  fs_free: 150_600,
  uptime: 123_456,
};

const told = ({ base }: Device, { path, value }: Part, number: number): HomeMessage => ({
  topic: `${base}/${path}`,
  payload: value(number),
});

export const shelly: Publisher = {
  described: devices.flatMap((device) =>
    [...USED, ...LEFT_OUT].map((part) => description(device, part)),
  ),
  used: DEVICES * USED.length,
  kept: devices.flatMap((device) => [
    { topic: `${device.base}/online`, payload: 'true' },
    { topic: `${device.base}/info`, payload: JSON.stringify(INFO) },
    ...USED.map((part) => told(device, part, device.number)),
  ]),
  says: (number) => {
    const device = devices[number % DEVICES] as Device;
    // Now and then everything at once.
    if (number % 20 === 0) return { topic: `${device.base}/info`, payload: JSON.stringify(INFO) };
    return told(device, USED[Math.floor(number / DEVICES) % USED.length] as Part, number);
  },
  switchable: [],
  known: someOf(devices, 12).map(({ name }) => `${name} Power 1`),
};

function description({ name, base, number }: Device, part: Part): HomeMessage {
  const { component, path, options } = part;
  const id = `shelly25-${number}-${slug(part.name)}`;
  const payload = {
    name: part.name,
    stat_t: `~${path}`,
    ...options,
    uniq_id: id,
    qos: 0,
    dev: {
      cns: [['mac', `aa:bb:cc:dd:ee:${number.toString(16).padStart(2, '0')}`]],
      name,
      mdl: 'Shelly 2.5',
      mdl_id: 'SHSW-25',
      sw: '20230913-112003/v1.14.0-gcb84623',
      hw: 'gen1',
      mf: 'Allterco Robotics',
      cu: 'http://192.168.1.10/',
    },
    o: {
      name: 'Shellies Discovery',
      sw: '0.0.0',
      url: 'https://github.com/bieniu/ha-shellies-discovery',
    },
    '~': `${base}/`,
    avty: [
      { t: '~online', pl_avail: 'true', pl_not_avail: 'false' },
      { t: '~info', val_tpl: '{%if value_json.mqtt.connected%}online{%else%}offline{%endif%}' },
    ],
  };
  return { topic: `homeassistant/${component}/${id}/config`, payload: JSON.stringify(payload) };
}
