import { describe, expect, it } from 'vitest';
import { buildPress } from '../../../src/devices/components/press.ts';
import { built, describing, entityOf, sent } from './entity-of.ts';

describe('a button', () => {
  it('is pressed with the payload of its publisher', () => {
    const entity = entityOf(buildPress, 'button', { command_topic: 'b', payload_press: 'reboot' });
    expect(entity.abilities).toEqual([{ aspect: 'press', kind: 'press' }]);
    expect(sent(entity, { press: 'press' })).toEqual(['b reboot']);
  });

  it('is pressed with an empty payload if that is the one', () => {
    const entity = entityOf(buildPress, 'button', { command_topic: 'b', payload_press: '' });
    expect(sent(entity, { press: 'press' })).toEqual(['b ']);
  });

  it('is pressed with PRESS, and by way of a template', () => {
    expect(
      sent(entityOf(buildPress, 'button', { command_topic: 'b' }), { press: 'press' }),
    ).toEqual(['b PRESS']);
    const entity = entityOf(buildPress, 'button', {
      command_topic: 'b',
      command_template: '{"do": "{{ value }}"}',
    });
    expect(sent(entity, { press: 'press' })).toEqual(['b {"do": "PRESS"}']);
  });

  it('tells nothing, whatever its publisher sends', () => {
    const entity = entityOf(buildPress, 'button', { command_topic: 'b', state_topic: 'b/state' });
    expect(entity.facts).toEqual([]);
  });

  it('is left out without a topic that can be published to', () => {
    const broken = built(buildPress, describing('button', { command_topic: 'b/+' }));
    expect(broken).toMatchObject({ reason: expect.stringContaining('command_topic') });
  });
});

describe('a scene', () => {
  it('is begun with its payload', () => {
    expect(sent(entityOf(buildPress, 'scene', { command_topic: 's' }), { press: 'press' })).toEqual(
      ['s ON'],
    );
    const entity = entityOf(buildPress, 'scene', { command_topic: 's', payload_on: 'movie' });
    expect(sent(entity, { press: 'press' })).toEqual(['s movie']);
  });
});
