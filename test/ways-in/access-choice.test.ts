import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { environmentFrom, type Variables } from '../../src/config/environment.ts';
import { configSchema } from '../../src/config/schema.ts';
import { type Log, silentLog } from '../../src/system/log.ts';
import { accessSource } from '../../src/ways-in/access-choice.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const FINGERPRINT = { value: expect.stringMatching(/^[0-9a-f]{64}$/) };

describe('an API key', () => {
  it('is what is shown when nothing else is configured', async () => {
    const { source, secrets } = access({}, { GEMINI_API_KEY: 'AIza-0123' });
    expect(source.look()).toEqual(FINGERPRINT);
    expect(await source.get()).toEqual({ type: 'api-key', key: 'AIza-0123' });
    expect([...secrets]).toEqual(['AIza-0123']);
  });

  it('is read at each dial, and is another one to look at when it was replaced', async () => {
    const file = join(folder(), 'key');
    const { source, secrets } = access({ auth: { type: 'api-key', file } });
    const reason = `The API key is missing: there is no file ${file}, which "live.auth.file" names.`;
    expect(source.look()).toEqual({ missing: reason });
    expect(await source.get()).toEqual({ type: 'denied', cause: 'key', reason });
    writeFileSync(file, 'one', { mode: 0o600 });
    const first = source.look();
    expect(await source.get()).toEqual({ type: 'api-key', key: 'one' });
    writeFileSync(file, 'two');
    expect(source.look()).not.toEqual(first);
    expect(await source.get()).toEqual({ type: 'api-key', key: 'two' });
    expect([...secrets]).toEqual(['one', 'two']);
  });

  it('that everybody can read is warned about once', async () => {
    const file = put('key');
    chmodSync(file, 0o644);
    const { source, warnings } = access({ auth: { type: 'api-key', file } });
    source.look();
    await source.get();
    source.look();
    expect(warnings).toEqual([`Everybody on this machine can read ${file}: run chmod o-r on it.`]);
  });

  it('is not seen from what it looks like', () => {
    const { source } = access({}, { GEMINI_API_KEY: 'AIza-0123' });
    expect(JSON.stringify(source.look())).not.toContain('AIza');
  });
});

describe('a gateway', () => {
  const auth = { type: 'gateway', url: 'https://gateway.example/live' };

  it('is shown the bearer token at its address', async () => {
    const { source, secrets } = access({ auth }, { HEARTHD_GATEWAY_TOKEN: 'bearer-0123' });
    expect(source.look()).toEqual(FINGERPRINT);
    expect(await source.get()).toEqual({
      type: 'gateway',
      url: 'https://gateway.example/live',
      bearer: 'bearer-0123',
    });
    expect([...secrets]).toEqual(['bearer-0123']);
  });

  it('is not shown the API key instead', async () => {
    const { source } = access({ auth }, { GEMINI_API_KEY: 'AIza-0123' });
    expect(source.look()).toEqual({
      missing: expect.stringMatching(/^The token of the gateway is missing: .*gateway-token/),
    });
    expect(await source.get()).toMatchObject({ type: 'denied', cause: 'key' });
  });

  it('is not dialled with what no header can carry', async () => {
    const { source } = access({ auth: { ...auth, file: put('two words') } });
    const reason =
      'The token of the gateway cannot be used: it holds blanks, or letters that are not ASCII.';
    expect(source.look()).toEqual({ missing: reason });
    expect(await source.get()).toEqual({ type: 'denied', cause: 'key', reason });
  });
});

describe('Vertex AI', () => {
  const auth = { type: 'vertex', project: 'my-home', location: 'global' };
  const shown = { type: 'vertex', project: 'my-home', location: 'global' };
  const credentials = { type: 'service_account', private_key: 'pem-0123', client_email: 'a@b' };

  it('is left to the default credentials when no file is named', async () => {
    const { source } = access({ auth });
    expect(source.look()).toHaveProperty('value');
    expect(await source.get()).toEqual(shown);
  });

  it.each([
    [
      'the configuration',
      '"live.auth.credentialsFile"',
      (file: string) => access({ auth: { ...auth, credentialsFile: file } }),
    ],
    [
      'the variable',
      'GOOGLE_APPLICATION_CREDENTIALS',
      (file: string) => access({ auth }, { GOOGLE_APPLICATION_CREDENTIALS: file }),
    ],
  ])('wants the file that %s names', async (_, namedBy, accessWith) => {
    const file = join(folder(), 'google.json');
    const { source, secrets } = accessWith(file);
    const reason = `The credentials for Vertex AI are missing: there is no file ${file}, which ${namedBy} names.`;
    expect(source.look()).toEqual({ missing: reason });
    expect(await source.get()).toEqual({ type: 'denied', cause: 'key', reason });
    writeFileSync(file, JSON.stringify(credentials));
    const first = source.look();
    expect(first).toEqual(FINGERPRINT);
    expect(await source.get()).toEqual(shown);
    expect([...secrets]).toEqual(['pem-0123']);
    writeFileSync(file, JSON.stringify({ ...credentials, private_key: 'pem-4567' }));
    expect(source.look()).not.toEqual(first);
  });

  it.each([
    ['an API key', 'AIza-0123'],
    ['nothing', ''],
    ['JSON without a type', '{"private_key":"AIza-0123"}'],
    ['a list', '["AIza-0123"]'],
  ])('is not tried with a file that holds %s', async (_, content) => {
    const file = put(content);
    const { source } = access({ auth: { ...auth, credentialsFile: file } });
    const reason = `The credentials for Vertex AI cannot be used: ${file} is no credentials file, which is JSON with a "type".`;
    expect(source.look()).toEqual({ missing: reason });
    expect(await source.get()).toEqual({ type: 'denied', cause: 'key', reason });
  });
});

function access(live: object, variables: Variables = {}) {
  const secrets = new Set<string>();
  const warnings: string[] = [];
  const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) };
  const source = accessSource(configSchema.parse({ live }), {
    environment: environmentFrom(variables),
    clock: new FakeClock(),
    log,
    secrets,
  });
  return { source, secrets, warnings };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hearthd-access-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function put(content: string): string {
  const path = join(folder(), 'secret');
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}
