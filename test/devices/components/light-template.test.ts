import { describe, expect, test } from 'vitest';
import { aspects, built, heard, sent } from './describing.ts';

describe('a light with templates, as a script of Shelly describes it', () => {
  const bulb = built('light', {
    schema: 'template',
    command_topic: 'shellies/bulb/light/0/set',
    state_topic: 'shellies/bulb/light/0/status',
    command_on_template:
      '{"turn":"on"{%if brightness is defined%},"brightness":{{brightness|float|multiply(0.3922)|round}}{%endif%}{%if color_temp is defined%},"temp":{{(1000000/(color_temp|int))|round(0,"floor")}}{%endif%}{%if red is defined%},"rgb":"{{red}} {{green}} {{blue}}","hs":"{{hue}} {{sat}}"{%endif%}{%if effect is defined%},"effect":"{{effect}}"{%endif%}}',
    command_off_template: '{"turn":"off"}',
    state_template: '{%if value_json.ison%}on{%else%}off{%endif%}',
    brightness_template: '{{value_json.brightness|float|multiply(2.55)|round}}',
    color_temp_template: '{{((1000000/(value_json.temp|int,2700)|max)|round(0,"floor"))}}',
    red_template: '{{value_json.red}}',
    green_template: '{{value_json.green}}',
    blue_template: '{{value_json.blue}}',
    effect_list: ['Off', 'Flash'],
    effect_template: '{{value_json.effect}}',
    max_mireds: 370,
    min_mireds: 153,
    qos: '0',
  });

  test.each([
    [{ state: 'on' }, '{"turn":"on"}'],
    [{ state: 'off' }, '{"turn":"off"}'],
    [{ brightness: 50 }, '{"turn":"on","brightness":50}'],
    [{ color_temperature: 2702 }, '{"turn":"on","temp":2702}'],
    [{ color: '#ff8000' }, '{"turn":"on","rgb":"255 128 0","hs":"30.118 100.0"}'],
    [{ effect: 'Flash' }, '{"turn":"on","effect":"Flash"}'],
  ])('is sent for %j: %s', (wishes, payload) => {
    expect(sent(bulb, wishes)).toEqual([`shellies/bulb/light/0/set ${payload}`]);
  });

  test('is read back', () => {
    const status =
      '{"ison":true,"brightness":50,"temp":2700,"red":255,"green":128,"blue":0,"effect":"Flash"}';
    expect(heard(bulb, 'shellies/bulb/light/0/status', status)).toEqual({
      state: 'on',
      brightness: 50,
      color_temperature: 2703,
      color: '#ff8000',
      effect: 'Flash',
    });
    expect(heard(bulb, 'shellies/bulb/light/0/status', '{"ison":false}')).toMatchObject({
      state: 'off',
    });
  });

  test('is only read without both of its commands', () => {
    const light = built('light', {
      schema: 'template',
      command_topic: 'l/set',
      state_topic: 'l',
      command_on_template: 'on',
      state_template: '{{ value }}',
    });
    expect(aspects(light)).toEqual([]);
    expect(light.lacks).toEqual([
      'It has no "command_on_template" and "command_off_template", which it needs.',
    ]);
    expect(heard(light, 'l', 'on')).toEqual({ state: 'on' });
  });
});
