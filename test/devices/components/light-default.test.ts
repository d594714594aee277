import { describe, expect, test } from 'vitest';
import { aspects, built, heard, sent } from './describing.ts';

describe('a light with a topic for each thing', () => {
  const tasmota = built('light', {
    command_topic: 'cmnd/bulb/POWER',
    state_topic: 'tele/bulb/STATE',
    state_value_template: '{{value_json.POWER}}',
    brightness_command_topic: 'cmnd/bulb/Dimmer',
    brightness_state_topic: 'tele/bulb/STATE',
    brightness_value_template: '{{value_json.Dimmer}}',
    brightness_scale: 100,
    on_command_type: 'brightness',
    color_temp_command_topic: 'cmnd/bulb/CT',
    color_temp_state_topic: 'tele/bulb/STATE',
    color_temp_value_template: '{{value_json.CT}}',
    rgb_command_topic: 'cmnd/bulb/Color2',
    rgb_state_topic: 'tele/bulb/STATE',
    rgb_value_template: "{{value_json.Color.split(',')[0:3]|join(',')}}",
    effect_command_topic: 'cmnd/bulb/Scheme',
    effect_list: [0, 1, 2],
  });

  test.each([
    [{ state: 'on' }, {}, ['cmnd/bulb/Dimmer 100']],
    [{ state: 'on' }, { brightness: 40 }, ['cmnd/bulb/Dimmer 40']],
    [{ state: 'off' }, {}, ['cmnd/bulb/POWER OFF']],
    [{ brightness: 30 }, {}, ['cmnd/bulb/Dimmer 30']],
    [
      { color: '#0080ff', brightness: 30 },
      {},
      ['cmnd/bulb/Color2 0,128,255', 'cmnd/bulb/Dimmer 30'],
    ],
    [{ color_temperature: 4000 }, { brightness: 7 }, ['cmnd/bulb/Dimmer 7', 'cmnd/bulb/CT 250']],
    [{ effect: '2' }, {}, ['cmnd/bulb/Dimmer 100', 'cmnd/bulb/Scheme 2']],
  ])('is switched on by its brightness: %j, known %j', (wishes, known, messages) => {
    expect(sent(tasmota, wishes, known)).toEqual(messages);
  });

  test('tells each thing by a template', () => {
    const state = '{"POWER":"ON","Dimmer":30,"CT":250,"Color":"0,128,255,0,0"}';
    expect(heard(tasmota, 'tele/bulb/STATE', state)).toEqual({
      state: 'on',
      brightness: 30,
      color_temperature: 4000,
      color: '#0080ff',
    });
    expect(heard(tasmota, 'tele/bulb/STATE', '{"Uptime":"0T00:00:10"}')).toEqual({});
  });

  const lamp = (options: Readonly<Record<string, unknown>>) =>
    built('light', {
      command_topic: 'l/power',
      state_topic: 'l/power/state',
      brightness_command_topic: 'l/dim',
      brightness_state_topic: 'l/dim/state',
      ...options,
    });

  test('is switched on behind the rest, or before it', () => {
    expect(sent(lamp({}), { brightness: 50 })).toEqual(['l/dim 128', 'l/power ON']);
    expect(sent(lamp({ on_command_type: 'first' }), { brightness: 50 })).toEqual([
      'l/power ON',
      'l/dim 128',
    ]);
    expect(lamp({ on_command_type: 'later' }).lacks).toHaveLength(1);
  });

  test('is not set back by a level that switches it on', () => {
    const volume = lamp({
      command_topic: 'siren/volume/set',
      brightness_command_topic: 'siren/volume/set',
      brightness_scale: 100,
      payload_off: 0,
      payload_on: 25,
    });
    expect(sent(volume, { brightness: 50 })).toEqual(['siren/volume/set 50']);
    expect(sent(volume, { state: 'on' })).toEqual(['siren/volume/set 25']);
    expect(sent(volume, { state: 'off' })).toEqual(['siren/volume/set 0']);
  });

  test.each([
    [255, 1, 3],
    [255, 50, 128],
    [255, 30, 76],
    [99, 100, 99],
    [99, 70, 69],
    [10, 1, 1],
    ['1000', 33, 330],
  ])('with a scale to %j gets for %d %%: %d', (brightness_scale, percent, level) => {
    expect(sent(lamp({ brightness_scale }), { brightness: percent })[0]).toBe(`l/dim ${level}`);
    const told = heard(lamp({ brightness_scale }), 'l/dim/state', String(level))['brightness'];
    expect(lamp({ brightness_scale }).judge('brightness', percent, told ?? 0)).toBe('done');
  });

  test('says nothing of a brightness of 0', () => {
    expect(heard(lamp({}), 'l/dim/state', '0')).toEqual({});
    expect(heard(lamp({}), 'l/dim/state', '1')).toEqual({ brightness: 1 });
    expect(heard(lamp({}), 'l/dim/state', 'None')).toEqual({ brightness: null });
    expect(heard(lamp({}), 'l/dim/state', '300')).toEqual({ brightness: 100 });
  });

  test.each([
    ['rgb', 'l/rgb 255,128,0'],
    ['rgbw', 'l/rgbw 255,128,0,0'],
    ['rgbww', 'l/rgbww 255,128,0,0,0'],
    ['hs', 'l/hs 30.118,100.0'],
    ['xy', 'l/xy 0.611,0.375'],
  ])('writes a colour as %s: %s', (space, message) => {
    const topics = { [`${space}_command_topic`]: `l/${space}`, [`${space}_state_topic`]: 'l/c' };
    const colored = lamp(topics);
    expect(sent(colored, { color: '#ff8000' })).toEqual([message, 'l/power ON']);
    const told = heard(colored, 'l/c', message.slice(message.indexOf(' ') + 1))['color'];
    expect(colored.judge('color', '#ff8000', told ?? '')).toBe('done');
    for (const nonsense of ['', '1', 'a,b,c', '1,2,3,4,5,6', '999,-1,0', '1,,2', 'Infinity,0,0']) {
      expect(heard(colored, 'l/c', nonsense)).toEqual({});
    }
  });

  test('is given its colour channel by channel in a template', () => {
    const colored = lamp({
      rgb_command_topic: 'l/rgb',
      rgb_command_template: "{{ {'red': red, 'green': green, 'blue': blue}|to_json }}",
    });
    expect(sent(colored, { color: '#ff8000' })).toEqual([
      'l/rgb {"red":255,"green":128,"blue":0}',
      'l/power ON',
    ]);
  });

  test('is dimmed by its colour if there is nothing else', () => {
    const strip = built('light', {
      command_topic: 'l/power',
      rgb_command_topic: 'l/rgb',
      rgb_state_topic: 'l/rgb/state',
    });
    expect(aspects(strip)).toEqual(['state', 'brightness', 'color']);
    expect(sent(strip, { brightness: 50 }, { color: '#ff0000' })).toEqual([
      'l/rgb 128,0,0',
      'l/power ON',
    ]);
    expect(sent(strip, { brightness: 20 })).toEqual(['l/rgb 51,51,51', 'l/power ON']);
    expect(sent(strip, { color: '#00ff00' }, { brightness: 20 })).toEqual([
      'l/rgb 0,51,0',
      'l/power ON',
    ]);
    expect(heard(strip, 'l/rgb/state', '0,51,0')).toEqual({ color: '#00ff00', brightness: 20 });
    expect(heard(strip, 'l/rgb/state', '0,0,0')).toEqual({});
  });

  test('knows plain white, kelvin and effects', () => {
    const full = lamp({
      white_command_topic: 'l/white',
      white_scale: 100,
      color_temp_command_topic: 'l/kelvin',
      color_temp_state_topic: 'l/kelvin/state',
      color_temp_kelvin: 'true',
      effect_command_topic: 'l/effect',
      effect_state_topic: 'l/effect/state',
      effect_list: ['Fire'],
    });
    expect(sent(full, { white: 40 })).toEqual(['l/white 40', 'l/power ON']);
    expect(sent(full, { color_temperature: 2700 })).toEqual(['l/kelvin 2700', 'l/power ON']);
    expect(sent(full, { effect: 'Fire' })).toEqual(['l/effect Fire', 'l/power ON']);
    expect(heard(full, 'l/kelvin/state', '2700')).toEqual({ color_temperature: 2700 });
    expect(heard(full, 'l/effect/state', 'Fire')).toEqual({ effect: 'Fire' });
  });

  test('is without the parts whose templates are not understood', () => {
    const broken = lamp({
      state_value_template: '{{ value_json.state',
      brightness_command_template: '{{ value | explode }}',
      color_temp_command_topic: 'l/#',
    });
    expect(aspects(broken)).toEqual(['state']);
    expect(broken.facts.map(({ aspect }) => aspect)).toEqual(['brightness']);
    expect(broken.lacks).toHaveLength(3);
    expect(broken.lacks[0]).toContain(
      'The template "brightness_command_template" is not understood',
    );
  });

  test('cannot be set to what its template makes nothing of', () => {
    const odd = lamp({ brightness_command_template: "{{ {1: 'low'}[value] | default('') }}" });
    const composed = odd.compose(new Map([['brightness', 50]]), () => undefined);
    expect(composed.result).toBe('unable');
  });

  test('has no colour while it says that it shows white, and the one that it kept when it shows that again', () => {
    const light = lamp({
      rgb_state_topic: 'l/rgb',
      color_temp_state_topic: 'l/ct',
      color_mode_state_topic: 'l/mode',
      color_mode_value_template: '{{ value_json.mode }}',
    });
    const mode = (word: string) => heard(light, 'l/mode', JSON.stringify({ mode: word }));
    expect(heard(light, 'l/rgb', '255,0,0')).toMatchObject({ color: '#ff0000' });
    expect(mode('color_temp')).toEqual({ color: null });
    expect(heard(light, 'l/ct', '250')).toEqual({ color_temperature: 4000 });
    expect(heard(light, 'l/rgb', '0,0,255')).toMatchObject({ color: null });
    expect(mode('rgb')).toEqual({ color: '#0000ff', color_temperature: null });
    expect(mode('sunset')).toEqual({ color: '#0000ff', color_temperature: null });
    expect(mode('white')).toEqual({ color: null, color_temperature: null });
  });
});
