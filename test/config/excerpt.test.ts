import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/config/excerpt.ts';

describe('the line that is shown', () => {
  it('has a mark below the place', () => {
    const text = '{\n  "name": "x"\n  "room": "y"\n}';
    expect(excerpt(text, text.indexOf('"room"'))).toBe('  "room": "y"\n  ^');
  });

  it('keeps the mark in place when tabs stand before it', () => {
    expect(excerpt('\t\t"a" 1', 6)).toBe('  "a" 1\n      ^');
  });

  it('is cut on both sides when it is long', () => {
    const text = `${'a'.repeat(500)}!${'b'.repeat(500)}`;
    const [line = '', mark = ''] = excerpt(text, 500).split('\n');
    expect(line).toMatch(/^…a+!b+…$/);
    expect(line.length).toBeLessThan(80);
    expect(line[mark.indexOf('^')]).toBe('!');
  });

  it('can be the end of the file', () => {
    expect(excerpt('{\n', 2)).toBe('\n^');
  });

  it.each([
    '{"password": "hunter2" "x": 1}',
    '{"password: "hunter2"}',
    "{'apiKey': 'hunter2'}",
    'password = hunter2 }',
    '{"api_key" "hunter2"}',
    '{"a": 1, "token": hunter2}',
    '{"password":\n"hunter2" "x": 1}',
    '{"secret":\n\n   "hunter2" 1}',
  ])('stars out what follows a key that may hold a secret: %j', (text) => {
    for (let offset = text.indexOf('hunter2'); offset <= text.length; offset++)
      expect(excerpt(text, offset)).not.toMatch(/hunter2/);
  });

  it('shows the name of a file, which is no secret', () => {
    const text = '{"passwordFile": "/etc/hearthd/mqtt" "x": 1}';
    expect(excerpt(text, 37)).toContain('/etc/hearthd/mqtt');
  });
});
