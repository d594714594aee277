import { describe, expect, test } from 'vitest';
import { aspects, built, heard, refused, sent } from './describing.ts';

describe('a siren', () => {
  test('is sent JSON, and tells JSON', () => {
    const siren = built('siren', {
      command_topic: 'siren/set',
      state_topic: 'siren',
      available_tones: ['ping', 'siren'],
    });
    expect(aspects(siren)).toEqual(['state', 'tone', 'duration', 'volume']);
    expect(sent(siren, { state: 'on' })).toEqual(['siren/set {"state":"ON"}']);
    expect(sent(siren, { state: 'off' })).toEqual(['siren/set {"state":"OFF"}']);
    expect(sent(siren, { volume: 50, tone: 'ping', duration: 10 })).toEqual([
      'siren/set {"state":"ON","tone":"ping","duration":10,"volume_level":0.5}',
    ]);
    expect(refused(siren, { state: 'off', tone: 'ping' })).toContain('not both');
    const told = '{"state":"ON","tone":"ping","duration":10,"volume_level":0.5}';
    expect(heard(siren, 'siren', told)).toEqual({
      state: 'on',
      tone: 'ping',
      duration: 10,
      volume: 50,
    });
    expect(heard(siren, 'siren', 'OFF')).toEqual({ state: 'off' });
    expect(heard(siren, 'siren', 'None')).toMatchObject({ state: null });
    expect(heard(siren, 'siren', '{"state":null,"volume_level":7}')).toEqual({ state: null });
    expect(heard(siren, 'siren', '{}')).toEqual({});
    expect(siren.judge('volume', 50, 51)).toBe('done');
    expect(siren.judge('tone', 'ping', 'siren')).toBe('not');
  });

  test('is sent what zigbee2mqtt asks for', () => {
    const siren = built(
      'siren',
      {
        available_tones: ['burglar', 'fire', 'emergency'],
        command_off_template: '{"warning": {"mode": "stop"}}',
        command_template:
          '{"warning": {"mode": "{{ tone | default(\'emergency\') }}", "level": "{% if volume_level is defined %}{% if volume_level | float <= 0.25 %}low{% elif volume_level | float <= 0.5 %}medium{% elif volume_level | float <= 0.75 %}high{% else %}very_high{% endif %}{% else %}medium{% endif %}", "duration": {{ duration | default(10) }}}}',
        command_topic: 'zigbee2mqtt/Hall siren/set',
        optimistic: true,
      },
      'Zigbee2MQTT',
    );
    const set = 'zigbee2mqtt/Hall siren/set';
    expect(siren.facts).toEqual([]);
    expect(sent(siren, { state: 'on' })).toEqual([
      `${set} {"warning": {"mode": "emergency", "level": "medium", "duration": 10}}`,
    ]);
    expect(sent(siren, { state: 'on', tone: 'fire', volume: 100, duration: 3 })).toEqual([
      `${set} {"warning": {"mode": "fire", "level": "very_high", "duration": 3}}`,
    ]);
    expect(sent(siren, { state: 'off' })).toEqual([`${set} {"warning": {"mode": "stop"}}`]);
  });

  test('is switched off by the template that switches it on, if that is the only one', () => {
    const siren = built('siren', {
      command_topic: 's/set',
      command_template: 'CMD: {{ value }}, T: {{ tone }}',
      support_duration: false,
      support_volume_set: false,
    });
    expect(aspects(siren)).toEqual(['state']);
    expect(sent(siren, { state: 'off' })).toEqual(['s/set CMD: OFF, T:']);
  });

  test('cannot be commanded if one of its templates is not understood', () => {
    const siren = built('siren', {
      command_topic: 's/set',
      state_topic: 's',
      command_off_template: '{{ nothing |',
    });
    expect(siren.abilities).toEqual([]);
    expect(siren.lacks).toHaveLength(1);
  });
});
