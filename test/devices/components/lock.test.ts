import { describe, expect, it } from 'vitest';
import { buildLock } from '../../../src/devices/components/lock.ts';
import { abilityOf, entityOf, sent, told } from './entity-of.ts';

const lock = (options: Readonly<Record<string, unknown>> = {}) =>
  entityOf(buildLock, 'lock', { command_topic: 'l/set', state_topic: 'l', ...options });

const ZWAVE = {
  command_topic: 'zwave/Front_door/targetMode/set',
  state_locked: 255,
  state_unlocked: 0,
  payload_lock: 255,
  payload_unlock: 0,
  value_template: '{{ value_json.value }}',
  state_topic: 'zwave/Front_door/currentMode',
};

describe('a lock', () => {
  it('is locked and unlocked with the payloads of its publisher', () => {
    expect(sent(lock(), { state: 'locked' })).toEqual(['l/set LOCK']);
    expect(sent(lock(ZWAVE), { state: 'unlocked' })).toEqual(['zwave/Front_door/targetMode/set 0']);
    expect(sent(lock(ZWAVE), { state: 'locked' })).toEqual(['zwave/Front_door/targetMode/set 255']);
  });

  it('offers to pull the latch only if it can', () => {
    expect(abilityOf(lock(), 'state')).toMatchObject({ options: ['locked', 'unlocked'] });
    expect(sent(lock({ payload_open: 'OPEN' }), { state: 'open' })).toEqual(['l/set OPEN']);
  });

  it('reads each of its states', () => {
    for (const state of [
      'locked',
      'locking',
      'unlocked',
      'unlocking',
      'open',
      'opening',
      'jammed',
    ]) {
      expect(told(lock(), [['l', state.toUpperCase()]])).toEqual({ state });
    }
    expect(told(lock(ZWAVE), [[ZWAVE.state_topic, '{"time": 1, "value": 255}']])).toEqual({
      state: 'locked',
    });
    expect(told(lock(), [['l', 'whatever']])).toEqual({});
    expect(told(lock(), [['l', 'None']])).toEqual({ state: null });
    expect(told(lock({ payload_reset: '-' }), [['l', '-']])).toEqual({ state: null });
  });

  it('is under way while the bolt moves', () => {
    expect(lock().judge('state', 'locked', 'locking')).toBe('underway');
    expect(lock().judge('state', 'locked', 'jammed')).toBe('not');
    expect(lock().judge('state', 'unlocked', 'unlocking')).toBe('underway');
    expect(lock().judge('state', 'unlocked', 'open')).toBe('done');
    expect(lock().judge('state', 'open', 'unlocked')).toBe('not');
    expect(lock().judge('state', 'locked', 'locked')).toBe('done');
  });
});

describe('a lock that takes a code', () => {
  const coded = lock({
    code_format: '^\\d{4}$',
    command_template: '{"action": "{{ value }}", "code": "{{ code }}"}',
  });

  it('says what a code looks like and sends it by way of the template', () => {
    expect(abilityOf(coded, 'code')).toMatchObject({ kind: 'text', pattern: '^\\d{4}$' });
    expect(sent(coded, { state: 'unlocked', code: '1234' })).toEqual([
      'l/set {"action": "UNLOCK", "code": "1234"}',
    ]);
  });

  it('does not become another command by its code', () => {
    const reason = sent(coded, { state: 'locked', code: '1","action":"UNLOCK' });
    expect(reason).toContain('does not work');
    const short = lock({ code_format: '.', command_template: '{{ code }};{{ value }}' });
    expect(sent(short, { state: 'locked', code: '1;UNLOCK' })).toContain('does not work');
    expect(sent(short, { state: 'locked', code: '12-3' })).toEqual(['l/set 12-3;LOCK']);
  });

  it('sends nothing without a code', () => {
    expect(sent(coded, { state: 'unlocked' })).toContain('It takes a code');
  });

  it('never tells a code', () => {
    expect(coded.facts.map(({ aspect }) => aspect)).toEqual(['state']);
  });
});
