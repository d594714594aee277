import { describe, expect, test } from 'vitest';
import { buildEntity, built, described, heard, isEntity, sent } from './describing.ts';

describe('a switch', () => {
  test('is sent booleans as zwave-js-ui takes them, and read back', () => {
    const plug = built('switch', {
      payload_off: false,
      payload_on: true,
      value_template: '{{ value_json.value }}',
      command_topic: 'zwave/plug/targetValue/set',
      state_topic: 'zwave/plug/currentValue',
    });
    expect(sent(plug, { state: 'on' })).toEqual(['zwave/plug/targetValue/set True']);
    expect(sent(plug, { state: 'off' })).toEqual(['zwave/plug/targetValue/set False']);
    const topic = 'zwave/plug/currentValue';
    expect(heard(plug, topic, '{"time":1,"value":true}')).toEqual({ state: 'on' });
    expect(heard(plug, topic, '{"time":1,"value":false}')).toEqual({ state: 'off' });
    expect(heard(plug, topic, '{"time":1}')).toEqual({});
    expect(heard(plug, topic, '{"value":null}')).toEqual({ state: null });
    expect(heard(plug, topic, 'on')).toEqual({});
  });

  test('tells its state in words of its own', () => {
    const discovery = built('switch', {
      command_topic: 'home/config',
      payload_on: '{"discovery":true,"save":true}',
      payload_off: '{"discovery":false,"save":true}',
      state_topic: 'home/state',
      state_on: true,
      state_off: false,
      value_template: '{{ value_json.discovery }}',
    });
    expect(sent(discovery, { state: 'on' })).toEqual([
      'home/config {"discovery":true,"save":true}',
    ]);
    expect(heard(discovery, 'home/state', '{"discovery":true}')).toEqual({ state: 'on' });
  });

  test('is asked for the property that its template reads', () => {
    const ask = (value_template: string, state_topic = 'zigbee2mqtt/EV charger') =>
      built('switch', { command_topic: 'z/set', state_topic, value_template }, 'Zigbee2MQTT')
        .facts[0]?.ask;
    expect(ask('{{ value_json["single_phase"] }}')).toEqual({
      topic: 'zigbee2mqtt/EV charger/get',
      payload: '{"single_phase":""}',
      qos: 1,
    });
    expect(ask('{{ value_json.state_left }}')?.payload).toBe('{"state_left":""}');
    expect(ask('{{ value }}')).toBeUndefined();
    expect(ask('{{ value_json.permit_join | lower }}', 'zigbee2mqtt/bridge/info')).toBeUndefined();
    expect(ask('{{ value_json.state }}', 'zigbee2mqtt/+')).toBeUndefined();
    const other = built('switch', { command_topic: 'z/set', state_topic: 'z' }, 'Tasmota');
    expect(other.facts[0]?.ask).toBeUndefined();
  });

  test('without a state topic is one that never tells', () => {
    const plug = built('switch', { command_topic: 'plug/set', optimistic: true });
    expect(plug.facts).toEqual([]);
    expect(sent(plug, { state: 'on' })).toEqual(['plug/set ON']);
  });

  test('that is said to be optimistic may be silent', () => {
    const topics = { command_topic: 'plug/set', state_topic: 'plug' };
    expect(built('switch', { ...topics, optimistic: 'true' }).silence).toBe('says nothing');
    for (const optimistic of [false, null])
      expect(built('switch', { ...topics, optimistic }).silence).toBeUndefined();
  });

  test('is commanded by its template', () => {
    const plug = built('switch', {
      command_topic: 'plug/set',
      command_template: '{"name":"{{ name }}","to":"{{ value }}"}',
    });
    expect(sent(plug, { state: 'off' })).toEqual(['plug/set {"name":"Lamp","to":"OFF"}']);
  });

  test.each([
    [{}],
    [{ command_topic: { a: 1 }, state_topic: ['a'] }],
    [{ command_topic: 'plug/#', state_topic: '#' }],
    [{ command_topic: 'plug/set', command_template: '{% if %}' }],
    [{ command_topic: 'plug/set', command_template: { a: 1 } }],
    [{ command_topic: 'x'.repeat(70_000) }],
    [{ state_topic: '+/+' }],
  ])('is left out with a reason if nothing of it can be used', (options) => {
    const left = buildEntity(described('switch', options));
    expect(isEntity(left)).toBe(false);
    expect(left).toMatchObject({ id: 'switch.lamp', name: 'Lamp' });
    expect((left as { reason: string }).reason).toMatch(/^It has neither .*\.$/);
  });

  test('is only read if it cannot be commanded', () => {
    const plug = built('switch', { command_topic: '$SYS/set', state_topic: '+/+/plug' });
    expect(plug.abilities).toEqual([]);
    expect(plug.lacks).toHaveLength(1);
    expect(plug.facts[0]?.filter).toBe('+/+/plug');
  });
});
