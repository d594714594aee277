import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { environmentFrom, type Variables } from '../../src/config/environment.ts';
import { configSchema } from '../../src/config/schema.ts';
import { geminiConnector } from '../../src/gemini/gemini-session.ts';
import type { SessionEvent } from '../../src/live/session.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { systemClock } from '../../src/system/clock.ts';
import { pinoLog } from '../../src/system/pino-log.ts';
import { accessSource } from '../../src/ways-in/access-choice.ts';
import { mintToken } from '../../src/ways-in/token-mint.ts';
import { googleCredentials } from '../fakes/google-credentials.ts';
import { until } from '../fakes/until.ts';

const SECRET = 'wQ7-secret-0123456789-abcdefg';
const WRONG = 'wQ8-wrong-0123456789-abcdefg';
const GATEWAY_PATH = '/v1beta/models/gemini-3.8-live/liveStream';

/** Whatever the library of a way in writes past the journal. */
let written: string[];

beforeEach(() => {
  written = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void written.push(inspect(words)));
});
afterEach(() => vi.restoreAllMocks());

interface Way {
  readonly type: string;
  readonly peer: LivePeerOptions;
  /** What the configuration and the variables say, with this secret. */
  readonly with: (secret: string, peer: LivePeer) => Promise<Given>;
  readonly path: string;
  readonly query: (token: string) => Record<string, string>;
  readonly authorization: string | undefined;
  readonly model: string;
}

interface Given {
  readonly auth: object;
  readonly variables: Variables;
}

const GEMINI = '//ws/google.ai.generativelanguage';

const WAYS: readonly Way[] = [
  {
    type: 'api-key',
    peer: { apiKey: SECRET },
    with: async (secret) => ({
      auth: { type: 'api-key' },
      variables: { GEMINI_API_KEY: secret },
    }),
    path: `${GEMINI}.v1beta.GenerativeService.BidiGenerateContent`,
    query: () => ({ key: SECRET }),
    authorization: undefined,
    model: 'models/gemini-3.8-live',
  },
  {
    type: 'token-service',
    peer: { apiKey: 'the-key-of-the-token-service' },
    with: async (secret, peer) => ({
      auth: { type: 'token-service', url: await tokenService(peer) },
      variables: { HEARTHD_TOKEN_SERVICE_SECRET: secret },
    }),
    path: `${GEMINI}.v1alpha.GenerativeService.BidiGenerateContentConstrained`,
    query: (token) => ({ access_token: token }),
    authorization: undefined,
    model: 'models/gemini-3.8-live',
  },
  {
    type: 'vertex',
    peer: { bearer: SECRET },
    with: async (secret, peer) => ({
      auth: {
        ...{ type: 'vertex', project: 'my-home', location: 'europe-west4' },
        credentialsFile: googleCredentials(peer.url, secret),
      },
      variables: {},
    }),
    path: '//ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent',
    query: () => ({}),
    authorization: `Bearer ${SECRET}`,
    model: 'projects/my-home/locations/europe-west4/publishers/google/models/gemini-3.8-live',
  },
  {
    type: 'gateway',
    peer: { bearer: SECRET, gatewayPath: GATEWAY_PATH },
    with: async (secret, peer) => ({
      auth: { type: 'gateway', url: `${peer.url}${GATEWAY_PATH}` },
      variables: { HEARTHD_GATEWAY_TOKEN: secret },
    }),
    path: GATEWAY_PATH,
    query: () => ({}),
    authorization: `Bearer ${SECRET}`,
    model: 'publishers/google/models/gemini-3.8-live',
  },
];

describe.each(WAYS)('the way in by $type', (way) => {
  it('opens a session, and shows its secret where it belongs and nowhere else', async () => {
    const { peer, dial, seen } = await setUp(way, SECRET);
    const events = dial();
    await until(() => events.length > 0);
    expect(events[0]).toEqual({ type: 'opened' });
    const { dial: dialled, setup } = await peer.nextConnection();
    const token = dialled.url.searchParams.get('access_token') ?? '';
    expect(dialled.url.pathname).toBe(way.path);
    expect(Object.fromEntries(dialled.url.searchParams)).toEqual(way.query(token));
    expect(dialled.headers.authorization).toBe(way.authorization);
    expect(dialled.headers).not.toHaveProperty('x-goog-api-key');
    expect(dialled.headers).not.toHaveProperty('x-goog-user-project');
    expect(setup).toMatchObject({ model: way.model });
    if (way.type === 'token-service') expect(token).toMatch(/^auth_tokens\/[0-9a-f]{64}$/);
    expect(seen(events)).not.toContain(SECRET);
    expect(token === '' || !seen(events).includes(token)).toBe(true);
  });

  it('says that the key is wrong when it is refused, and does not show it', async () => {
    const { peer, dial, seen } = await setUp(way, WRONG);
    // Google's servers, which change credentials into an access token, are those that refuse here.
    if (way.type === 'vertex') peer.failNextRequest({ type: 'http-status', status: 401 });
    const events = dial();
    await until(() => events.length > 0);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'closed',
      cause: 'key',
      reason: expect.stringMatching(/\S/),
    });
    expect(seen(events)).not.toContain(WRONG);
    expect(seen(events)).not.toContain(WRONG.slice(0, 12));
  });
});

describe.each(WAYS.filter(({ type }) => type !== 'vertex'))('the way in by $type', (way) => {
  it('leads nowhere without a secret, and says where it may be put', async () => {
    const { peer, dial } = await setUp(way, '');
    const events = dial();
    await until(() => events.length > 0);
    const reason = expect.stringMatching(/is missing: put it into/);
    expect(events).toEqual([{ type: 'closed', cause: 'key', reason, by: 'device' }]);
    expect(peer.dials).toEqual([]);
  });
});

describe.each(WAYS.filter(({ type }) => type !== 'token-service'))('the way in by $type', (way) => {
  it('does not repeat the secret when the service does', async () => {
    const { peer, dial, seen } = await setUp(way, SECRET);
    peer.failNext({ type: 'close-at-setup', code: 1011, reason: `No quota for ${SECRET}.` });
    const events = dial();
    await until(() => events.length > 0);
    expect(events).toEqual([
      { type: 'closed', cause: 'quota', reason: 'No quota for [secret]. (1011)' },
    ]);
    expect(seen(events)).not.toContain(SECRET);
  });
});

describe('a token service', () => {
  it('is asked again at once when the service refuses a token, and once only', async () => {
    const { peer, dial } = await setUp(WAYS[1] as Way, SECRET);
    peer.failNext(REFUSED_TOKEN);
    const events = dial();
    await until(() => events.length > 0);
    expect(events[0]).toEqual({ type: 'opened' });
    const tokens = peer.dials.map(({ url }) => url.searchParams.get('access_token'));
    expect(new Set(tokens).size).toBe(2);
    for (let time = 0; time < 2; time += 1) peer.failNext(REFUSED_TOKEN);
    const others = dial();
    await until(() => others.length > 0);
    expect(others[0]).toMatchObject({ type: 'closed', cause: 'key' });
    expect(peer.dials).toHaveLength(4);
  });
});

const REFUSED_TOKEN = {
  type: 'close-at-setup',
  code: 1008,
  reason: "Method doesn't allow unregistered callers",
} as const;

async function setUp(way: Way, secret: string) {
  const peer = await startLivePeer(way.peer);
  onTestFinished(() => peer.close());
  const { auth, variables } = await way.with(secret, peer);
  const lines: string[] = [];
  const secrets = new Set<string>();
  const log = pinoLog({
    level: 'debug',
    journal: false,
    destination: { write: (line) => void lines.push(line) },
    secrets: () => [...secrets],
  });
  const { live } = configSchema.parse({ live: { baseUrl: peer.url, auth } });
  const access = accessSource(configSchema.parse({ live: { baseUrl: peer.url, auth } }), {
    environment: environmentFrom(variables),
    clock: systemClock,
    log,
    secrets,
  });
  const connector = geminiConnector({
    live,
    instruction: () => 'Be brief.',
    access,
    activity: 'manual',
    clock: systemClock,
    log,
  });
  return {
    peer,
    dial: () => {
      const events: SessionEvent[] = [];
      const session = connector.open({ handle: undefined, tools: [], recap: [] }, (event) =>
        events.push(event),
      );
      onTestFinished(() => session.close());
      log.info('dialled', { access, session, inspected: inspect(session, { showHidden: true }) });
      return events;
    },
    /** All that somebody else could have seen. */
    seen: (events: readonly SessionEvent[]) =>
      [...lines, ...written, inspect(events, { depth: 9 }), inspect(access.look())].join('\n'),
  };
}

/** Hands out what `hearthd token` would mint; knows the shared secret. */
async function tokenService(peer: LivePeer): Promise<string> {
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${SECRET}`)
      return response.writeHead(401).end(`I do not know ${request.headers.authorization}`);
    const inMs = (ms: number) => new Date(Date.now() + ms);
    const minted = await mintToken({
      ...{ apiKey: 'the-key-of-the-token-service', baseUrl: peer.url, uses: 1 },
      ...{ expireTime: inMs(1_800_000), newSessionExpireTime: inMs(60_000), clock: systemClock },
    });
    return response.writeHead(minted.type === 'token' ? 200 : 500).end(JSON.stringify(minted));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hearth`;
}
