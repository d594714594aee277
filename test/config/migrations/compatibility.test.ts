/** A configuration of today must be read by whatever comes: tried with steps that no release has yet. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { migrated } from '../../../src/config/migrations/migration.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { thereAndBack } from './made-up.ts';

const EXAMPLE = fileURLToPath(new URL('../../../config.example.json', import.meta.url));

const documents: readonly (readonly [string, string])[] = [
  ['nothing', '{}'],
  ['nothing, over lines', '{\n}\n'],
  ['the example', readFileSync(EXAMPLE, 'utf8')],
  ['a name and a room', '{"name": "Kitchen", "room": "kitchen"}'],
  ['its own version', '{"version": 1, "room": "attic"}'],
  ['every section', readFileSync(EXAMPLE, 'utf8').replace('{', '{"stateDir": "/var/lib/hearthd",')],
  [
    'a way in, a board and devices',
    JSON.stringify({
      room: 'hall',
      live: { auth: { type: 'token-service', url: 'https://tokens.example/hearth' } },
      microphone: { preset: 'respeaker-2mic-v1' },
      button: { type: 'gpio', pin: 17, mode: 'toggle' },
      mqtt: { url: 'mqtts://broker.example:8883', username: 'hearth' },
    }),
  ],
];

describe('a configuration of version 1', () => {
  it.each(documents)('means the same after two steps: %s', (_, text) => {
    const now = parseConfig(Buffer.from(text), []);
    const later = parseConfig(Buffer.from(text), thereAndBack);
    if (now.state !== 'right' || later.state !== 'right')
      throw new Error(JSON.stringify([now, later], null, 1));
    expect({ ...later.config, version: 1 }).toEqual(now.config);
    expect(later.form).toMatchObject({ name: 'older', version: 1, newest: 3 });
  });

  it.each(documents)('keeps the lines that no step is about: %s', (_, text) => {
    const versioned = migrated(text, thereAndBack);
    if (versioned.state !== 'older') throw new Error(versioned.state);
    const withoutVersion = (lines: string) => lines.replace(/\s*"version": \d+,?\s*/, '');
    expect(withoutVersion(versioned.text).replace(/\s+/g, '')).toBe(
      withoutVersion(text).replace(/\s+/g, ''),
    );
  });

  it('is told in new words when it is wrong', () => {
    const parsed = parseConfig(Buffer.from('{"room": 7}'), thereAndBack);
    expect(parsed).toMatchObject({
      state: 'wrong',
      problems: [{ path: '', message: expect.stringContaining('version 1') }, { path: 'room' }],
    });
  });

  it('with a key that comes twice is not guessed about', () => {
    const parsed = parseConfig(Buffer.from('{"room": "a", "room": "b"}'), thereAndBack);
    expect(parsed).toMatchObject({ state: 'wrong', problems: [{ path: 'room' }] });
  });
});

describe('a configuration that a newer program wrote', () => {
  it('is refused with nothing else than that, and what to do', () => {
    const parsed = parseConfig(Buffer.from('{"version": 7, "unheardOf": true}'), thereAndBack);
    if (parsed.state !== 'wrong') throw new Error('it was taken');
    expect(parsed.problems).toEqual([
      {
        path: 'version',
        message: expect.stringMatching(/is 7, .*no format after 3.*upgrade hearthd.*version-3/),
      },
    ]);
  });
});
