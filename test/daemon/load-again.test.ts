import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentFrom } from '../../src/config/environment.ts';
import { configSchema } from '../../src/config/schema.ts';
import { fixedSecrets, loadAgain } from '../../src/daemon/load-again.ts';
import { temporaryFolder } from '../scenarios/household.ts';

describe('a configuration that is read again', () => {
  test('is what stands in the file', () => {
    expect(loadedFrom('{ "id": "kitchen" }')).toMatchObject({
      state: 'read',
      config: { id: 'kitchen' },
    });
  });

  test('is told with every problem when it is wrong', () => {
    const loaded = loadedFrom('{ "butto": {}, "room": 7 }');
    if (loaded.state !== 'wrong') throw new Error('it was taken');
    expect(loaded.problems.join('\n')).toMatch(/butto/);
    expect(loaded.problems.join('\n')).toMatch(/room/);
  });

  test('is wrong when the file is gone or no JSON', () => {
    expect(loadedFrom('{').state).toBe('wrong');
    const gone = loadAgain({
      file: join(temporaryFolder(), 'gone.json'),
      environment: environmentFrom({}),
    });
    expect(gone).toMatchObject({ state: 'wrong', problems: [expect.stringMatching(/not there/)] });
  });
});

describe('secrets that a reload cannot replace', () => {
  test.each(['gemini-api-key', 'mqtt-password'])('are those of systemd: %s', (credential) => {
    const credentialsDir = join(temporaryFolder(), 'credentials');
    mkdirSync(credentialsDir);
    writeFileSync(join(credentialsDir, credential), 'secret\n');
    const environment = environmentFrom({ CREDENTIALS_DIRECTORY: credentialsDir });
    const said = fixedSecrets(configSchema.parse({}), environment);
    expect(said).toMatch(/systemctl restart hearthd/);
    expect(said).not.toContain('secret\n');
  });

  test('are none where they are files or variables of our own', () => {
    const config = configSchema.parse({});
    expect(fixedSecrets(config, environmentFrom({ GEMINI_API_KEY: 'key' }))).toBeUndefined();
    const empty = environmentFrom({ CREDENTIALS_DIRECTORY: temporaryFolder() });
    expect(fixedSecrets(config, empty)).toBeUndefined();
  });
});

function loadedFrom(text: string) {
  const file = join(temporaryFolder(), 'config.json');
  writeFileSync(file, text);
  return loadAgain({ file, environment: environmentFrom({}) });
}
