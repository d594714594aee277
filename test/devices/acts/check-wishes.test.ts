import { describe, expect, test } from 'vitest';
import { checkWishes } from '../../../src/devices/acts/check-wishes.ts';
import type { Ability, Value } from '../../../src/devices/entity.ts';
import { entity } from './simulated-home.ts';

const mode: Ability = {
  aspect: 'mode',
  kind: 'choice',
  options: ['heat', 'fan_only', 'Éco', '智能', '+', '-'],
};
const temperature: Ability = {
  ...{ aspect: 'temperature', kind: 'number', min: 5, max: 30, step: 0.5 },
  unit: '°C',
} as const;
const color: Ability = { aspect: 'color', kind: 'color' };
const text: Ability = { aspect: 'value', kind: 'text', minLength: 1, maxLength: 5 };
const press: Ability = { aspect: 'press', kind: 'press' };

describe('a wish', () => {
  test.each<[Ability, Value, Value]>([
    [mode, 'heat', 'heat'],
    [mode, 'Heat', 'heat'],
    [mode, ' fan only ', 'fan_only'],
    [mode, 'FanOnly', 'fan_only'],
    [mode, 'eco', 'Éco'],
    [mode, '智能', '智能'],
    [mode, '+', '+'],
    [mode, '-', '-'],
    [temperature, 21, 21],
    [temperature, 21.3, 21.5],
    [temperature, '21,5', 21.5],
    [temperature, ' 30 ', 30],
    [{ aspect: 'temperature', kind: 'number', min: 0, max: 1, step: 0.1 }, 0.3, 0.3],
    [{ aspect: 'temperature', kind: 'number', min: 0, max: 10, step: 4 }, 10, 8],
    [{ aspect: 'temperature', kind: 'number', min: 0, max: 10, step: 0 }, 2.34567, 2.34567],
    [{ aspect: 'temperature', kind: 'number', min: 1, max: 100, step: 5 }, 60, 60],
    [{ aspect: 'temperature', kind: 'number', min: 1, max: 100, step: 5 }, 62, 61],
    [color, '#FF8800', '#ff8800'],
    [color, 'f80', '#ff8800'],
    [text, 'hallo', 'hallo'],
    [text, '🙂🙂🙂🙂🙂', '🙂🙂🙂🙂🙂'],
    [{ ...text, pattern: '\\d{4}' }, '1234', '1234'],
    [{ ...text, pattern: '(?i)[a-f]+$' }, 'ABC', 'ABC'],
    [{ ...text, pattern: '(?P<digits>\\d)' }, '1', '1'],
    [press, 'Press', 'press'],
  ])('for %j: %j is %j', (ability, wanted, right) => {
    expect(check(ability, wanted)).toEqual({
      result: 'right',
      wishes: new Map([[ability.aspect, right]]),
    });
  });

  test.each<[Ability, Value, string]>([
    [
      mode,
      'cool',
      'there is no "mode" "cool"; there is: "heat", "fan_only", "Éco", "智能", "+" and "-".',
    ],
    [mode, '', 'there is no "mode"'],
    [mode, '*', 'there is no "mode"'],
    [{ ...mode, options: ['Auto', 'AUTO'] } as Ability, 'auto', 'there is: "Auto" and "AUTO"'],
    [temperature, 99, '"temperature" must be a number from 5 to 30 °C, not "99".'],
    [temperature, 4.99, 'from 5 to 30 °C'],
    [temperature, Number.NaN, 'from 5 to 30 °C'],
    [temperature, Number.POSITIVE_INFINITY, 'from 5 to 30 °C'],
    [temperature, 'warm', 'not "warm"'],
    [temperature, '1e1', 'not "1e1"'],
    [temperature, '0x10', 'not "0x10"'],
    [{ aspect: 'x', kind: 'number', min: 5, max: 1, step: 1 }, 3, 'not understood'],
    [{ aspect: 'x', kind: 'number', min: Number.NaN, max: 1, step: 1 }, 3, 'not understood'],
    [color, 'red', 'written like #ff0000'],
    [text, '', 'must have 1 to 5 characters'],
    [text, 'too long', 'must have 1 to 5 characters'],
    [text, 'a\nb', 'without control characters'],
    [text, '\ud800', 'without control characters'],
    [{ ...text, pattern: '^\\d{4}$' }, '123', 'has not the form'],
    [{ ...text, pattern: '(' }, '123', 'not understood'],
    [press, 'twice', 'can only be pressed'],
  ])('for %j may not be %j', (ability, wanted, words) => {
    const checked = check(ability, wanted);
    expect(checked.result === 'wrong' && checked.reason).toContain(words);
  });

  test.each(['1","action":"UNLOCK', '1;2', '1,2', "1'", '1\u20282', '1{2}'])(
    'as a code may not be %j, whatever its pattern allows',
    (wanted) => {
      const code: Ability = { ...text, maxLength: 100, aspect: 'code', pattern: '.' } as Ability;
      expect(check(code, wanted).result).toBe('wrong');
      expect(JSON.stringify(check(code, wanted))).not.toContain(wanted);
    },
  );

  test.each(['1234', '*12#', 'Möwe 7', 'a+b-c_d.e'])('as a code may be %j', (wanted) => {
    const code: Ability = { ...text, maxLength: 100, aspect: 'code' } as Ability;
    expect(check(code, wanted)).toMatchObject({ result: 'right' });
  });

  test('that is not in the form of a code does not show the code', () => {
    const code: Ability = { ...text, aspect: 'code', pattern: '^\\d{4}$' } as Ability;
    expect(JSON.stringify(check(code, 'abcde'))).not.toContain('abcde');
  });

  test('for what the entity does not have says what it can do', () => {
    const checked = checkWishes(
      entity({ id: 'x', abilities: [mode, temperature, color] }),
      new Map([['humidity', 4]]),
    );
    expect(checked.result === 'wrong' && checked.reason).toBe(
      '"x" cannot do "humidity". It can do: mode ("heat", "fan_only", "Éco", "智能", "+" and "-"), temperature (from 5 to 30 °C) and color.',
    );
  });

  test('for an entity that can only be asked about says so', () => {
    const checked = checkWishes(entity({ id: 'x', abilities: [] }), new Map([['state', 'on']]));
    expect(checked.result === 'wrong' && checked.reason).toContain('can only be asked about');
  });

  test('for nothing is none', () => {
    expect(checkWishes(entity({ id: 'x' }), new Map()).result).toBe('wrong');
  });

  test('is checked in short time against a pattern that takes for ever', () => {
    const slow: Ability = { ...text, maxLength: 255, pattern: '^(a+)+$' } as Ability;
    const checked = check(slow, `${'a'.repeat(200)}b`);
    expect(checked.result === 'wrong' && checked.reason).toContain('not understood');
  });

  test('is checked against a pattern that cannot do anything else', () => {
    const sly = { ...text, pattern: '"+globalThis.process.exit()+"' } as Ability;
    expect(check(sly, 'a').result).toBe('wrong');
  });
});

const check = (ability: Ability, wanted: Value) =>
  checkWishes(entity({ id: 'x', abilities: [ability] }), new Map([[ability.aspect, wanted]]));
