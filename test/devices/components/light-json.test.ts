import { describe, expect, test } from 'vitest';
import { aspects, built, heard, refused, sent } from './describing.ts';

const SET = 'zigbee2mqtt/Cabinet/set';
const STATE = 'zigbee2mqtt/Cabinet';
const CABINET = {
  schema: 'json',
  name: null,
  brightness: true,
  brightness_scale: 254,
  command_topic: SET,
  state_topic: STATE,
  effect: true,
  effect_list: ['blink', 'colorloop'],
  max_mireds: 500,
  min_mireds: 158,
  supported_color_modes: ['xy', 'color_temp'],
};
const cabinet = built('light', CABINET, 'Zigbee2MQTT');

describe('a light in JSON as zigbee2mqtt describes it', () => {
  test('can be set in everything that it names', () => {
    expect(cabinet.abilities).toEqual([
      { aspect: 'state', kind: 'choice', options: ['on', 'off'] },
      { aspect: 'brightness', kind: 'number', min: 1, max: 100, step: 1, unit: '%' },
      { aspect: 'color_temperature', kind: 'number', min: 2000, max: 6329, step: 1, unit: 'K' },
      { aspect: 'color', kind: 'color' },
      { aspect: 'effect', kind: 'choice', options: ['blink', 'colorloop'] },
    ]);
    expect(cabinet.lacks).toEqual([]);
  });

  test.each([
    [{ state: 'on' }, '{"state":"ON"}'],
    [{ state: 'off' }, '{"state":"OFF"}'],
    [{ brightness: 50 }, '{"state":"ON","brightness":127}'],
    [{ brightness: 1 }, '{"state":"ON","brightness":3}'],
    [{ brightness: 100, state: 'on' }, '{"state":"ON","brightness":254}'],
    [{ color_temperature: 2700 }, '{"state":"ON","color_temp":370}'],
    [{ color_temperature: 2000 }, '{"state":"ON","color_temp":500}'],
    [{ color_temperature: 6329 }, '{"state":"ON","color_temp":158}'],
    [{ color: '#ff0000' }, '{"state":"ON","color":{"x":0.701,"y":0.299}}'],
    [
      { color: '#0000ff', brightness: 20 },
      '{"state":"ON","color":{"x":0.136,"y":0.04},"brightness":51}',
    ],
    [{ effect: 'colorloop' }, '{"state":"ON","effect":"colorloop"}'],
  ])('is sent for %j: %s', (wishes, payload) => {
    expect(sent(cabinet, wishes)).toEqual([`${SET} ${payload}`]);
  });

  test('is sent at QoS 1, or that of the publisher', () => {
    const qos = (given: unknown) => {
      const light = built('light', { ...CABINET, qos: given });
      const composed = light.compose(new Map([['state', 'on']]), () => undefined);
      return composed.result === 'messages' ? composed.messages.map((message) => message.qos) : [];
    };
    expect([qos(undefined), qos(0), qos(2), qos('2'), qos(7)]).toEqual([[1], [0], [2], [2], [1]]);
  });

  test('is not switched off and set at once, nor given two colours', () => {
    expect(refused(cabinet, { state: 'off', brightness: 10 })).toContain('switched off');
    expect(refused(cabinet, { color: '#ff0000', color_temperature: 3000 })).toContain('at a time');
  });

  test('tells what its publisher reports', () => {
    const payload = {
      brightness: 120,
      color_mode: 'color_temp',
      color_temp: 300,
      color: { x: 0.43, y: 0.4 },
      effect: null,
      state: 'ON',
    };
    expect(heard(cabinet, STATE, JSON.stringify(payload))).toEqual({
      state: 'on',
      brightness: 47,
      color_temperature: 3333,
      color: null,
    });
  });

  test('has no temperature while it shows a colour', () => {
    const payload =
      '{"state":"ON","color_mode":"xy","color":{"x":0.701,"y":0.299},"color_temp":158}';
    expect(heard(cabinet, STATE, payload)).toEqual({
      state: 'on',
      color: '#ff0000',
      color_temperature: null,
    });
  });

  test('does not know what is null, and says nothing of what is not there or makes no sense', () => {
    expect(heard(cabinet, STATE, '{"state":null,"brightness":null}')).toEqual({
      state: null,
      brightness: null,
    });
    expect(heard(cabinet, STATE, '{"linkquality":120}')).toEqual({});
    expect(heard(cabinet, STATE, '{"state":"OFF","brightness":0}')).toEqual({ state: 'off' });
    expect(heard(cabinet, STATE, '{"state":"BOGUS","brightness":"x","color_temp":0}')).toEqual({});
    expect(heard(cabinet, STATE, '{"color":{"x":2,"y":-1}}')).toEqual({});
    expect(heard(cabinet, STATE, '[1]')).toEqual({});
    expect(heard(cabinet, STATE, 'ON')).toEqual({});
  });

  test('can be asked for everything but its effect, which is never told', () => {
    expect(cabinet.facts.map(({ aspect, ask }) => [aspect, ask])).toEqual([
      ['state', { topic: `${STATE}/get`, payload: '{"state":""}', qos: 1 }],
      ['brightness', { topic: `${STATE}/get`, payload: '{"brightness":""}', qos: 1 }],
      ['color_temperature', { topic: `${STATE}/get`, payload: '{"color_temp":""}', qos: 1 }],
      ['color', { topic: `${STATE}/get`, payload: '{"color":""}', qos: 1 }],
    ]);
  });

  test('has come true in spite of rounding, and not in spite of anything else', () => {
    const { judge } = cabinet;
    expect(judge('state', 'on', 'on')).toBe('done');
    expect(judge('state', 'on', 'off')).toBe('not');
    expect(judge('brightness', 50, 51)).toBe('done');
    expect(judge('brightness', 50, 53)).toBe('not');
    expect(judge('color_temperature', 2700, 2702)).toBe('done');
    expect(judge('color_temperature', 6329, 6211)).toBe('done');
    expect(judge('color_temperature', 2700, 3000)).toBe('not');
    expect(judge('color', '#ff0000', '#ff0a05')).toBe('done');
    expect(judge('color', '#ff0000', '#00ff00')).toBe('not');
    expect(judge('effect', 'blink', 'blink')).toBe('done');
  });
});

describe('a light in JSON as others describe it', () => {
  const light = (options: Readonly<Record<string, unknown>>) =>
    built('light', { schema: 'json', command_topic: 'l/set', state_topic: 'l', ...options });

  test('takes kelvin where it says so', () => {
    const lamp = light({
      color_temp_kelvin: true,
      min_kelvin: 2200,
      max_kelvin: '6500',
      supported_color_modes: ['color_temp'],
    });
    expect(lamp.abilities[2]).toMatchObject({ min: 2200, max: 6500 });
    expect(sent(lamp, { color_temperature: 2700 })).toEqual([
      'l/set {"state":"ON","color_temp":2700}',
    ]);
    expect(heard(lamp, 'l', '{"color_temp":2700}')).toEqual({ color_temperature: 2700 });
  });

  test.each([
    [['rgb'], '{"r":255,"g":128,"b":0}'],
    [['rgbw'], '{"r":255,"g":128,"b":0,"w":0}'],
    [['rgbww'], '{"r":255,"g":128,"b":0,"c":0,"w":0}'],
    [['hs'], '{"h":30.118,"s":100}'],
    [['hs', 'rgb'], '{"r":255,"g":128,"b":0}'],
  ])('writes a colour as %j, and reads it', (modes, color) => {
    const lamp = light({ brightness: true, supported_color_modes: modes });
    expect(sent(lamp, { color: '#ff8000' })).toEqual([`l/set {"state":"ON","color":${color}}`]);
    const mode = modes.at(-1);
    const told = heard(lamp, 'l', `{"state":"ON","color_mode":"${mode}","color":${color}}`);
    expect(lamp.judge('color', '#ff8000', String(told['color']))).toBe('done');
    expect(heard(lamp, 'l', `{"color":${color}}`)['color']).toBe(told['color']);
  });

  test('is dimmed by its channels if it has no brightness of its own', () => {
    const lamp = light({ supported_color_modes: ['rgb'] });
    expect(sent(lamp, { color: '#ff8000', brightness: 50 })).toEqual([
      'l/set {"state":"ON","color":{"r":128,"g":64,"b":0}}',
    ]);
    expect(sent(lamp, { brightness: 50 })).toEqual(['l/set {"state":"ON","brightness":128}']);
  });

  test('knows plain white', () => {
    const lamp = light({
      brightness: true,
      supported_color_modes: ['rgb', 'white'],
      white_scale: 100,
    });
    expect(sent(lamp, { white: 40 })).toEqual(['l/set {"state":"ON","white":40}']);
    expect(heard(lamp, 'l', '{"color_mode":"white","brightness":102}')).toEqual({
      brightness: 40,
      white: 40,
      color: null,
    });
  });

  test('is understood as it was written before there were colour modes', () => {
    const lamp = light({ brightness: true, rgb: true, color_temp: 'true', hs: 'yes' });
    expect(aspects(lamp)).toEqual(['state', 'brightness', 'color_temperature', 'color']);
    expect(sent(lamp, { color: '#ff0000' })).toEqual([
      'l/set {"state":"ON","color":{"r":255,"g":0,"b":0,"h":0,"s":100}}',
    ]);
    expect(heard(lamp, 'l', '{"state":"on","color":{"hue":240,"saturation":100}}')).toEqual({
      state: 'on',
      color: '#0000ff',
    });
  });

  test('tells its effect', () => {
    const lamp = light({ effect: true, effect_list: ['None', 'Rainbow'] });
    expect(heard(lamp, 'l', '{"effect":"Rainbow"}')).toEqual({ effect: 'Rainbow' });
    expect(heard(lamp, 'l', '{"effect":"a\\u0000b"}')).toEqual({ effect: 'a b' });
  });

  test('can only be switched if it names nothing else', () => {
    expect(aspects(light({}))).toEqual(['state']);
    expect(aspects(light({ supported_color_modes: ['onoff'], brightness: true }))).toEqual([
      'state',
    ]);
  });

  test('says which of its options are not understood', () => {
    const lamp = light({
      brightness: 'perhaps',
      brightness_scale: 0,
      supported_color_modes: ['brightness', 'ultraviolet'],
      min_mireds: 400,
      max_mireds: 200,
    });
    expect(lamp.lacks).toEqual([
      'Its colour mode "ultraviolet" is not known.',
      'The option "brightness" is neither true nor false.',
      'The option "brightness_scale" is less than 1: 255 is taken.',
      'Its range of colour temperatures makes no sense: 2000 to 6535 K is taken.',
    ]);
    expect(sent(lamp, { brightness: 100 })).toEqual(['l/set {"state":"ON","brightness":255}']);
  });

  test.each(['l/+/set', '#', '$SYS/x', 'l\u0000set', ''])(
    'is only read if it is to be commanded on %j',
    (topic) => {
      const lamp = light({ command_topic: topic });
      expect(lamp.abilities).toEqual([]);
      expect(lamp.lacks).toEqual([
        'The option "command_topic" is not a topic that can be published to.',
      ]);
    },
  );
});
