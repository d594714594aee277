import { describe, expect, it } from 'vitest';
import { buildAlarm } from '../../../src/devices/components/alarm.ts';
import { abilityOf, entityOf, sent, told } from './entity-of.ts';

const panel = (options: Readonly<Record<string, unknown>> = {}) =>
  entityOf(buildAlarm, 'alarm_control_panel', {
    command_topic: 'a/set',
    state_topic: 'a',
    ...options,
  });

describe('an alarm panel', () => {
  it('sends an action for each state', () => {
    expect(sent(panel(), { state: 'armed_away' })).toEqual(['a/set ARM_AWAY']);
    expect(sent(panel(), { state: 'disarmed' })).toEqual(['a/set DISARM']);
    expect(sent(panel({ payload_arm_home: 'stay' }), { state: 'armed_home' })).toEqual([
      'a/set stay',
    ]);
  });

  it('offers what the publisher supports, and disarming always', () => {
    expect(abilityOf(panel({ supported_features: ['arm_home'] }), 'state')).toMatchObject({
      options: ['disarmed', 'armed_home'],
    });
    expect(abilityOf(panel(), 'state')).toHaveProperty('options.length', 7);
  });

  it('reads its states and nothing else', () => {
    expect(told(panel(), [['a', 'armed_night']])).toEqual({ state: 'armed_night' });
    expect(told(panel(), [['a', 'pending']])).toEqual({ state: 'pending' });
    expect(told(panel(), [['a', 'None']])).toEqual({ state: null });
    expect(told(panel(), [['a', 'ARMED']])).toEqual({});
  });

  it('is under way while it arms', () => {
    expect(panel().judge('state', 'armed_away', 'arming')).toBe('underway');
    expect(panel().judge('state', 'armed_away', 'pending')).toBe('underway');
    expect(panel().judge('state', 'disarmed', 'disarming')).toBe('underway');
    expect(panel().judge('state', 'disarmed', 'pending')).toBe('not');
    expect(panel().judge('state', 'armed_away', 'armed_away')).toBe('done');
    expect(panel().judge('state', 'armed_away', 'armed_home')).toBe('not');
  });
});

describe('the code of an alarm panel', () => {
  const remote = panel({
    code: 'REMOTE_CODE',
    command_template: '{"action": "{{ action }}", "code": "{{ code }}"}',
  });

  it('goes to a panel that checks it itself', () => {
    expect(abilityOf(remote, 'code')).toMatchObject({ pattern: '^\\d+$' });
    expect(sent(remote, { state: 'disarmed', code: '0815' })).toEqual([
      'a/set {"action": "DISARM", "code": "0815"}',
    ]);
    expect(sent(remote, { state: 'disarmed' })).toContain('It takes a code');
  });

  it('may be letters where the publisher says so', () => {
    expect(abilityOf(panel({ code: 'REMOTE_CODE_TEXT' }), 'code')).not.toHaveProperty('pattern');
  });

  it('is not disarmed by a code that is more than a code', () => {
    const template = '{ "action": "{{ action }}", "code": "{{ code }}" }';
    const alarm = panel({ code: 'REMOTE_CODE_TEXT', command_template: template });
    expect(sent(alarm, { state: 'armed_home', code: '1", "action": "DISARM' })).toContain(
      'does not work',
    );
  });

  it('is checked here where the publisher tells it, and never told on', () => {
    const local = panel({ code: '9876' });
    expect(sent(local, { state: 'disarmed', code: '9876' })).toEqual(['a/set DISARM']);
    expect(sent(local, { state: 'disarmed', code: '1111' })).toBe(
      'The code is not right. Nothing was sent.',
    );
    expect(JSON.stringify(local)).not.toContain('9876');
  });

  it('is not asked for where it is not required', () => {
    const easy = panel({ code: '9876', code_arm_required: false });
    expect(sent(easy, { state: 'armed_home' })).toEqual(['a/set ARM_HOME']);
    expect(sent(easy, { state: 'disarmed' })).toContain('It takes a code');
    expect(sent(panel({ code: '1', code_disarm_required: false }), { state: 'disarmed' })).toEqual([
      'a/set DISARM',
    ]);
  });
});
