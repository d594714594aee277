import { describe, expect, test } from 'vitest';
import { built, heard, sent } from './describing.ts';

const options = {
  command_topic: 'h/on/set',
  state_topic: 'h/on',
  target_humidity_command_topic: 'h/target/set',
  target_humidity_state_topic: 'h/target',
  target_humidity_command_template: '{"target":{{ value }}}',
  target_humidity_state_template: '{{ value_json.target }}',
  mode_command_topic: 'h/mode/set',
  mode_state_topic: 'h/mode',
  modes: ['normal', 'eco'],
  min_humidity: 30,
  max_humidity: '80',
  current_humidity_topic: 'h/now',
  action_topic: 'h/action',
};

describe('a humidifier', () => {
  const humidifier = built('humidifier', options);

  test('offers what it can', () => {
    expect(humidifier.abilities).toEqual([
      { aspect: 'state', kind: 'choice', options: ['on', 'off'] },
      { aspect: 'humidity', kind: 'number', min: 30, max: 80, step: 1, unit: '%' },
      { aspect: 'mode', kind: 'choice', options: ['normal', 'eco'] },
    ]);
  });

  test.each([
    [{ state: 'on' }, ['h/on/set ON']],
    [{ state: 'off' }, ['h/on/set OFF']],
    [{ humidity: 55 }, ['h/target/set {"target":55}']],
    [{ mode: 'eco' }, ['h/mode/set eco']],
    [
      { humidity: 60, mode: 'normal', state: 'on' },
      ['h/on/set ON', 'h/mode/set normal', 'h/target/set {"target":60}'],
    ],
  ])('is sent for %j: %j', (wishes, messages) => {
    expect(sent(humidifier, wishes)).toEqual(messages);
  });

  test('tells what it does', () => {
    expect(heard(humidifier, 'h/on', 'OFF')).toEqual({ state: 'off' });
    expect(heard(humidifier, 'h/target', '{"target":54.7}')).toEqual({ humidity: 55 });
    expect(heard(humidifier, 'h/mode', 'eco')).toEqual({ mode: 'eco' });
    expect(heard(humidifier, 'h/mode', 'None')).toEqual({ mode: null });
    expect(heard(humidifier, 'h/mode', 'turbo')).toEqual({});
    expect(heard(humidifier, 'h/now', '47.5')).toEqual({ current_humidity: 47.5 });
    expect(heard(humidifier, 'h/now', '200')).toEqual({});
    expect(heard(humidifier, 'h/action', 'drying')).toEqual({ action: 'drying' });
    expect(humidifier.judge('humidity', 55, 56)).toBe('done');
    expect(humidifier.judge('humidity', 55, 60)).toBe('not');
  });

  test('with a range that makes no sense has the whole one', () => {
    const odd = built('humidifier', { ...options, min_humidity: 90, max_humidity: 10 });
    expect(odd.abilities[1]).toMatchObject({ min: 0, max: 100 });
    expect(odd.lacks).toHaveLength(1);
  });
});
