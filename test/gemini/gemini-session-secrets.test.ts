import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Access } from '../../src/live/access.ts';
import type { LivePeer, LivePeerOptions } from '../../src/live-peer/server.ts';
import { googleCredentials } from '../fakes/google-credentials.ts';
import { dialTo, type Line, setUp } from './live-lines.ts';

/** One that is written in another way in URLs, and one that no header takes. */
const SECRETS = ['q7/secret+0123456789==', 'q7 sécret "0123456789"', 'q7#secret\n0123456789'];
const GATEWAY_PATH = '/v1beta/models/m/liveStream';

type Way = (secret: string, peer: { readonly url: string }) => Access;

const WAYS: readonly (readonly [string, Way])[] = [
  ['a key', (key) => ({ type: 'api-key', key })],
  ['a token', (secret) => ({ type: 'token', token: `auth_tokens/${secret}` })],
  [
    'the bearer of a gateway',
    (bearer, { url }) => ({ type: 'gateway', url: `${url}${GATEWAY_PATH}`, bearer }),
  ],
];

const FAULTS: readonly (readonly [string, (secret: string) => LivePeerOptions['fault']])[] = [
  ['repeats it', (secret) => refusal(`Nobody knows ${secret} here.`)],
  ['repeats it as URLs have it', (secret) => refusal(`No ?k=${encodeURIComponent(secret)}&x`)],
  ['repeats it cut', (secret) => refusal(`The caller with ${secret.slice(0, -3)}`)],
  ['repeats it in JSON', (secret) => refusal(JSON.stringify(JSON.stringify({ k: secret })))],
  ['refuses the upgrade', () => ({ type: 'http-status', status: 503 })],
];

describe.each(WAYS)('%s', (_name, access) => {
  describe.each(SECRETS)('like %j', (secret) => {
    test.each(FAULTS)('is not shown when the service %s', async (_fault, fault) => {
      silenceSdk();
      const chosen = fault(secret);
      const { peer } = await setUp({
        gatewayPath: GATEWAY_PATH,
        tokens: { [`auth_tokens/${secret}`]: 0 },
        ...(chosen && { fault: chosen }),
      });
      await expectHidden(dialTo(peer.url, { access: access(secret, peer) }).dial(), secret);
    });

    test('is not shown when nobody listens', async () => {
      silenceSdk();
      const { peer } = await setUp();
      await peer.close();
      await expectHidden(dialTo(peer.url, { access: access(secret, peer) }).dial(), secret);
    });
  });
});

test('a bearer that fits into no header is not shown in what the SDK throws', async () => {
  const { peer } = await setUp({ gatewayPath: GATEWAY_PATH });
  const bearer = 'q7-secret\n0123456789';
  const access = { type: 'gateway', url: `${peer.url}${GATEWAY_PATH}`, bearer } as const;
  const line = dialTo(peer.url, { access }).dial();
  await expectHidden(line, bearer);
  expect(line.heard('closed')[0]?.reason).toMatch(/could not be dialled: .*header/);
});

describe('the credentials of Vertex AI', () => {
  const SECRET = 'q7-access-token-0123456789';

  test('are not shown when the service repeats what was made of them', async () => {
    const { peer } = await setUp({ bearer: SECRET, fault: refusal(`No quota for ${SECRET}.`) });
    const line = await vertexLine(peer);
    await expectHidden(line, SECRET);
    expect(peer.dials[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(line.heard('closed')[0]?.reason).toBe('No quota for [secret]. (1007)');
  });

  test('that nobody hands out are said to be the trouble', async () => {
    const { peer } = await setUp();
    peer.failNextRequest({ type: 'http-status', status: 401 });
    const line = await vertexLine(peer);
    expect(await line.until('closed')).toMatchObject({ cause: 'key' });
    expect(peer.dials).toHaveLength(0);
  });

  test('that come when nobody waits for them any more are not used', async () => {
    const { peer } = await setUp();
    const line = await vertexLine(peer);
    await peer.waitFor(({ requests }) => requests[0]);
    await line.session.close();
    const later = await vertexLine(peer);
    await later.until('opened');
    expect(peer.requests).toHaveLength(2);
    expect(peer.dials).toHaveLength(1);
    expect(line.events).toEqual([]);
  });

  async function vertexLine(peer: LivePeer): Promise<Line> {
    const credentialsFile = googleCredentials(peer.url, 'a subject');
    const place = { type: 'vertex', project: 'my-home', location: 'europe-west4' } as const;
    return dialTo(peer.url, {
      live: { auth: { ...place, credentialsFile } },
      access: place,
    }).dial();
  }
});

function refusal(reason: string) {
  return { type: 'close-at-setup', code: 1007, reason } as const;
}

/** Of tokens it says in the console that they are experimental. */
function silenceSdk(): void {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => {
    for (const words of warned.mock.calls)
      for (const secret of SECRETS) expect(words.join(' ')).not.toContain(secret);
    warned.mockRestore();
  });
}

async function expectHidden(line: Line, secret: string): Promise<void> {
  const closed = await line.until('closed');
  expect(closed.reason).not.toBe('');
  const shown = [
    inspect(line.events, { depth: Infinity, showHidden: true }),
    inspect(line.session, { depth: Infinity, showHidden: true }),
    JSON.stringify(line.events),
  ].join('\n');
  for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
    expect(shown).not.toContain(form);
    // Neither the beginning, by which it would be recognized.
    expect(shown).not.toContain(form.slice(0, 7));
  }
}
