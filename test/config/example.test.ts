import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { configObject } from '../../src/config/schema.ts';

const EXAMPLE = fileURLToPath(new URL('../../config.example.json', import.meta.url));

describe('config.example.json', () => {
  it('is right', () => {
    const { config } = loadConfig({ file: EXAMPLE, environment: { configFile: undefined } });
    expect(config.commands.map(({ name }) => name)).toEqual(['kitchen_light', 'garage_door']);
  });

  it('shows every section, but for what the program itself writes and for the place of the state', () => {
    const example: unknown = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
    const sections = Object.keys(configObject.shape).filter(
      (key) => !['stateDir', 'version'].includes(key),
    );
    expect(Object.keys(Object(example)).sort()).toEqual(sections.sort());
  });
});
