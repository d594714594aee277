import { describe, expect, test } from 'vitest';
import { built, heard, sent } from './describing.ts';

const TOPIC = 'zigbee2mqtt/Ceiling fan';
const ceiling = built(
  'fan',
  {
    command_topic: `${TOPIC}/set/fan_state`,
    state_topic: TOPIC,
    state_value_template: '{{ value_json.fan_state }}',
    percentage_command_template:
      "{{ {0:'off', 1:'low', 2:'medium', 3:'high', 4:'on'}[value] | default('') }}",
    percentage_command_topic: `${TOPIC}/set/fan_mode`,
    percentage_state_topic: TOPIC,
    percentage_value_template:
      "{{ {'off':0, 'low':1, 'medium':2, 'high':3, 'on':4}[value_json[\"fan_mode\"]] | default('None') }}",
    preset_mode_command_topic: `${TOPIC}/set/fan_mode`,
    preset_mode_state_topic: TOPIC,
    preset_mode_value_template:
      "{{ value_json[\"fan_mode\"] if value_json[\"fan_mode\"] in ['smart'] else 'None' | default('None') }}",
    preset_modes: ['smart'],
    speed_range_max: 4,
    speed_range_min: 1,
  },
  'Zigbee2MQTT',
);

describe('a fan with a few speeds, as zigbee2mqtt describes it', () => {
  test.each([
    [{ state: 'on' }, {}, ['fan_state ON']],
    [{ state: 'off' }, {}, ['fan_state OFF']],
    [{ speed: 0 }, {}, ['fan_mode off']],
    [{ speed: 1 }, {}, ['fan_mode low']],
    [{ speed: 50 }, {}, ['fan_mode medium']],
    [{ speed: 51 }, {}, ['fan_mode high']],
    [{ speed: 100 }, {}, ['fan_mode on']],
    [{ speed: 50 }, { state: 'on' }, ['fan_mode medium']],
    [{ speed: 50 }, { state: 'off' }, ['fan_state ON', 'fan_mode medium']],
    [{ speed: 0 }, { state: 'off' }, ['fan_mode off']],
    [{ state: 'on', speed: 75 }, {}, ['fan_state ON', 'fan_mode high']],
    [{ state: 'off', speed: 75 }, {}, ['fan_state OFF']],
    [{ preset: 'smart' }, {}, ['fan_mode smart']],
  ])('is sent for %j, known %j', (wishes, known, messages) => {
    expect(sent(ceiling, wishes, known)).toEqual(messages.map((one) => `${TOPIC}/set/${one}`));
  });

  test('tells its speed in per cent, or its preset', () => {
    expect(heard(ceiling, TOPIC, '{"fan_mode":"medium","fan_state":"ON"}')).toEqual({
      state: 'on',
      speed: 50,
      preset: null,
    });
    expect(heard(ceiling, TOPIC, '{"fan_mode":"smart","fan_state":"ON"}')).toEqual({
      state: 'on',
      speed: null,
      preset: 'smart',
    });
    expect(heard(ceiling, TOPIC, '{"fan_mode":"off","fan_state":"OFF"}')).toMatchObject({
      state: 'off',
      speed: 0,
    });
  });

  test('has come true at the speed that it was rounded up to', () => {
    expect(ceiling.judge('speed', 40, 50)).toBe('done');
    expect(ceiling.judge('speed', 50, 50)).toBe('done');
    expect(ceiling.judge('speed', 51, 50)).toBe('not');
    expect(ceiling.judge('speed', 0, 25)).toBe('not');
    expect(ceiling.judge('preset', 'smart', 'smart')).toBe('done');
  });

  test('can be asked', () => {
    expect(ceiling.facts.map(({ ask }) => ask?.payload)).toEqual([
      '{"fan_state":""}',
      '{"fan_mode":""}',
      '{"fan_mode":""}',
    ]);
  });
});

describe('a fan', () => {
  const fan = built('fan', {
    command_topic: 'fan/on/set',
    state_topic: 'fan/on',
    percentage_command_topic: 'fan/speed/set',
    percentage_state_topic: 'fan/speed',
    speed_range_min: 1,
    speed_range_max: '254',
    oscillation_command_topic: 'fan/swing/set',
    oscillation_state_topic: 'fan/swing',
    payload_oscillation_off: false,
    direction_command_topic: 'fan/direction/set',
    direction_state_topic: 'fan/direction',
  });

  test('swings, turns and runs at any speed', () => {
    expect(sent(fan, { oscillation: 'on' })).toEqual(['fan/swing/set oscillate_on']);
    expect(sent(fan, { oscillation: 'off' })).toEqual(['fan/swing/set False']);
    expect(sent(fan, { direction: 'reverse' })).toEqual(['fan/direction/set reverse']);
    expect(sent(fan, { speed: 33 })).toEqual(['fan/speed/set 84']);
    expect(heard(fan, 'fan/swing', 'oscillate_on')).toEqual({ oscillation: 'on' });
    expect(heard(fan, 'fan/direction', 'sideways')).toEqual({});
    expect(heard(fan, 'fan/speed', '84')).toEqual({ speed: 33 });
    expect(heard(fan, 'fan/speed', '-9')).toEqual({});
    expect(heard(fan, 'fan/speed', 'None')).toEqual({ speed: null });
    expect(fan.judge('speed', 33, 34)).toBe('done');
    expect(fan.judge('speed', 33, 35)).toBe('not');
  });

  test('that knows one speed only runs at it, or not at all', () => {
    const one = built('fan', {
      percentage_command_topic: 'f',
      percentage_state_topic: 's',
      speed_range_max: 1,
    });
    expect(sent(one, { speed: 30 })).toEqual(['f 1']);
    expect(sent(one, { speed: 0 })).toEqual(['f 0']);
    expect(heard(one, 's', '1')).toEqual({ speed: 100 });
    expect(one.judge('speed', 30, 100)).toBe('done');
    expect(one.lacks).toEqual([]);
  });

  test.each([
    [0, 10],
    [6, 5],
    [1.5, 10],
    ['x', -3],
  ])(
    'with the range of speeds %j to %j has an ordinary one',
    (speed_range_min, speed_range_max) => {
      const odd = built('fan', { percentage_command_topic: 'f', speed_range_min, speed_range_max });
      expect(sent(odd, { speed: 40 })).toEqual(['f 40']);
      expect(odd.lacks.at(-1)).toBe('Its range of speeds makes no sense: 1 to 100 is taken.');
    },
  );
});
