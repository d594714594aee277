import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../src/config/migrations/chain.ts';
import { type Change, migrated } from '../../../src/config/migrations/migration.ts';
import { moved, thereAndBack } from './made-up.ts';

describe('a configuration of an earlier format', () => {
  it('is changed where it must be, and stays as it was typed elsewhere', () => {
    const text = [
      '{',
      '    "$schema": "./schema.json",',
      '    "name":   "Küche",',
      '    "voice": "Kore",',
      '    "live": { "model": "m" },',
      '    "speaker": {"device": "hw:0", "loudness": 7},',
      '',
      '    "commands": [ ]',
      '}',
      '',
    ].join('\n');
    expect(textOf(migrated(text, moved)).split('\n')).toEqual([
      '{',
      '    "$schema": "./schema.json",',
      '    "version": 3,',
      '    "name":   "Küche",',
      '    "live": { "model": "m", "voice": "Kore" },',
      '    "speaker": {"device": "hw:0", "volume": 70},',
      '',
      '    "commands": [ ]',
      '}',
      '',
    ]);
  });

  it('keeps its kind of indents and ends of lines', () => {
    const text = '{\r\n\t"name": "x",\r\n\t"voice": "Kore"\r\n}\r\n';
    expect(textOf(migrated(text, moved))).toBe(
      '{\r\n\t"version": 3,\r\n\t"name": "x",\r\n\t"live": {\r\n\t\t"voice": "Kore"\r\n\t}\r\n}\r\n',
    );
  });

  it('goes only the steps that it has before it', () => {
    const text = '{"version": 2, "voice": "stays", "speaker": {"loudness": 5}}';
    expect(JSON.parse(textOf(migrated(text, moved)))).toEqual({
      version: 3,
      voice: 'stays',
      speaker: { volume: 50 },
    });
  });

  it('is of version 1 when it says nothing', () => {
    expect(migrated('{}', moved)).toMatchObject({ state: 'older', version: 1, newest: 3 });
    expect(JSON.parse(textOf(migrated('{}', moved)))).toEqual({ version: 3 });
  });

  it('is not touched when it has the newest format', () => {
    expect(migrated('{"version": 3, "voice": "Kore"}', moved)).toEqual({ state: 'newest' });
    expect(migrated('{}', [])).toEqual({ state: 'newest' });
    expect(migrated('{"version": 1}', [])).toEqual({ state: 'newest' });
  });

  it('may be of a format that is yet unknown', () => {
    expect(migrated('{"version": 4}', moved)).toEqual({ state: 'newer', version: 4, newest: 3 });
  });

  it.each([
    '{"version": "2"}',
    '{"version": 0}',
    '{"version": 1.5}',
    '{"version": null}',
    '[]',
    '7',
  ])('is left for the check when its version is none: %s', (text) => {
    expect(migrated(text, moved)).toEqual({ state: 'newest' });
  });

  it.each<readonly [string, Change]>([
    ['a key of what has no keys', { type: 'set', path: ['name', 'first'], value: 'x' }],
    ['a key that is not there', { type: 'remove', path: ['speaker', 'volume'] }],
    ['a name for nothing', { type: 'rename', path: ['speaker', 'volume'], to: 'loudness' }],
    ['a name that another key has', { type: 'rename', path: ['name'], to: 'room' }],
  ])('is not harmed by a step that changes %s', (_, change) => {
    const text = '{"name": "x", "room": "y"}';
    expect(JSON.parse(textOf(migrated(text, [() => [change]])))).toEqual({
      version: 2,
      name: 'x',
      room: 'y',
    });
  });

  it('comes out as sound JSON of the newest version, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(4), (document, indent) => {
        const known = { ...document, version: 1, voice: 'Kore' };
        const text = JSON.stringify(known, null, indent);
        const back: unknown = JSON.parse(textOf(migrated(text, thereAndBack)));
        expect(back).toMatchObject({ version: 3, voice: 'Kore' });
        const result: unknown = JSON.parse(textOf(migrated(text, moved)));
        expect(result).toHaveProperty('version', 3);
        expect(result).not.toHaveProperty('voice');
      }),
      { numRuns: 200 },
    );
  });
});

describe('the steps that there are', () => {
  it('are none yet: every release so far has written version 1', () => {
    expect(migrations).toEqual([]);
  });
});

function textOf(versioned: ReturnType<typeof migrated>): string {
  if (versioned.state !== 'older') throw new Error(`not older, but ${versioned.state}`);
  return versioned.text;
}
