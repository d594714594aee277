import { describe, expect, it } from 'vitest';
import { buildNumber } from '../../../src/devices/components/number.ts';
import { buildSelect } from '../../../src/devices/components/select.ts';
import { buildText } from '../../../src/devices/components/text.ts';
import { abilityOf, entityOf, sent, told } from './entity-of.ts';

describe('a number', () => {
  const number = (options: Readonly<Record<string, unknown>> = {}) =>
    entityOf(buildNumber, 'number', { command_topic: 'n/set', state_topic: 'n', ...options });

  it('is sent without a fraction where it has none', () => {
    expect(sent(number(), { value: 21 })).toEqual(['n/set 21']);
    expect(sent(number(), { value: 21.5 })).toEqual(['n/set 21.5']);
  });

  it('is a whole number for the template too', () => {
    const entity = number({ command_template: '{"interval":{{value*1000}},"save":true}' });
    expect(sent(entity, { value: 5 })).toEqual(['n/set {"interval":5000,"save":true}']);
  });

  it('has the range, step and unit of its publisher, or the usual ones', () => {
    expect(abilityOf(number(), 'value')).toEqual({
      aspect: 'value',
      kind: 'number',
      min: 1,
      max: 100,
      step: 1,
    });
    const delta = { min: -5, max: 5, step: 0.1, unit_of_measurement: '°C' };
    expect(abilityOf(number(delta), 'value')).toMatchObject({
      min: -5,
      max: 5,
      step: 0.1,
      unit: '°C',
    });
  });

  it('has steps that are round, where its publisher does not say at what it begins', () => {
    expect(abilityOf(number({ step: 5 }), 'value')).toMatchObject({ min: 5, max: 100, step: 5 });
    expect(abilityOf(number({ step: 5, min: 1 }), 'value')).toMatchObject({ min: 1 });
    expect(abilityOf(number({ step: 0.5 }), 'value')).toMatchObject({ min: 1 });
    expect(abilityOf(number({ step: 200 }), 'value')).toMatchObject({ min: 1 });
  });

  it('is told as a number, beyond its range too, as that is what the device says', () => {
    expect(told(number(), [['n', '42']])).toEqual({ value: 42 });
    expect(told(number(), [['n', '420.5']])).toEqual({ value: 420.5 });
    expect(told(number(), [['n', 'much']])).toEqual({});
    expect(told(number(), [['n', 'None']])).toEqual({ value: null });
    expect(told(number({ payload_reset: 'off' }), [['n', 'off']])).toEqual({ value: null });
  });

  it('judges by its step', () => {
    expect(number({ step: 0.1 }).judge('value', 0.3, 0.30000000000000004)).toBe('done');
    expect(number({ step: 10 }).judge('value', 50, 46)).toBe('not');
  });

  it('cannot be set in an empty range', () => {
    const entity = number({ min: 10, max: 5 });
    expect(entity.abilities).toEqual([]);
    expect(entity.lacks).toHaveLength(1);
  });
});

describe('a select', () => {
  const select = (options: Readonly<Record<string, unknown>> = {}) =>
    entityOf(buildSelect, 'select', {
      command_topic: 's/set',
      state_topic: 's',
      options: ['off', 'on', 'toggle', 3, true],
      ...options,
    });

  it('offers its options, which need not be texts', () => {
    expect(abilityOf(select(), 'value')).toMatchObject({
      options: ['off', 'on', 'toggle', '3', 'True'],
    });
    const entity = select({ command_template: '{"options": {"level": "{{ value }}"}}' });
    expect(sent(entity, { value: 'toggle' })).toEqual(['s/set {"options": {"level": "toggle"}}']);
  });

  it('tells one of its options, or that it is not known', () => {
    expect(told(select(), [['s', '3']])).toEqual({ value: '3' });
    expect(told(select(), [['s', 'none']])).toEqual({ value: null });
    expect(told(select({ options: ['none', 'all'] }), [['s', 'none']])).toEqual({ value: 'none' });
    expect(told(select(), [['s', 'what']])).toEqual({});
  });

  it('can only be asked about without options', () => {
    const entity = select({ options: [] });
    expect(entity.abilities).toEqual([]);
    expect(entity.lacks).toEqual(['It has no options to choose from.']);
  });
});

describe('a text', () => {
  const text = (options: Readonly<Record<string, unknown>> = {}) =>
    entityOf(buildText, 'text', { command_topic: 't/set', state_topic: 't', ...options });

  it('is sent as it is', () => {
    expect(sent(text(), { value: 'Grüße, "you"' })).toEqual(['t/set Grüße, "you"']);
  });

  it.each([
    ['{"message":"{{ value }}"}', 'hi","state":"UNLOCK'],
    ['{"state":"LOCK","message":"{{ value }}"}', 'hi","state":"UNLOCK'],
    ['{"message":"{{ value }}","state":"LOCK"}', 'hi","state":"UNLOCK'],
    ['{"message":"{{ value }}","state":"LOCK"}', 'hi","state":"UNLOCK","x":{"y":"'],
    ['{"message":"{{ value }}","state":"LOCK"}', 'hi\\'],
    ['{"a":"{{ value }}","state":"LOCK","b":"{{ value }}"}', '","b":{"a":"'],
    ['{"message":"{{ value }}"}', '\\","state":"UNLOCK'],
    ['{"message":"{{ value }}"}', '\\u0022'],
    ['{"message":{{ value }}}', '1,"state":"UNLOCK"'],
    ['{"message":{{ value }}}', '{"state":"UNLOCK"}'],
    ['{"message":{{ value }}}', 'hello'],
    ['{"{{ value }}":"","state":"LOCK"}', 'state'],
    ['["say","{{ value }}"]', 'hi","unlock'],
    ['{{ {"payload": "{\\"message\\":\\"" ~ value ~ "\\"}"} | tojson }}', 'hi","state":"UNLOCK'],
    ['{% if value == "a" %}x{% else %}{"message":"{{ value }}"}{% endif %}', 'hi","state":"UNLOCK'],
    ['{{ value }};LOCK', 'hi;UNLOCK'],
    ['LOCK {{ value }} now', 'hi UNLOCK'],
    ['Backlog Text {{ value }}', 'hi; Power1 1'],
    ['"{{ value }}"', 'hi" "UNLOCK'],
    ['say={{ value }}', 'hi&state=UNLOCK'],
    ['{{ value | urlencode }}&state=LOCK', 'hi&state=UNLOCK'],
    ['{"message":"{{ value }}"}', 'hi\u{f0022},\u{f0022}state'],
  ])('that would break out of %s is not sent', (command_template, value) => {
    const reason = sent(text({ command_template }), { value });
    expect(reason).toBe(
      'This text cannot be sent in the way that its publisher describes. Letters and digits go.',
    );
  });

  it.each([
    [
      '{"message":"{{ value }}"}',
      'Dinner: at 7, [soon] {or} not!',
      '{"message":"Dinner: at 7, [soon] {or} not!"}',
    ],
    [
      '{"message":{{ value | tojson }},"n":1}',
      'say "hi", \\o/',
      '{"message":"say \\"hi\\", \\\\o/","n":1}',
    ],
    ['{"message":"{{ value | upper }}"}', 'hi', '{"message":"HI"}'],
    ['{"message":{{ value }}}', '12.5', '{"message":12.5}'],
    ['{{ value }}', '{"any":"thing"}', '{"any":"thing"}'],
    ['SAY {{ value }}', 'Grüße, all of you!', 'SAY Grüße, all of you!'],
    ['{{ value }};LOCK', 'hello', 'hello;LOCK'],
  ])('goes by way of %s as long as it stays a text', (command_template, value, payload) => {
    expect(sent(text({ command_template }), { value })).toEqual([`t/set ${payload}`]);
  });

  it('has the lengths and the pattern of its publisher', () => {
    expect(abilityOf(text({ min: 2, max: 9, pattern: '^a' }), 'value')).toEqual({
      aspect: 'value',
      kind: 'text',
      minLength: 2,
      maxLength: 9,
      pattern: '^a',
    });
    expect(abilityOf(text({ max: 10_000 }), 'value')).toMatchObject({
      minLength: 0,
      maxLength: 255,
    });
  });

  it('is never told if it is a password', () => {
    const entity = text({ mode: 'password' });
    expect(entity.facts).toEqual([]);
    expect(abilityOf(entity, 'value')).toBeDefined();
    expect(told(text(), [['t', 'hello']])).toEqual({ value: 'hello' });
  });
});
