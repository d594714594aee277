import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Dict } from '../../src/jinja/dict.ts';
import { Float, Moment, Span, Tuple, Undefined } from '../../src/jinja/kinds.ts';
import { compileTemplate } from '../../src/jinja/template.ts';
import { fromPlain, parseJson, toPlain } from '../../src/jinja/value.ts';

describe('reading JSON', () => {
  test('tells whole numbers from floats', () => {
    expect(parseJson('[1, 1.0, -0, 1e2]')).toEqual([1n, new Float(1), 0n, new Float(100)]);
  });

  test('keeps a whole number of 64 bits exactly, and makes a float of a longer one', () => {
    expect(parseJson('18446744073709551615')).toBe(18446744073709551615n);
    expect(parseJson('-9223372036854775808')).toBe(-9223372036854775808n);
    expect(parseJson('18446744073709551616')).toEqual(new Float(2 ** 64));
  });

  test('keeps the order of keys, also of those that look like numbers', () => {
    const dict = parseJson('{"b": 1, "2": 2, "1": 3}');
    expect(dict instanceof Dict && dict.keys()).toEqual(['b', '2', '1']);
  });

  test('lets the last of two equal keys count', () => {
    expect(toPlain(parseJson('{"a": 1, "a": 2}') ?? null)).toEqual({ a: 2 });
  });

  test.each([
    '',
    ' ',
    '{',
    '[1,]',
    '{"a"}',
    '01',
    '1.',
    '.5',
    '+1',
    'NaN',
    '"\n"',
    "'a'",
    '1 2',
    'nul',
    '1e999',
    '{"a":1,}',
    '"\\x"',
    '"\\ud800"',
    '[1]]',
    '"abc',
  ])('takes %j for no JSON', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  test('reads what is nested 100 deep, and not what is nested deeper', () => {
    expect(parseJson('['.repeat(101) + ']'.repeat(101))).toBeDefined();
    expect(parseJson('['.repeat(102) + ']'.repeat(102))).toBeUndefined();
    expect(parseJson('['.repeat(500_000))).toBeUndefined();
  });

  test('does not read a text of more than a million characters', () => {
    expect(parseJson(`"${'a'.repeat(1024 * 1024 - 2)}"`)).toBeDefined();
    expect(parseJson(`"${'a'.repeat(1024 * 1024 - 1)}"`)).toBeUndefined();
  });

  test('agrees with the JSON of the platform on whatever is well-formed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const read = parseJson(text);
        if (!text.isWellFormed() || /\\ud[89a-f]/i.test(text)) return;
        expect(JSON.stringify(toPlain(read ?? null))).toBe(text.replaceAll('-0,', '0,'));
      }),
    );
  });

  test('never takes for JSON what the platform does not, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:0123456789.eE+-\\u aflnrst\n') }),
        (text) => {
          const read = parseJson(text);
          if (read !== undefined) expect(() => JSON.parse(text)).not.toThrow();
        },
      ),
    );
  });
});

describe('plain data', () => {
  test('becomes what Python has', () => {
    expect(fromPlain(1)).toBe(1n);
    expect(fromPlain(1.5)).toEqual(new Float(1.5));
    expect(fromPlain(1e300)).toEqual(new Float(1e300));
    expect(fromPlain([null, 'a', true])).toEqual([null, 'a', true]);
    expect(fromPlain(undefined)).toBeInstanceOf(Undefined);
  });

  test('is printed as Python prints it', () => {
    const template = compileTemplate('{{ value }}');
    const value = fromPlain({ on: true, level: 50, ratio: 0.5, none: null, list: ['a'] });
    expect(template.render({ value })).toBe(
      "{'on': True, 'level': 50, 'ratio': 0.5, 'none': None, 'list': ['a']}",
    );
  });

  test('is taken in from plain objects only', () => {
    expect(fromPlain(() => 1)).toBeInstanceOf(Undefined);
    expect(fromPlain(new Date())).toBeInstanceOf(Undefined);
    expect(fromPlain(Symbol('a'))).toBeInstanceOf(Undefined);
  });

  test('that contains itself comes to an end', () => {
    const circle: { self?: unknown; twice?: unknown } = {};
    circle.self = circle;
    circle.twice = circle;
    expect(() => toPlain(fromPlain(circle))).not.toThrow();
  });

  test('comes back without a prototype', () => {
    const plain = toPlain(parseJson('{"__proto__": {"polluted": true}, "a": 1}') ?? null);
    expect(Object.getPrototypeOf(plain)).toBeNull();
    expect(JSON.stringify(plain)).toBe('{"__proto__":{"polluted":true},"a":1}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('comes of every kind of value', () => {
    expect(toPlain(new Tuple([1n, new Float(2.5)]))).toEqual([1, 2.5]);
    expect(toPlain(new Moment(0n, 60))).toBe('1970-01-01T01:00:00+01:00');
    expect(toPlain(new Span(1_500_000n))).toBe(1.5);
    expect(
      toPlain(
        Dict.of([
          [1n, 'a'],
          [null, 'b'],
          [true, 'c'],
        ]),
      ),
    ).toEqual({ '1': 'c', None: 'b' });
    expect(toPlain(new Undefined('x'))).toBeUndefined();
  });

  test('survives going in and coming out', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(JSON.stringify(toPlain(fromPlain(value)))).toBe(JSON.stringify(value));
      }),
    );
  });
});
