import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CommandText, commandText, type Parameters } from '../../src/tools/command-text.ts';

const PARAMETERS: Parameters = {
  properties: {
    action: { type: 'string' },
    words: { type: 'string' },
    level: { type: 'integer' },
    on: { type: 'boolean' },
    warmth: { type: 'number' },
  },
  required: ['action', 'words', 'level', 'on'],
};

describe('a text of a command', () => {
  test.each([
    ['ON', {}, 'ON'],
    ['{ "a": "b" }', {}, '{ "a": "b" }'],
    ['{ no JSON', {}, '{ no JSON'],
    ['{{ action }}', { action: 'OPEN' }, 'OPEN'],
    ['{{action}}-{{  level  }}', { action: 'a', level: 5 }, 'a-5'],
    ['{{ on }}', { on: true }, 'true'],
    ['{{ on }}', { on: false }, 'false'],
    ['{{ warmth | default(1) }}', { warmth: 21.5 }, '21.5'],
    ['{{ action }}', { action: '{{ words }}', words: 'x' }, '{{ words }}'],
    ['{{ action }}', { action: '$& {% if %}' }, '$& {% if %}'],
    ['{{ action }}', { action: 'say "hi"' }, 'say "hi"'],
    ["{{ 'open' if action == 'OPEN' else 'closed' }}", { action: 'OPEN' }, 'open'],
    ["{{ 'open' if action == 'OPEN' else 'closed' }}", { action: 'CLOSE' }, 'closed'],
    ['{{ (level * 254 / 100) | round | int }}', { level: 50 }, '127'],
    ['{% if on %}1{% else %}0{% endif %}', { on: false }, '0'],
    ['{% set half = level // 2 %}{{ half }}', { level: 9 }, '4'],
    ['{{ {"OPEN": 1, "CLOSE": 2}[action] }}', { action: 'CLOSE' }, '2'],
    ["{{ 'a}}b' }}{{ action }}", { action: 'c' }, 'a}}bc'],
    ['{% if warmth is defined %}{{ warmth }}{% else %}off{% endif %}', {}, 'off'],
    ['{# note #}{{ action }}', { action: 'x' }, 'x'],
    ['{% raw %}{{ action }}{% endraw %}', {}, '{{ action }}'],
  ])('is filled in: %s', (text, args, expected) => {
    expect(filled(text, args)).toBe(expected);
  });
});

describe('a text that is JSON', () => {
  test.each([
    ['{"state":"{{ action }}"}', { action: 'ON' }, { state: 'ON' }],
    ['{"state":{{ action }}}', { action: 'ON' }, { state: 'ON' }],
    ['{"level":{{level}},"on":{{on}}}', { level: 5, on: true }, { level: 5, on: true }],
    ['{"level":"{{level}}","on":"{{on}}"}', { level: 5, on: true }, { level: '5', on: 'true' }],
    ['{"brightness": {{ (level * 2.54) | round | int }}}', { level: 100 }, { brightness: 254 }],
    ['{"s": "{{ action | lower }}!"}', { action: 'ON "x"' }, { s: 'on "x"!' }],
    ['[{{ level }}, {{ [level, level] }}]', { level: 1 }, [1, [1, 1]]],
    ['{"s": {{ "a" if on else none }} }', { on: false }, { s: null }],
    ['{"v": {{ level }}.5}', { level: 3 }, { v: 3.5 }],
    ['{% set x = words %}{"s": "{{ x }}"}', { words: '"' }, { s: '"' }],
    ['{"a":1{% if on %},"b":"{{ words }}"{% endif %}}', { on: true, words: 'x' }, { a: 1, b: 'x' }],
    [
      '{"a":"{% if on %}yes{% else %}{{ words }}{% endif %}"}',
      { on: false, words: '"' },
      { a: '"' },
    ],
    ['{"a": "\\"{{ words }}\\""}', { words: '"' }, { a: '"""' }],
    ['{"params":{"on":{{ on }}}}', { on: false }, { params: { on: false } }],
    ['{"a": "{{ words | tojson }}"}', { words: 'x' }, { a: '"x"' }],
  ])('is filled in as JSON: %s', (text, args, expected) => {
    expect(JSON.parse(filled(text, args))).toEqual(expected);
  });

  test('keeps its keys and says what was said, whatever that is', () => {
    const texts = [
      ['{"level": 1, "text": "{{ words }}"}', (said: string) => said],
      ['{"level": 1, "text": {{ words }} }', (said: string) => said],
      ['{"level": 1, "text": "{{ words ~ words }}"}', (said: string) => said + said],
      ['{"level": 1, "text": {{ words ~ words }} }', (said: string) => said + said],
      ['{"level": 1, "text": "a{{ words | default("b") }}c"}', (said: string) => `a${said}c`],
      [
        '{% set x = words %}{"level": 1, "text": "{% if on %}{{ x }}{% endif %}"}',
        (s: string) => s,
      ],
    ] as const;
    const said = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom(
        '"',
        '\\',
        '","level":2,"x":"',
        '{{ 1 }}',
        '{% raw %}',
        '\u2028',
        "'",
        '</x>',
      ),
    );
    for (const [text, expected] of texts) {
      const read = right(commandText(text, PARAMETERS));
      fc.assert(
        fc.property(said, (words) => {
          const made = read.fill({ words, on: true });
          expect(made.result).toBe('text');
          if (made.result !== 'text') return;
          expect(JSON.parse(made.text)).toEqual({ level: 1, text: expected(words) });
        }),
        { numRuns: 300 },
      );
    }
  });

  test('that it did not become is not sent', () => {
    const { fill } = right(commandText('{"a": {{ level }}{{ level }},}', PARAMETERS));
    expect(fill({ level: 1 })).toEqual({
      result: 'unable',
      why: 'What came of it begins like JSON, and is none.',
    });
  });
});

describe('a text that cannot be filled in', () => {
  test.each([
    ['{{ on', 'holds a {{ that no }} closes'],
    ['{% if on', 'holds a {% that no %} closes'],
    ['{# x', 'holds a {# that no #} closes'],
    ["{{ 'x }}", 'holds a {{ that no }} closes'],
    ['{% raw %}x', 'holds a {% raw %} that no {% endraw %} closes'],
    ['{{ colour }}', /^\{\{ colour \}\} must name a required parameter \(there is: action, /],
    ['{{ warmth }}', /^\{\{ warmth \}\} must name a required parameter/],
    ['{{ }}', /^\{\{ {2}\}\} must name a required parameter/],
    ['{{ levl * 2 }}', 'asks for "levl", which is no parameter (did you mean "level"?)'],
    ['{% if xyz %}1{% endif %}', /^asks for "xyz", which is no parameter \(there is: /],
    ['{{ action | no_such_filter }}', /^is not understood: /],
    ['{{ action + }}', /^is not understood: /],
    ['{% if on %}', /^is not understood: /],
    ['{"a": {{ words | tojson }} }', /^needs no "\| tojson"/],
    ['{"a": "\\{{ words }}"}', /^has a \\ before a \{/],
    ['{"a": "{% if on %}b"{% else %}c"{% endif %}}', /^opens or closes a quotation mark before/],
  ])('is told of: %s', (text, fault) => {
    const read = commandText(text, PARAMETERS);
    expect(read.state).toBe('wrong');
    const faults = read.state === 'wrong' ? read.faults : [];
    expect(faults).toEqual([typeof fault === 'string' ? fault : expect.stringMatching(fault)]);
  });

  test('is told of when it is called as well', () => {
    const { fill } = right(commandText('{{ 100 // level }}', PARAMETERS));
    expect(fill({ level: 0 })).toMatchObject({
      result: 'unable',
      why: expect.stringMatching(/\.$/),
    });
  });

  test('is never more than a fault, whatever it is', () => {
    const part = fc.constantFrom(
      ...['{{', '}}', '{%', '%}', '{#', '#}', '"', "'", '\\', ' ', 'action', 'if', 'endif', 'set'],
      ...['x', '=', '(', ')', '[', '{', '}', '|', 'tojson', 'raw', 'endraw', '-', ':', ',', '1'],
    );
    const text = fc.array(part, { maxLength: 25 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), fc.string(), (text, action) => {
        const read = commandText(text, PARAMETERS);
        if (read.state === 'wrong') expect(read.faults.length).toBeGreaterThan(0);
        else read.fill({ action, words: action, level: 1, on: true });
      }),
      { numRuns: 3_000 },
    );
  });
});

function filled(text: string, args: Readonly<Record<string, unknown>>): string {
  const made = right(commandText(text, PARAMETERS)).fill(args);
  return made.result === 'text' ? made.text : made.why;
}

function right(read: CommandText): CommandText & { readonly state: 'right' } {
  if (read.state === 'right') return read;
  throw new Error(read.faults.join('; '));
}
