import { describe, expect, it } from 'vitest';
import { buildLawnMower } from '../../../src/devices/components/lawn-mower.ts';
import { buildVacuum } from '../../../src/devices/components/vacuum.ts';
import { abilityOf, built, describing, entityOf, sent, told } from './entity-of.ts';

const vacuum = (options: Readonly<Record<string, unknown>> = {}) =>
  entityOf(buildVacuum, 'vacuum', {
    command_topic: 'robot/command',
    state_topic: 'robot/state',
    ...options,
  });

describe('a vacuum cleaner', () => {
  it('is started, stopped and sent home', () => {
    expect(sent(vacuum(), { state: 'cleaning' })).toEqual(['robot/command start']);
    expect(sent(vacuum(), { state: 'idle' })).toEqual(['robot/command stop']);
    expect(sent(vacuum({ payload_return_to_base: 'HOME' }), { state: 'docked' })).toEqual([
      'robot/command HOME',
    ]);
    expect(sent(vacuum(), { command: 'clean_spot' })).toEqual(['robot/command clean_spot']);
  });

  it('offers the features that its publisher lists', () => {
    const entity = vacuum({
      supported_features: ['start', 'pause', 'locate', 'fan_speed'],
      set_fan_speed_topic: 'robot/fan',
      fan_speed_list: ['low', 'max'],
    });
    expect(abilityOf(entity, 'state')).toMatchObject({ options: ['cleaning', 'paused'] });
    expect(abilityOf(entity, 'command')).toMatchObject({ options: ['locate'] });
    expect(sent(entity, { fan_speed: 'max', state: 'cleaning' })).toEqual([
      'robot/fan max',
      'robot/command start',
    ]);
  });

  it('offers the features of a sum of numbers', () => {
    const entity = vacuum({ supported_features: 8192 + 16 + 512 });
    expect(abilityOf(entity, 'state')).toMatchObject({ options: ['cleaning', 'docked'] });
    expect(abilityOf(entity, 'command')).toMatchObject({ options: ['locate'] });
  });

  it('has the usual features if none are listed', () => {
    expect(abilityOf(vacuum(), 'state')).toMatchObject({ options: ['cleaning', 'docked', 'idle'] });
    expect(abilityOf(vacuum(), 'fan_speed')).toBeUndefined();
  });

  it('tells state, battery and fan speed in one JSON object', () => {
    const message = '{"state": "returning", "battery_level": 63, "fan_speed": "max"}';
    expect(told(vacuum(), [['robot/state', message]])).toEqual({
      state: 'returning',
      battery: 63,
      fan_speed: 'max',
    });
    expect(told(vacuum(), [['robot/state', '{"state": null}']])).toEqual({ state: null });
    expect(told(vacuum(), [['robot/state', '{"state": "dancing"}']])).toEqual({});
    expect(told(vacuum(), [['robot/state', 'cleaning']])).toEqual({});
  });

  it('is on its way while it returns', () => {
    expect(vacuum().judge('state', 'docked', 'returning')).toBe('underway');
    expect(vacuum().judge('state', 'cleaning', 'returning')).toBe('not');
    expect(vacuum().judge('state', 'cleaning', 'cleaning')).toBe('done');
  });

  it('is left out if it is described in the way that was given up', () => {
    const legacy = describing('vacuum', { schema: 'legacy', command_topic: 'robot/command' });
    expect(built(buildVacuum, legacy)).toMatchObject({ id: 'vacuum.thing' });
    expect(built(buildVacuum, legacy)).toHaveProperty('reason');
  });
});

describe('a lawn mower', () => {
  const mower = entityOf(buildLawnMower, 'lawn_mower', {
    activity_state_topic: 'mower',
    activity_value_template: '{{ value_json.activity }}',
    start_mowing_command_topic: 'mower/set',
    start_mowing_command_template: '{"activity": "{{ value }}"}',
    dock_command_topic: 'mower/dock',
  });

  it('does what it has topics for', () => {
    expect(abilityOf(mower, 'state')).toMatchObject({ options: ['mowing', 'docked'] });
    expect(sent(mower, { state: 'mowing' })).toEqual(['mower/set {"activity": "start_mowing"}']);
    expect(sent(mower, { state: 'docked' })).toEqual(['mower/dock dock']);
  });

  it('tells what it does', () => {
    expect(told(mower, [['mower', '{"activity": "returning"}']])).toEqual({ state: 'returning' });
    expect(told(mower, [['mower', '{"activity": "none"}']])).toEqual({ state: null });
    expect(mower.judge('state', 'docked', 'returning')).toBe('underway');
  });
});
