import { describe, expect, it } from 'vitest';
import { buildValve } from '../../../src/devices/components/valve.ts';
import { abilityOf, entityOf, sent, told } from './entity-of.ts';

const valve = (options: Readonly<Record<string, unknown>>) =>
  entityOf(buildValve, 'valve', { command_topic: 'v/set', state_topic: 'v', ...options });

describe('a valve that is open or closed', () => {
  it('is opened, closed and, if the publisher says how, stopped', () => {
    expect(sent(valve({}), { state: 'open' })).toEqual(['v/set OPEN']);
    expect(sent(valve({}), { state: 'closed' })).toEqual(['v/set CLOSE']);
    expect(abilityOf(valve({}), 'state')).toMatchObject({ options: ['open', 'closed'] });
    expect(sent(valve({ payload_stop: 'HALT' }), { state: 'stopped' })).toEqual(['v/set HALT']);
  });

  it('sends payloads by way of the template', () => {
    const entity = valve({ command_template: '{"do": "{{ value }}"}', payload_open: 1 });
    expect(sent(entity, { state: 'open' })).toEqual(['v/set {"do": "1"}']);
  });

  it('tells its state as a word or in JSON', () => {
    expect(told(valve({}), [['v', 'opening']])).toEqual({ state: 'opening' });
    expect(told(valve({}), [['v', '{"state": "closed"}']])).toEqual({ state: 'closed' });
    expect(told(valve({ state_open: 1 }), [['v', '1']])).toEqual({ state: 'open' });
    expect(told(valve({}), [['v', '{"position": 3}']])).toEqual({});
    expect(told(valve({}), [['v', 'None']])).toEqual({ state: null });
  });
});

describe('a valve that reports its position', () => {
  const reporting = (options: Readonly<Record<string, unknown>> = {}) =>
    valve({ reports_position: true, ...options });

  it('is sent numbers only', () => {
    expect(sent(reporting(), { position: 30 })).toEqual(['v/set 30']);
    expect(sent(reporting(), { state: 'open' })).toEqual(['v/set 100']);
    expect(sent(reporting({ position_open: 255 }), { position: 50 })).toEqual(['v/set 128']);
    expect(sent(reporting({ position_open: 0, position_closed: 10 }), { state: 'closed' })).toEqual(
      ['v/set 10'],
    );
  });

  it('still can be stopped', () => {
    const entity = reporting({ payload_stop: 'STOP' });
    expect(abilityOf(entity, 'state')).toMatchObject({ options: ['open', 'closed', 'stopped'] });
    expect(sent(entity, { state: 'stopped' })).toEqual(['v/set STOP']);
    expect(sent(entity, { state: 'closed' })).toEqual(['v/set 0']);
  });

  it('tells position and state as a number or in JSON', () => {
    expect(told(reporting(), [['v', '40']])).toEqual({ position: 40, state: 'open' });
    expect(told(reporting(), [['v', '0']])).toEqual({ position: 0, state: 'closed' });
    expect(told(reporting(), [['v', '{"state": "opening", "position": 10}']])).toEqual({
      position: 10,
      state: 'opening',
    });
    expect(told(reporting(), [['v', 'closing']])).toEqual({ state: 'closing' });
    expect(told(reporting(), [['v', '{"position": 150}']])).toMatchObject({ position: 100 });
  });

  it('judges opening as under way and forgives rounding', () => {
    expect(reporting().judge('state', 'open', 'opening')).toBe('underway');
    expect(reporting().judge('position', 30, 31)).toBe('done');
  });
});
