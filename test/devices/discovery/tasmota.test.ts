import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../src/jinja/template.ts';
import { heard, only, take, taken } from './catalogue-of.ts';

const CONFIG = {
  ver: 1,
  mac: 'AABBCCDDEEFF',
  dn: 'Plug',
  fn: ['Plug', null, null, null],
  hn: 'plug-1234',
  md: 'Sonoff Basic',
  t: 'tasmota_EEFF',
  ft: '%prefix%/%topic%/',
  tp: ['cmnd', 'stat', 'tele'],
  state: ['OFF', 'ON', 'TOGGLE', 'HOLD'],
  onln: 'Online',
  ofln: 'Offline',
  rl: [1, 0, 0, 0],
  swc: [-1, -1, -1, -1],
  swn: [null, null, null, null],
  so: {},
  lk: 1,
  lt_st: 0,
};

const config = (changes: object = {}) => ({
  topic: 'tasmota/discovery/AABBCCDDEEFF/config',
  payload: JSON.stringify({ ...CONFIG, ...changes }),
});

const sensors = (sn: unknown) => ({
  topic: 'tasmota/discovery/AABBCCDDEEFF/sensors',
  payload: JSON.stringify({ sn, ver: 1 }),
});

const one = (changes: object = {}) => only(taken([config(changes)]).descriptions.values());
const ids = (changes: object) => [...taken([config(changes)]).descriptions.keys()];
const names = (changes: object) =>
  [...taken([config(changes)]).descriptions.values()].map(({ identity }) => identity.name);

/** What a template of an option makes of a message. */
function made(template: unknown, message: unknown): string {
  const { text, json } = heard(typeof message === 'string' ? message : JSON.stringify(message));
  if (typeof template !== 'string' || json === undefined)
    throw new Error('no template, or no JSON');
  return compileTemplate(template).render({ value: text, value_json: json });
}

describe('a Tasmota that describes itself', () => {
  it('is a device like any other', () => {
    const { identity, availability } = one();
    expect(identity).toMatchObject({
      id: 'switch.AABBCCDDEEFF_relay_1',
      name: 'Plug',
      origin: 'Tasmota',
      device: { id: 'AABBCCDDEEFF', name: 'Plug', manufacturer: 'Tasmota', model: 'Sonoff Basic' },
    });
    const rule = only(availability.rules);
    expect(rule.filter).toBe('tele/tasmota_EEFF/LWT');
    expect(rule.read(heard('Online'))).toBe('online');
    expect(rule.read(heard('Offline'))).toBe('offline');
  });

  it('with one relay is a switch that is told in answers and from time to time', () => {
    const { options } = one();
    expect(options).toMatchObject({
      command_topic: 'cmnd/tasmota_EEFF/POWER1',
      payload_on: 'ON',
      payload_off: 'OFF',
      state_topic: '+/tasmota_EEFF/+',
    });
    expect(made(options['value_template'], { POWER: 'ON' })).toBe('ON');
    expect(made(options['value_template'], { POWER1: 'OFF', Dimmer: 3 })).toBe('OFF');
    expect(made(options['value_template'], { Time: 'now' })).toBe('');
    expect(made(options['value_template'], '50')).toBe('');
  });

  it('can be asked for its state', () => {
    expect(one()).toMatchObject({ ask: { topic: 'cmnd/tasmota_EEFF/STATE', payload: '' } });
    expect(one({ rl: [3, 3] })).toMatchObject({
      ask: { topic: 'cmnd/tasmota_EEFF/STATUS', payload: '10' },
    });
  });

  it('uses its own words for on, off, there and gone', () => {
    const { options, availability } = one({ state: ['AUS', 'AN'], onln: 'da', ofln: 'weg' });
    expect(options).toMatchObject({ payload_on: 'AN', payload_off: 'AUS' });
    expect(only(availability.rules).read(heard('da'))).toBe('online');
  });

  it.each([
    ['%topic%/%prefix%/', 'tasmota_EEFF/cmnd/POWER1', 'tasmota_EEFF/+/+'],
    ['home/%prefix%/%topic%', 'home/cmnd/tasmota_EEFF/POWER1', 'home/+/tasmota_EEFF/+'],
    ['x-%prefix%/%id%/', 'x-cmnd/DDEEFF/POWER1', '+/DDEEFF/+'],
    ['%prefix%/%hostname%/', 'cmnd/plug-1234/POWER1', '+/plug-1234/+'],
  ])('has its topics by the pattern %s', (ft, command, filter) => {
    expect(one({ ft }).options).toMatchObject({ command_topic: command, state_topic: filter });
  });

  it('that sleeps is not taken as gone', () => {
    expect(one({ dslp: 60 }).availability.rules).toEqual([]);
  });

  it('with several relays has a switch for each, by their names', () => {
    const two = { rl: [1, 1, 0], fn: ['Left', null] };
    expect(ids(two)).toEqual(['switch.AABBCCDDEEFF_relay_1', 'switch.AABBCCDDEEFF_relay_2']);
    expect(names(two)).toEqual(['Plug Left', 'Plug output 2']);
    const { options } = [...taken([config(two)]).descriptions.values()][1] ?? {};
    expect(made(options?.['value_template'], { POWER1: 'ON', POWER2: 'OFF' })).toBe('OFF');
  });

  it('has lights for relays where it is told so', () => {
    expect(ids({ so: { 30: 1 } })).toEqual(['light.AABBCCDDEEFF_light_1']);
  });
});

describe('a light of a Tasmota', () => {
  const keys = (changes: object) =>
    Object.keys(one({ rl: [2, 0], ...changes }).options)
      .filter((key) => key.endsWith('command_topic'))
      .map((key) => key.replace(/_?command_topic/, ''));

  it.each([
    [0, ['']],
    [1, ['', 'brightness']],
    [2, ['', 'brightness', 'color_temp']],
    [3, ['', 'brightness', 'hs', 'effect']],
    [4, ['', 'brightness', 'hs', 'effect', 'white']],
    [5, ['', 'brightness', 'color_temp', 'hs', 'effect']],
  ])('of subtype %i can do what its channels can', (subtype, commands) => {
    expect(keys({ lt_st: subtype })).toEqual(commands);
  });

  it('tells brightness, temperature, colour and effect in one message', () => {
    const { options } = one({ rl: [2], lt_st: 5 });
    const state = { POWER: 'ON', Dimmer: 40, CT: 300, HSBColor: '120,50,40', Scheme: 1 };
    expect(made(options['state_value_template'], state)).toBe('ON');
    expect(made(options['brightness_value_template'], state)).toBe('40');
    expect(made(options['color_temp_value_template'], state)).toBe('300');
    expect(made(options['hs_value_template'], state)).toBe('120,50');
    expect(made(options['effect_value_template'], state)).toBe('Wake up');
    expect(made(options['effect_value_template'], { POWER: 'ON' })).toBe('');
  });

  it('takes a colour in one message that leaves its brightness alone', () => {
    const { options } = one({ rl: [2], lt_st: 3 });
    const template = compileTemplate(String(options['hs_command_template']));
    expect(options['hs_command_topic']).toBe('cmnd/tasmota_EEFF/Backlog');
    expect(template.render({ hue: 120n, sat: 50n })).toBe('HsbColor1 120;HsbColor2 50');
  });

  it('takes an effect by its number', () => {
    const { options } = one({ rl: [2], lt_st: 3 });
    const template = compileTemplate(String(options['effect_command_template']));
    expect(template.render({ value: 'Cycle up' })).toBe('2');
  });

  it('has a narrower range of whites where it is told so', () => {
    expect(one({ rl: [2], lt_st: 2 }).options).toMatchObject({ min_mireds: 153, max_mireds: 500 });
    const narrow = one({ rl: [2], lt_st: 2, so: { 82: 1 } }).options;
    expect(narrow).toMatchObject({ min_mireds: 200, max_mireds: 380 });
  });

  it('whose white is not linked is two: colours, and whites', () => {
    const { descriptions } = taken([config({ rl: [2, 2], lt_st: 5, lk: 0 })]);
    const [colors, whites] = [...descriptions.values()].map(({ options }) => options);
    expect(colors).toMatchObject({
      brightness_command_topic: 'cmnd/tasmota_EEFF/Dimmer1',
      brightness_value_template: '{{ value_json.Dimmer1 }}',
    });
    expect(colors).toHaveProperty('hs_command_topic');
    expect(whites).toMatchObject({ brightness_command_topic: 'cmnd/tasmota_EEFF/Dimmer2' });
    expect(whites).toHaveProperty('color_temp_command_topic');
    expect(whites).not.toHaveProperty('hs_command_topic');
  });

  it('with a channel each is as many dimmers', () => {
    const { descriptions } = taken([config({ rl: [2, 2], lt_st: 2, so: { 68: 1 } })]);
    const topics = [...descriptions.values()].map(
      ({ options }) => options['brightness_command_topic'],
    );
    expect(topics).toEqual(['cmnd/tasmota_EEFF/Channel1', 'cmnd/tasmota_EEFF/Channel2']);
  });

  it('made by Tuya is dimmed by a command of its own', () => {
    expect(one({ rl: [2], lt_st: 1, ty: 1 }).options).toMatchObject({
      brightness_command_topic: 'cmnd/tasmota_EEFF/Dimmer3',
      brightness_value_template: '{{ value_json.Dimmer }}',
    });
  });
});

describe('a fan of a Tasmota', () => {
  it('has three speeds, and its light is a light', () => {
    const { descriptions } = taken([config({ if: 1, rl: [2, 0, 0, 0], fn: ['Plug'] })]);
    const fan = descriptions.get('fan.AABBCCDDEEFF_fan');
    expect(fan?.identity.name).toBe('Plug');
    expect(fan?.options).toMatchObject({
      percentage_command_topic: 'cmnd/tasmota_EEFF/FanSpeed',
      speed_range_min: 1,
      speed_range_max: 3,
    });
    expect(made(fan?.options['state_value_template'], { FanSpeed: 3 })).toBe('2');
    expect(made(fan?.options['state_value_template'], { FanSpeed: 0 })).toBe('0');
    expect(made(fan?.options['state_value_template'], { POWER1: 'ON' })).toBe('');
    expect(descriptions.get('light.AABBCCDDEEFF_light_1')?.identity.name).toBe('Plug light');
    expect(descriptions.size).toBe(2);
  });
});

describe('a shutter of a Tasmota', () => {
  it('is two relays', () => {
    expect(ids({ rl: [3, 3, 3, 3, 1] })).toEqual([
      'switch.AABBCCDDEEFF_relay_5',
      'cover.AABBCCDDEEFF_shutter_1',
      'cover.AABBCCDDEEFF_shutter_2',
    ]);
    expect(ids({ rl: [3, 1] })).toEqual(['switch.AABBCCDDEEFF_relay_2']);
  });

  it('is told in answers, from time to time, and when asked', () => {
    const { options } = one({ rl: [3, 3] });
    expect(options).toMatchObject({
      command_topic: 'cmnd/tasmota_EEFF/Backlog',
      payload_open: 'ShutterOpen1',
      payload_close: 'ShutterClose1',
      payload_stop: 'ShutterStop1',
      set_position_topic: 'cmnd/tasmota_EEFF/ShutterPosition1',
    });
    const told = { Shutter1: { Position: 30, Direction: -1, Target: 0 } };
    for (const message of [told, { Time: 'now', ...told }, { StatusSNS: told }]) {
      expect(made(options['value_template'], message)).toBe('closing');
      expect(made(options['position_template'], message)).toBe('30');
    }
    expect(made(options['value_template'], { POWER1: 'ON' })).toBe('');
    expect(made(options['position_template'], { Shutter1: 30 })).toBe('');
  });

  it('may count the other way round', () => {
    const { options } = one({ rl: [3, 3], sho: [1] });
    expect(options).toMatchObject({ position_open: 0, position_closed: 100 });
    const told = { Shutter1: { Position: 30, Direction: -1 } };
    expect(made(options['value_template'], told)).toBe('opening');
  });

  it('may have slats', () => {
    expect(one({ rl: [3, 3], sht: [[-90, 90, 20]] }).options).toMatchObject({
      tilt_command_topic: 'cmnd/tasmota_EEFF/ShutterTilt1',
      tilt_min: -90,
      tilt_max: 90,
    });
    expect(one({ rl: [3, 3], sht: [[0, 0, 0]] }).options).not.toHaveProperty('tilt_min');
  });
});

describe('an input of a Tasmota', () => {
  it('is on or off where it follows what is wired to it', () => {
    const { identity, options } = one({ rl: [], swc: [1], swn: ['Door'] });
    expect(identity).toMatchObject({
      id: 'binary_sensor.AABBCCDDEEFF_switch_1',
      name: 'Plug Door',
    });
    expect(made(options['value_template'], { Door: { Action: 'ON' } })).toBe('ON');
    expect(made(options['value_template'], { Time: 'now', Door: 'OFF' })).toBe('OFF');
    expect(made(options['value_template'], { StatusSNS: { Door: 'ON' } })).toBe('ON');
  });

  it('is nothing where it only tells that it was pressed', () => {
    expect(ids({ rl: [], swc: [-1, 0, 7, 8, 11, 12] })).toEqual([]);
  });

  it('that tells movement only is off after a second', () => {
    expect(one({ rl: [], swc: [13] }).options).toMatchObject({ off_delay: 1 });
  });

  it('is left out where its name could be read as a part of a template', () => {
    expect(ids({ rl: [], swc: [1], swn: ['"] }}{{ 1 }}{{ x["'] })).toEqual([]);
  });
});

describe('the sensors of a Tasmota', () => {
  const SN = {
    Time: '2020-09-25T12:47:15',
    AM2301: { Temperature: 21.5, Humidity: 40 },
    DS18B20: { Id: '01', Temperature: 18 },
    ENERGY: { Today: 1.5, Power: 30, TotalTariff: [1, 2], TotalStartTime: '2019' },
    TX23: { Speed: { Act: 1, Avg: 2 } },
    TempUnit: 'C',
    SpeedUnit: 'km/h',
  };
  const found = () => [...taken([config(), sensors(SN)]).descriptions.values()];

  it('are named by what they measure, and by themselves where that is not enough', () => {
    expect(found().map(({ identity }) => identity.name)).toEqual([
      'Plug',
      'Plug AM2301 Temperature',
      'Plug Humidity',
      'Plug Id',
      'Plug DS18B20 Temperature',
      'Plug Energy today',
      'Plug Power',
      'Plug Energy total tariff 1',
      'Plug Energy total tariff 2',
      'Plug Speed Act',
      'Plug Speed Avg',
    ]);
  });

  it('have the units that the device uses', () => {
    const units = new Map(
      found().map(({ identity, options }) => [identity.name, options['unit_of_measurement']]),
    );
    expect(units.get('Plug AM2301 Temperature')).toBe('°C');
    expect(units.get('Plug Power')).toBe('W');
    expect(units.get('Plug Energy today')).toBe('kWh');
    expect(units.get('Plug Speed Act')).toBe('km/h');
    expect(units.get('Plug Id')).toBe(undefined);
  });

  it('are told from time to time, and when asked', () => {
    const humidity = found().find(({ identity }) => identity.name === 'Plug Humidity');
    const template = humidity?.options['value_template'];
    expect(humidity?.identity.deviceClass).toBe('humidity');
    expect(made(template, SN)).toBe('40');
    expect(made(template, { StatusSNS: SN })).toBe('40');
    const tariff = found().find(({ identity }) => identity.name === 'Plug Energy total tariff 2');
    expect(made(tariff?.options['value_template'], SN)).toBe('2');
  });

  it('come with the device whichever is heard first, and go with it', () => {
    const catalogue = taken([sensors({ AM2301: { Humidity: 40 } })]);
    expect(only(catalogue.leftOut).reason).toBe('Nothing else was heard of this Tasmota.');
    take(catalogue, config());
    expect(catalogue.descriptions.size).toBe(2);
    expect(catalogue.leftOut).toEqual([]);
    take(catalogue, { ...sensors({}), payload: '' });
    expect(catalogue.descriptions.size).toBe(1);
    take(catalogue, { ...config(), payload: '' });
    expect(catalogue.descriptions.size).toBe(0);
  });

  it('that are no JSON are left out alone', () => {
    const { descriptions, leftOut } = taken([config(), { ...sensors({}), payload: '{' }]);
    expect(descriptions.size).toBe(1);
    expect(only(leftOut)).toMatchObject({
      id: 'tasmota/discovery/AABBCCDDEEFF/sensors',
      name: 'Plug',
    });
  });
});

describe('a Tasmota that cannot be used', () => {
  it.each([
    ['of another form', { ver: 2 }, 'form'],
    ['with another address', { mac: 'AA' }, 'address'],
    ['without a topic', { t: '' }, 'topics'],
    ['with a wildcard in its topic', { t: '#' }, 'topics'],
    ['with a topic of the broker', { ft: '$SYS/%prefix%/%topic%/' }, 'topics'],
    ['without words for on and off', { state: [] }, 'on from off'],
    ['without anything to set or ask', { rl: [0, 0] }, 'neither outputs nor inputs'],
  ])('is left out: %s', (_, changes, why) => {
    const { descriptions, leftOut } = taken([config(changes)]);
    expect(descriptions.size).toBe(0);
    expect(only(leftOut).reason).toContain(why);
  });
});
