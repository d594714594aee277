import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globOf } from '../../../src/devices/discovery/glob.ts';

describe('a pattern of the configuration', () => {
  it.each([
    ['', ''],
    ['*', ''],
    ['*', 'anything'],
    ['light.*', 'light.a'],
    ['*lamp', 'Hall LAMP'],
    ['a*b*c', 'aXbYbZc'],
    ['?', '💡'],
    ['küche*', 'KÜCHE oben'],
    ['(a+)+$', '(A+)+$'],
    ['**', 'x'],
  ])('%j names %j', (pattern, text) => {
    expect(globOf(pattern)(text)).toBe(true);
  });

  it.each([
    ['', 'a'],
    ['a', 'ab'],
    ['?', ''],
    ['?', 'ab'],
    ['a*b', 'aXbc'],
    ['*.x', 'light.y'],
    ['.*', 'abc'],
  ])('%j does not name %j', (pattern, text) => {
    expect(globOf(pattern)(text)).toBe(false);
  });

  it('agrees with a pattern of the platform', () => {
    const part = fc.constantFrom('a', 'b', '*', '?', 'ab');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 }),
        (parts, letters) => {
          const source = parts.join('').replaceAll('*', '.*').replaceAll('?', '.');
          const text = letters.join('');
          expect(globOf(parts.join(''))(text)).toBe(new RegExp(`^${source}$`).test(text));
        },
      ),
    );
  });

  it('does not take long where a search that goes back everywhere would never end', () => {
    expect(globOf(`${'*a'.repeat(50)}b`)('a'.repeat(2_000))).toBe(false);
  });
});
