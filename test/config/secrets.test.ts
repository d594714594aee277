import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { environmentFrom, type Variables } from '../../src/config/environment.ts';
import { configSchema } from '../../src/config/schema.ts';
import {
  readApiKey,
  readGatewayToken,
  readMqttPassword,
  readTokenServiceSecret,
  type Secret,
} from '../../src/config/secrets.ts';

describe('a secret', () => {
  it('comes from the file that the configuration names, before all other places', () => {
    const path = put('from the file');
    expect(apiKey({ file: path, credential: 'no', variable: 'no' })).toEqual({
      state: 'found',
      value: 'from the file',
      from: path,
      warning: undefined,
    });
  });

  it('is looked for elsewhere when the credential is empty, as a unit has it that allows for none', () => {
    expect(apiKey({ credential: '\n', variable: 'x' })).toMatchObject({ value: 'x' });
    expect(apiKey({ credential: '\n' }).state).toBe('missing');
  });

  it('comes from the credential of systemd when no file is named', () => {
    const found = apiKey({ credential: 'from systemd', variable: 'no' });
    expect(found).toMatchObject({ state: 'found', value: 'from systemd' });
  });

  it('comes from the variable when there is neither', () => {
    expect(apiKey({ variable: 'from the variable' })).toEqual({
      state: 'found',
      value: 'from the variable',
      from: 'GEMINI_API_KEY',
      warning: undefined,
    });
    expect(apiKey({ credentialsDir: folder(), variable: 'x' })).toMatchObject({ value: 'x' });
  });

  it('is what stands in the file without blanks, line end and byte order mark', () => {
    expect(apiKey({ file: put('\ufeff  key \r\n\n') })).toMatchObject({ value: 'key' });
    expect(apiKey({ variable: ' key\n' })).toMatchObject({ value: 'key' });
  });

  it('is read anew each time', () => {
    const path = join(folder(), 'key');
    expect(apiKey({ file: path }).state).toBe('missing');
    writeFileSync(path, 'one', { mode: 0o600 });
    expect(apiKey({ file: path })).toMatchObject({ value: 'one' });
    writeFileSync(path, 'two');
    expect(apiKey({ file: path })).toMatchObject({ value: 'two' });
    rmSync(path);
    expect(apiKey({ file: path }).state).toBe('missing');
  });

  it('is found with a warning when everybody can read its file', () => {
    const path = put('key');
    chmodSync(path, 0o644);
    expect(apiKey({ file: path })).toMatchObject({
      state: 'found',
      warning: `Everybody on this machine can read ${path}: run chmod o-r on it.`,
    });
  });
});

describe('a secret that is nowhere', () => {
  it('is told with all the places where it may be put', () => {
    for (const secret of [apiKey({}), apiKey({ variable: ' \n' }), apiKey({ variable: '' })])
      expect(secret).toEqual({
        state: 'missing',
        reason:
          'The API key is missing: put it into a file that "live.auth.file" names, into the credential gemini-api-key (LoadCredential= of the unit), or into the variable GEMINI_API_KEY.',
      });
  });

  it('is told with the file that should have held it, and looked for nowhere else', () => {
    const path = join(folder(), 'key');
    expect(apiKey({ file: path, variable: 'other' })).toEqual({
      state: 'missing',
      reason: `The API key is missing: there is no file ${path}, which "live.auth.file" names.`,
    });
  });

  it('has its own places for the password of the broker', () => {
    const config = configSchema.parse({});
    expect(readMqttPassword(config, environmentFrom({})).state).toBe('missing');
    const variables = { HEARTHD_MQTT_PASSWORD: 'x' };
    expect(readMqttPassword(config, environmentFrom(variables))).toMatchObject({ value: 'x' });
    const credentialsDir = folder();
    writeFileSync(join(credentialsDir, 'mqtt-password'), 'y');
    const environment = environmentFrom({ ...variables, CREDENTIALS_DIRECTORY: credentialsDir });
    expect(readMqttPassword(config, environment)).toMatchObject({ value: 'y' });
    const named = configSchema.parse({ mqtt: { username: 'u', passwordFile: put('z') } });
    expect(readMqttPassword(named, environment)).toMatchObject({ value: 'z' });
  });
});

describe.each([
  {
    of: 'a token service',
    read: (file: string | undefined, variables: Variables) =>
      readTokenServiceSecret(
        { type: 'token-service', url: 'https://t.example/', secretFile: file },
        environmentFrom(variables),
      ),
    variable: 'HEARTHD_TOKEN_SERVICE_SECRET',
    credential: 'token-service-secret',
    key: 'live.auth.secretFile',
  },
  {
    of: 'a gateway',
    read: (file: string | undefined, variables: Variables) =>
      readGatewayToken(
        { type: 'gateway', url: 'https://g.example/', file },
        environmentFrom(variables),
      ),
    variable: 'HEARTHD_GATEWAY_TOKEN',
    credential: 'gateway-token',
    key: 'live.auth.file',
  },
])('the secret of $of', ({ read, variable, credential, key }) => {
  it('is looked for as the API key is: file, credential, variable', () => {
    expect(read(undefined, { [variable]: 'x' })).toMatchObject({ value: 'x', from: variable });
    const credentialsDir = folder();
    writeFileSync(join(credentialsDir, credential), 'y', { mode: 0o400 });
    const variables = { [variable]: 'x', CREDENTIALS_DIRECTORY: credentialsDir };
    expect(read(undefined, variables)).toMatchObject({ value: 'y' });
    expect(read(put('z'), variables)).toMatchObject({ value: 'z' });
  });

  it('is not the API key', () => {
    expect(read(undefined, { GEMINI_API_KEY: 'x' })).toEqual({
      state: 'missing',
      reason: expect.stringMatching(
        `is missing: put it into a file that "${key}" names, into the credential ${credential} .*, or into the variable ${variable}\\.$`,
      ),
    });
  });
});

describe('a secret that cannot be used', () => {
  it.each([
    ['holds more than one line', 'hunter2\nhunter2'],
    ['holds control characters', 'hunter2\u0007hunter2'],
    ['is no UTF-8 text', Buffer.from([0x68, 0xff])],
    ['is empty', ''],
    ['is empty', ' \n'],
  ])('is told and not shown: it %s', (fault, content) => {
    const path = put(content);
    const secret = apiKey({ file: path });
    expect(secret).toEqual({
      state: 'unreadable',
      reason: `The API key cannot be used: ${path} ${fault}.`,
    });
    expect(JSON.stringify(secret)).not.toContain('hunter2');
  });

  it('is told when it is too long', () => {
    expect(apiKey({ file: put('x'.repeat(8_192)) }).state).toBe('found');
    const path = put('x'.repeat(8_193));
    expect(apiKey({ file: path })).toEqual({
      state: 'unreadable',
      reason: `The API key cannot be read: ${path} is too big: at most 8 KiB are read.`,
    });
    expect(apiKey({ variable: 'x'.repeat(8_193) })).toEqual({
      state: 'unreadable',
      reason: 'The API key cannot be used: GEMINI_API_KEY holds more than 8 KiB.',
    });
  });

  it('is told when its file is a folder', () => {
    const path = folder();
    expect(apiKey({ file: path })).toEqual({
      state: 'unreadable',
      reason: `The API key cannot be read: ${path} is a folder, not a file.`,
    });
  });

  it('is not passed over for another place', () => {
    expect(apiKey({ credential: 'two\nlines', variable: 'x' }).state).toBe('unreadable');
  });
});

interface Given {
  readonly file?: string;
  readonly credential?: string;
  readonly credentialsDir?: string;
  readonly variable?: string;
}

function apiKey({ file, credential, credentialsDir, variable }: Given): Secret {
  const config = configSchema.parse({ live: { auth: { type: 'api-key', file } } });
  const variables: Record<string, string | undefined> = { GEMINI_API_KEY: variable };
  variables['CREDENTIALS_DIRECTORY'] = credentialsDir;
  if (credential !== undefined) {
    const path = folder();
    writeFileSync(join(path, 'gemini-api-key'), credential, { mode: 0o400 });
    variables['CREDENTIALS_DIRECTORY'] = path;
  }
  return readApiKey(config, environmentFrom(variables satisfies Variables));
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hearthd-secret-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function put(content: string | Buffer): string {
  const path = join(folder(), 'secret');
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}
