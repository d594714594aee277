import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAndColumn, scanJson } from '../../src/config/json-text.ts';

describe('a text that is no JSON', () => {
  it.each([
    ['{"a": 1\n "b": 2}', 2, 2, 'a comma is missing before this'],
    ['{"a": 1,\n}', 1, 8, 'the last entry before } must have no comma after it'],
    ['[1, 2, ]', 1, 6, 'the last entry before ] must have no comma after it'],
    ['{"a" 1}', 1, 6, 'a : is missing between the key and its value'],
    ['{"a": }', 1, 7, 'a value is missing before this'],
    ['{"a": 1,, "b": 2}', 1, 9, 'a key in double quotes must stand here'],
    ["{'a': 1}", 1, 2, 'keys and texts are put in straight double quotes: "…"'],
    ['{“a”: 1}', 1, 2, 'keys and texts are put in straight double quotes: "…"'],
    ['{"a": \'b\'}', 1, 7, 'keys and texts are put in straight double quotes: "…"'],
    ['{a: 1}', 1, 2, 'only numbers, true, false and null may stand without double quotes'],
    ['{1: 1}', 1, 2, 'a key in double quotes must stand here'],
    ['{"a": True}', 1, 7, 'only numbers, true, false and null may stand without double quotes'],
    ['{"a": 01}', 1, 7, 'a number is written like 7, -7 or 0.7, never like 07, 7. or 0x7'],
    ['{"a": 1.}', 1, 7, 'a number is written like 7, -7 or 0.7, never like 07, 7. or 0x7'],
    ['{"a": 0x1F}', 1, 7, 'a number is written like 7, -7 or 0.7, never like 07, 7. or 0x7'],
    ['{"a": "b}\n', 1, 7, 'the " at this place has no partner on its line'],
    ['{"a": "b\\c"}', 1, 9, 'a \\ inside quotes must be written \\\\ to stand for itself'],
    ['{"a": "\\\\\\u12"}', 1, 10, 'a \\ inside quotes must be written \\\\ to stand for itself'],
    ['{"a": "b\tc"}', 1, 9, 'a tab or control character inside quotes is written \\t or \\u…'],
    ['{ // a\n}', 1, 3, 'JSON has no comments'],
    ['{"a": 1 /* b */}', 1, 9, 'JSON has no comments'],
    ['{"a": #b\n1}', 1, 7, 'JSON has no comments'],
    ['{"a": /* b', 1, 7, 'JSON has no comments'],
    ['{"a": true\u00a0}', 1, 11, 'an invisible character (U+00A0) that is no blank of JSON'],
    ['{"a":\u00a01}', 1, 6, 'an invisible character (U+00A0) that is no blank of JSON'],
    ['{\n"a": {\n', 3, 1, 'the file ends, but the { of line 2 has no }'],
    ['{"a": [1, 2}', 1, 12, 'a ] is missing before this'],
    ['[{"a": 1]', 1, 9, 'a } is missing before this'],
    ['{\r\n"a": 1\r\n"b": 2}', 3, 1, 'a comma is missing before this'],
    ['{\r"a": 1\r"b": 2}', 3, 1, 'a comma is missing before this'],
    ['{"a": 1:2}', 1, 8, 'a : belongs between a key and its value only'],
    ['{} {}', 1, 4, 'the configuration has ended before this'],
    [`${'['.repeat(70)}${']'.repeat(70)}`, 1, 66, 'more than 64 levels deep'],
  ])('is told with the place and what is wrong there: %j', (text, line, column, message) => {
    const scan = scanJson(text);
    expect(scan).toMatchObject({ state: 'broken', message });
    expect(lineAndColumn(text, scan.state === 'broken' ? scan.offset : -1)).toEqual({
      line,
      column,
    });
  });
});

describe('a key that JSON.parse would drop', () => {
  it('is told when it stands twice in one object', () => {
    expect(scanJson('{"a": 1,\n"b": [{"c": 1, "c": 2}],\n"a": 3}')).toEqual({
      state: 'sound',
      drops: [
        {
          path: 'b[0].c',
          message: 'stands twice, in lines 2 and 2: only one may stay',
        },
        { path: 'a', message: 'stands twice, in lines 1 and 3: only one may stay' },
      ],
    });
  });

  it('is the same key however it is escaped', () => {
    expect(scanJson('{"a": 1, "\\u0061": 2}')).toMatchObject({ drops: [{ path: 'a' }] });
  });

  it('is told when its name has a meaning of its own to JavaScript', () => {
    expect(scanJson('{"__proto__": 1}')).toMatchObject({
      drops: [{ path: '__proto__', message: 'cannot be a key' }],
    });
  });

  it('may stand in two objects', () => {
    expect(scanJson('[{"a": 1}, {"a": 1}]')).toEqual({ state: 'sound', drops: [] });
  });
});

describe('the scanner', () => {
  it('takes every text that JSON.parse makes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(0, 1, '\t'), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(scanJson(text).state).toBe('sound');
        expect(scanJson(spaced).state).toBe('sound');
      }),
    );
  });

  it('agrees with JSON.parse on texts that were damaged', () => {
    const damage = fc.tuple(
      fc.json({ maxDepth: 4 }),
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.string({
        unit: fc.constantFrom(...'{}[],:"\\/ \n\t01-+.eEtfnu\u00a0\u0000x'),
        maxLength: 3,
      }),
    );
    fc.assert(
      fc.property(damage, ([text, at, removed, inserted]) => {
        const from = at % (text.length + 1);
        const damaged = text.slice(0, from) + inserted + text.slice(from + removed);
        expect(scanJson(damaged).state).toBe(isJson(damaged) ? 'sound' : 'broken');
      }),
      { numRuns: 3_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
