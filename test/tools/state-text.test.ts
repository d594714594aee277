import { describe, expect, test } from 'vitest';
import { saysTheSame, stateText } from '../../src/tools/state-text.ts';

describe('what a device says of its state', () => {
  test.each([
    [undefined, ' ON\n', 'ON'],
    ['{{ value_json.state }}', '{"state":"ON","brightness":5}', 'ON'],
    ['{{ value_json.brightness }}', '{"brightness":5}', '5'],
    ['{{ value | lower }}', 'ON', 'on'],
    ["{{ 'on' if value_json.output else 'off' }}", '{"output":true}', 'on'],
    ['{{ value_json.POWER1 }}', '{"POWER2":"ON"}', undefined],
    ['{{ value_json.state }}', 'no JSON', undefined],
    ['{{ value_json.state }}', '{"state":""}', undefined],
  ])('is read by %s from %s', (template, payload, state) => {
    const read = stateText(template);
    expect(read.state === 'right' && read.read(payload)).toBe(state);
  });

  test.each([
    ['{{ value', 'holds a {{ that no }} closes'],
    ['{{ valu_json.x }}', expect.stringContaining('did you mean "value_json"?')],
    ['{{ value_json.x | nope }}', expect.stringMatching(/^is not understood: /)],
  ])('is not read by what is no template: %s', (template, fault) => {
    expect(stateText(template)).toEqual({ state: 'wrong', faults: [fault] });
  });

  test.each([
    ['ON', 'ON', true],
    [' ON ', 'ON', true],
    ['on', 'ON', false],
    ['50', '50.0', true],
    ['50', '51', false],
    ['', '0', false],
    ['0x10', '16', false],
    ['True', 'true', true],
    ['true', 'false', false],
    ['{"b":1, "a":[1,2]}', '{"a":[1,2],"b":1}', true],
    ['{"a":[2,1]}', '{"a":[1,2]}', false],
    ['{ no JSON', '{ nor this', false],
    ['{"a":1}', 'a', false],
  ])('is what was expected, or not: %s and %s', (heard, expected, same) => {
    expect(saysTheSame(heard, expected)).toBe(same);
  });
});
