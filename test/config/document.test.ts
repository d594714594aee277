import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { configTable } from '../../src/config/document.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { configObject, configSchema, idFromHostname } from '../../src/config/schema.ts';
import type { Shape } from '../../src/config/shape.ts';

const README = new URL('../../README.md', import.meta.url);

describe('the JSON Schema', () => {
  it('says what may be written, and refuses what is unknown', () => {
    const schema = configJsonSchema();
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
    });
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(configObject.shape));
    expect(schema.required).toBeUndefined();
  });

  it('tells nothing of the machine that it was made on', () => {
    const id = configJsonSchema().properties?.['id'];
    expect(id).toMatchObject({ type: 'string' });
    expect(id).not.toHaveProperty('default');
    expect(configSchema.parse({}).id).toBe(idFromHostname(hostname()));
  });

  it('has a meaning for every key', () => {
    expect(keysWithoutMeaning(configJsonSchema(), '')).toEqual([]);
  });
});

describe('the table', () => {
  it('has a row for every key, with what it may be and what it is by default', () => {
    const rows = configTable().split('\n');
    expect(rows).toContain(
      '| `speaker.volume` | whole number from 0 to 100 | `70` | Loudness, in percent, until the broker sets another. |',
    );
    expect(rows).toContain(
      '| `lamp.activeLow` | true or false | `false` | Lit means connected to ground. Only with type `"gpio"`. |',
    );
    expect(rows.some((row) => row.startsWith('| `commands[].state.timeoutMs` |'))).toBe(true);
    for (const key of Object.keys(configObject.shape))
      expect(rows.some((row) => row.startsWith(`| \`${key}`))).toBe(true);
  });

  it('has four cells in every row', () => {
    for (const row of configTable().split('\n'))
      expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
  });

  it.skipIf(!existsSync(README))('is the one of the README', () => {
    const text = readFileSync(README, 'utf8');
    const [, table] = /<!-- config:begin -->([\s\S]*?)<!-- config:end -->/.exec(text) ?? [];
    expect(
      table?.trim(),
      'The table between <!-- config:begin --> and <!-- config:end --> of README.md is out of date: replace it by what "node dist/main.js config-schema --markdown" prints.',
    ).toBe(configTable());
  });
});

/** Sections explain themselves by their keys. */
function keysWithoutMeaning(shape: Shape, path: string): string[] {
  const inner = [
    ...Object.entries(shape.properties ?? {}),
    ...(shape.oneOf ?? []).map((variant) => ['', variant] as const),
    ...(shape.items ? [['[]', shape.items] as const] : []),
    ...(typeof shape.additionalProperties === 'object'
      ? [['*', shape.additionalProperties] as const]
      : []),
  ].flatMap(([name, each]) => keysWithoutMeaning(each, `${path}.${name}`));
  const isLeaf = !shape.properties && !shape.oneOf && !path.endsWith('[]');
  return isLeaf && !shape.description ? [path, ...inner] : inner;
}
