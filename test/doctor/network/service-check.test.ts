import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { environmentFrom, type Variables } from '../../../src/config/environment.ts';
import type { Finding } from '../../../src/doctor/check.ts';
import { networkChecks } from '../../../src/doctor/network/real-network-checks.ts';
import { serviceCheck } from '../../../src/doctor/network/service-check.ts';
import { servicePlaces } from '../../../src/doctor/network/service-places.ts';
import { type LivePeerOptions, startLivePeer } from '../../../src/live-peer/server.ts';
import { systemClock as clock } from '../../../src/system/clock.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { ScriptedConnector } from '../../fakes/scripted-connector.ts';
import { contextOf, words } from '../context.ts';

const KEY = 'AIzaSyD-of-a-test-0123456789abcdefghi';
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('the service', () => {
  test('that takes the key is told so, at no cost', async () => {
    const { peer, findings } = await examined({ apiKey: KEY });
    expect(words(findings)).toEqual([
      expect.stringMatching(
        /^good: The service can be reached: 127\.0\.0\.1:\d+ is 127\.0\.0\.1\.$/,
      ),
      'good: What is shown to the service was found: GEMINI_API_KEY.',
      'good: The service lets this device in, with the model "gemini-3.8-live".',
    ]);
    expect(findings.at(-1)?.details).toMatchObject({ tookMs: expect.any(Number) });
    const connection = await peer.nextConnection();
    await connection.waitFor(({ ended }) => ended);
    // The setup, and nothing that would be paid for.
    expect(connection.received).toHaveLength(1);
    expect(connection.received[0]).toHaveProperty('setup');
    expect(JSON.stringify(findings)).not.toContain(KEY);
  });

  test('that does not take the key says why, in its own words', async () => {
    const { findings } = await examined({ apiKey: 'another' });
    const told = findings.at(-1);
    expect(told?.state).toBe('bad');
    expect(told?.sentence).toMatch(
      /does not accept the key.*aistudio\.google\.com.*API key not valid/,
    );
    expect(JSON.stringify(findings)).not.toContain(KEY);
  });

  test('that has no such model says so', async () => {
    const { findings } = await examined({}, { live: { model: 'gemini-9-live' } });
    expect(findings.at(-1)).toMatchObject({
      state: 'bad',
      sentence: expect.stringContaining('has no Live model "gemini-9-live"'),
    });
  });

  test('that refuses a setting is told with what the daemon does without', async () => {
    const { findings } = await examined({}, { live: { temperature: 0.5 } }, (peer) =>
      peer.failNext({
        type: 'close-at-setup',
        code: 1007,
        reason: 'Language code is not supported for this model.',
      }),
    );
    const told = words(findings.slice(-2));
    expect(told[0]).toContain('good: The service lets this device in');
    expect(told[1]).toBe(
      'note: The service refuses one of these settings, and the daemon does without all of them.',
    );
    expect(told).toContain('  live.temperature');
    expect(told.at(-1)).toContain('Language code is not supported for this model.');
  });

  test('is not asked without a key, and it is said where one may be put', async () => {
    const { peer, findings } = await examined({}, {}, () => {}, {});
    expect(findings.map(({ state }) => state)).toEqual(['good', 'bad']);
    expect(findings[1]?.sentence).toMatch(/API key is missing.*gemini-api-key.*GEMINI_API_KEY/);
    expect(peer.dials).toEqual([]);
  });

  test('is not asked when it cannot be reached', async () => {
    const { peer, findings } = await examined({}, {}, (peer) => peer.close());
    expect(words(findings)).toEqual([
      expect.stringMatching(/^bad: The service cannot be reached: nothing listens at 127\.0\.0\.1/),
      'good: What is shown to the service was found: GEMINI_API_KEY.',
      'skipped: Whether the service takes the key was not tried, since it cannot be reached.',
    ]);
    expect(peer.dials).toEqual([]);
  });

  test('is warned of when everybody can read the key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hearth-key-'));
    open.push(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'key');
    writeFileSync(file, KEY, { mode: 0o644 });
    const { findings } = await examined(
      { apiKey: KEY },
      { live: { auth: { type: 'api-key', file } } },
    );
    expect(words(findings)).toContain(
      `note: Everybody on this machine can read ${file}: run chmod o-r on it.`,
    );
    expect(findings.at(-1)?.state).toBe('good');
  });

  test('that never answers is left when the doctor is interrupted', async () => {
    const connector = new ScriptedConnector();
    const stop = new AbortController();
    const running = scripted(connector, stop.signal);
    while (connector.sessions.length === 0) await Promise.resolve();
    stop.abort();
    expect((await running).at(-1)).toMatchObject({ state: 'skipped' });
    expect(connector.last.sent).toEqual(['close']);
  });

  test('is not dialled any more when the doctor was interrupted before', async () => {
    const connector = new ScriptedConnector();
    expect((await scripted(connector, AbortSignal.abort())).at(-1)?.state).toBe('skipped');
    expect(connector.sessions).toEqual([]);
  });
});

describe('the place of the service', () => {
  test.each([
    [{}, ['generativelanguage.googleapis.com:443']],
    [{ baseUrl: 'http://127.0.0.1:9000' }, ['127.0.0.1:9000']],
    [
      { auth: { type: 'vertex', project: 'home-1', location: 'europe-west4' } },
      ['europe-west4-aiplatform.googleapis.com:443'],
    ],
    [{ auth: { type: 'gateway', url: 'wss://gateway.example/live' } }, ['gateway.example:443']],
    [
      { auth: { type: 'token-service', url: 'https://tokens.example:8443/hearth' } },
      ['tokens.example:8443', 'generativelanguage.googleapis.com:443'],
    ],
  ])('of %j is found without its secret', (live, places) => {
    const { config } = contextOf({ config: { live } });
    expect(servicePlaces(config).map(({ place: { host, port } }) => `${host}:${port}`)).toEqual(
      places,
    );
  });
});

type Peer = Awaited<ReturnType<typeof startLivePeer>>;

/** By the check as it is put together for a real device, with a service of our own. */
async function examined(
  options: LivePeerOptions,
  { live = {} }: { readonly live?: object } = {},
  before: (peer: Peer) => unknown = () => {},
  variables: Variables = { GEMINI_API_KEY: KEY },
): Promise<{ peer: Peer; findings: readonly Finding[] }> {
  const peer = await startLivePeer(options);
  open.push(() => peer.close().catch(() => {}));
  await before(peer);
  const context = contextOf({ config: { live: { baseUrl: peer.url, ...live } }, clock });
  const [service] = networkChecks({
    config: context.config,
    environment: environmentFrom(variables),
    clock,
    secrets: new Set(),
  });
  return { peer, findings: (await service?.run(context)) ?? [] };
}

function scripted(connector: ScriptedConnector, signal: AbortSignal) {
  const check = serviceCheck({
    places: [],
    tryWay: async () => ({ end: 'no name', code: 'ENOTFOUND' }),
    secret: () => undefined,
    advice: () => [],
    way: () => ({
      access: { look: () => ({ value: 'x' }), get: async () => ({ type: 'api-key', key: KEY }) },
      connector,
    }),
    date: () => new Date(0),
  });
  return check.run(contextOf({ clock: new FakeClock(), signal }));
}
