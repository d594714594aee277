import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillIn, placeholders } from '../../src/tools/placeholders.ts';

describe('a text with placeholders', () => {
  test('names them, blanks or not', () => {
    expect(placeholders('{{ a }}-{{b}}-{{  c  }}-{ d }')).toEqual(['a', 'b', 'c']);
  });

  test('is filled in with the values', () => {
    expect(fillIn('{{ state }}', { state: 'ON' })).toBe('ON');
    expect(fillIn('{"level":{{n}},"on":{{on}}}', { n: 5, on: true })).toBe('{"level":5,"on":true}');
  });

  test('does not take what a value looks like for a placeholder', () => {
    expect(fillIn('{{ a }}', { a: '{{ b }}', b: 'x' })).toBe('{{ b }}');
    expect(fillIn('{{ a }}', { a: '$&' })).toBe('$&');
  });

  test('that is JSON stays JSON, whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (said) => {
        expect(JSON.parse(fillIn('{"text":"{{ said }}"}', { said })).text).toBe(said);
      }),
    );
  });
});
