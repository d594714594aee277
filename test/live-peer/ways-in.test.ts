import { afterEach, describe, expect, it } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { audio, END, MANUAL, METHOD, RawClient, START, typed } from './raw-client.ts';

const CONSTRAINED = `${METHOD.replace('v1beta', 'v1alpha')}Constrained`;
const VERTEX = '/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent';
const GATEWAY = '/v1beta/models/gemini-3.8-live/liveStream';
const PUBLISHED = 'projects/home/locations/europe-west1/publishers/google/models/';

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

describe('an ephemeral token', () => {
  const path = `${CONSTRAINED}?access_token=auth_tokens/t`;
  const unregistered = {
    code: 1008,
    reason: expect.stringMatching(/^Method doesn't allow unregistered callers/),
  };

  it('is shown to the constrained method', async () => {
    const peer = await start({ tokens: { 'auth_tokens/t': 1 } });
    const client = await RawClient.dial(peer, path);
    client.send({ setup: MANUAL });
    await client.message((message) => message.setupComplete);
    const { dial } = await peer.nextConnection();
    expect(dial).toMatchObject({ way: 'token', apiVersion: 'v1alpha' });
  });

  it('has no method to be shown to in other versions', async () => {
    const peer = await start({ tokens: { 'auth_tokens/t': 1 } });
    for (const version of ['v1', 'v1beta'])
      expect(await refusedWith(peer, path.replace('v1alpha', version))).toBe(404);
  });

  it.each([
    ['is not a key', METHOD, '?key=auth_tokens/t'],
    ['is one of ours', CONSTRAINED, '?access_token=auth_tokens/other'],
    ['is there', CONSTRAINED, ''],
    ['is no key', CONSTRAINED, '?access_token=right'],
  ])('%s', async (_what, method, query) => {
    const peer = await start({ apiKey: 'right', tokens: { 'auth_tokens/t': 1 } });
    const client = await RawClient.dial(peer, `${method}${query}`);
    const refused =
      method === METHOD ? { code: 1007, reason: expect.stringContaining('API key') } : unregistered;
    await expect(client.closed).resolves.toEqual(refused);
  });

  it('opens so many sessions, and resumes them as often as it is wanted to', async () => {
    const peer = await start({ tokens: { 'auth_tokens/t': 1 } });
    const open = async (sessionResumption: object) => {
      const client = await RawClient.dial(peer, path);
      client.send({ setup: { ...MANUAL, sessionResumption } });
      return client;
    };
    const first = await open({});
    const told = await first.message((message) => message.sessionResumptionUpdate?.newHandle);
    const handle = told.sessionResumptionUpdate?.newHandle;
    first.socket.close();
    await (await peer.nextConnection()).waitFor(({ ended }) => ended);
    await expect((await open({})).closed).resolves.toEqual(unregistered);
    await (await open({ handle })).message((message) => message.setupComplete);
  });

  it('opens any number of sessions when its uses are 0', async () => {
    const peer = await start({ tokens: { 'auth_tokens/t': 0 } });
    for (const _ of [1, 2, 3]) {
      const client = await RawClient.dial(peer, path);
      client.send({ setup: MANUAL });
      await client.message((message) => message.setupComplete);
    }
  });
});

describe('the endpoint that mints tokens', () => {
  const url = (peer: LivePeer, version = 'v1alpha') => `${peer.url}/${version}/auth_tokens`;
  const headers = { 'x-goog-api-key': 'right', 'content-type': 'application/json' };

  it('gives a token that opens sessions, and records who asked for what', async () => {
    const peer = await start({ apiKey: 'right' });
    const body = JSON.stringify({ uses: 2 });
    const response = await fetch(url(peer), { method: 'POST', headers, body });
    expect(response.headers.get('content-type')).toContain('application/json');
    const token = (await response.json()) as { name: string };
    expect(token).toEqual({ name: expect.stringMatching(/^auth_tokens\/[0-9a-f]{64}$/) });
    const client = await RawClient.dial(peer, `${CONSTRAINED}?access_token=${token.name}`);
    client.send({ setup: MANUAL });
    await client.message((message) => message.setupComplete);
    expect(peer.requests).toMatchObject([
      { method: 'POST', body, headers: { 'x-goog-api-key': 'right' } },
    ]);
    expect(peer.requests[0]?.url.pathname).toBe('/v1alpha/auth_tokens');
  });

  it('gives tokens that open a session for a minute, and resume it for half an hour', async () => {
    const clock = new FakeClock();
    const peer = await start({ clock });
    const mint = async () => {
      const response = await fetch(url(peer), { method: 'POST', headers, body: '{"uses": 0}' });
      return ((await response.json()) as { name: string }).name;
    };
    const path = `${CONSTRAINED}?access_token=${await mint()}`;
    const set = async (sessionResumption: object) => {
      const client = await RawClient.dial(peer, path);
      client.send({ setup: { ...MANUAL, sessionResumption } });
      return client;
    };
    clock.advance(60_000);
    const client = await set({});
    const told = await client.message((message) => message.sessionResumptionUpdate?.newHandle);
    const handle = told.sessionResumptionUpdate?.newHandle;
    client.socket.close();
    await (await peer.nextConnection()).waitFor(({ ended }) => ended);
    clock.advance(1);
    expect((await (await set({})).closed).code).toBe(1008);
    clock.advance(29 * 60_000 - 1);
    const resumed = await set({ handle });
    await resumed.message((message) => message.setupComplete);
    clock.advance(1);
    expect((await (await RawClient.dial(peer, path)).closed).code).toBe(1008);
  });

  it.each([
    [
      'the wrong key',
      400,
      'INVALID_ARGUMENT',
      { 'x-goog-api-key': 'wrong' },
      '{}',
      'API key not valid',
    ],
    ['no key', 403, 'PERMISSION_DENIED', {}, '{}', "Method doesn't allow unregistered callers"],
    ['no JSON', 400, 'INVALID_ARGUMENT', headers, '}', 'Invalid JSON payload received.'],
    [
      'a field that nobody knows',
      400,
      'INVALID_ARGUMENT',
      headers,
      '{"use": 1}',
      'Unknown name "use"',
    ],
    [
      'a date that is none',
      400,
      'INVALID_ARGUMENT',
      headers,
      '{"expireTime": "soon"}',
      "'expire_time'",
    ],
  ])('refuses %s as Google does', async (_what, code, status, shown, body, message) => {
    const peer = await start({ apiKey: 'right' });
    const response = await fetch(url(peer), { method: 'POST', headers: shown, body });
    expect(response.status).toBe(code);
    expect(await response.json()).toEqual({
      error: { code, status, message: expect.stringContaining(message) },
    });
  });

  it('is in the alpha version alone, and takes nothing but POST', async () => {
    const peer = await start();
    expect((await fetch(url(peer, 'v1beta'), { method: 'POST', headers })).status).toBe(404);
    expect((await fetch(url(peer), { headers })).status).toBe(404);
  });

  it('fails when it is told to, once', async () => {
    const peer = await start();
    peer.failNextRequest({ type: 'http-status', status: 429 });
    const ask = () => fetch(url(peer), { method: 'POST', headers });
    const response = await ask();
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ error: { status: 'RESOURCE_EXHAUSTED' } });
    expect((await ask()).status).toBe(200);
  });

  it('lets a caller wait for ever when it is told to', async () => {
    const peer = await start();
    peer.failNextRequest({ type: 'black-hole' });
    const abort = new AbortController();
    const asked = fetch(url(peer), { method: 'POST', headers, signal: abort.signal });
    await peer.waitFor(({ requests }) => requests[0]);
    abort.abort(new Error('given up'));
    await expect(asked).rejects.toThrow('given up');
  });
});

describe.each([
  ['Vertex AI', VERTEX, `${PUBLISHED}gemini-3.8-live`],
  ['a gateway', GATEWAY, 'publishers/google/models/gemini-3.8-live'],
] as const)('%s', (_where, path, model) => {
  const bearer = { authorization: 'Bearer ya29.right' };
  const options = { bearer: 'ya29.right', gatewayPath: GATEWAY };
  const setup = { ...MANUAL, model };

  it('takes the bearer that it knows, and speaks as Vertex AI does', async () => {
    const peer = await start({
      ...options,
      model: scriptedModel([
        [{ toolCall: [{ name: 'light' }] }, { audio: tone({ durationMs: 50 }), said: 'Done.' }],
      ]),
    });
    const client = await RawClient.dial(peer, path, bearer);
    client.send({ setup: { ...setup, outputAudioTranscription: {} } });
    const { setupComplete } = await client.message((message) => message.setupComplete);
    expect(setupComplete).toEqual({ sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    client.send(START, audio(), END);
    const { toolCall } = await client.message((message) => message.toolCall);
    expect(toolCall?.functionCalls?.[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
    client.send({ toolResponse: { functionResponses: [{ name: 'light', response: {} }] } });
    await client.turns(1);
    const parts = client.messages.flatMap((m) => m.serverContent?.modelTurn?.parts ?? []);
    expect(parts[0]?.inlineData?.mimeType).toBe('audio/pcm');
    expect(client.messages.at(-1)).toEqual({
      serverContent: { turnComplete: true },
      usageMetadata: {
        promptTokenCount: expect.any(Number),
        totalTokenCount: expect.any(Number),
        candidatesTokenCount: 2,
        promptTokensDetails: expect.any(Array),
        candidatesTokensDetails: [{ modality: 'AUDIO', tokenCount: 2 }],
        trafficType: 'ON_DEMAND',
      },
    });
    const transcripts = client.messages.flatMap((m) => m.serverContent?.outputTranscription ?? []);
    expect(transcripts).toEqual([{ text: 'Done.' }, { finished: true }]);
  });

  it.each([
    ['another bearer', { authorization: 'Bearer other' }],
    ['another scheme', { authorization: 'Basic ya29.right' }],
    ['no bearer', {}],
  ])('does not let anybody in with %s', async (_what, headers) => {
    const peer = await start(options);
    expect(await refusedWith(peer, `${path}?key=ya29.right`, headers)).toBe(401);
    expect(peer.dials).toHaveLength(1);
    expect(peer.connections).toEqual([]);
  });

  it('needs some bearer where any will do', async () => {
    const peer = await start({ gatewayPath: GATEWAY });
    expect(await refusedWith(peer, path)).toBe(401);
    await RawClient.dial(peer, path, { authorization: 'Bearer x' });
  });

  it('does not serve what it does not have', async () => {
    const peer = await start(options);
    const client = await RawClient.dial(peer, path, bearer);
    client.send({ setup: { ...setup, model: model.replace('3.8', '3.1-flash') } });
    await expect(client.closed).resolves.toMatchObject({
      code: 1008,
      reason: expect.stringMatching(/^Publisher Model /),
    });
  });

  it('may end a turn of its own with a function call', async () => {
    const peer = await start({
      ...options,
      callEnds: 'turn',
      model: scriptedModel([[{ toolCall: [{ name: 'light' }] }, { said: 'Done.' }]]),
    });
    const client = await RawClient.dial(peer, path, bearer);
    client.send({ setup });
    await client.message((message) => message.setupComplete);
    const before = client.messages.length;
    client.send(typed('Light!'));
    await client.turns(1);
    client.send({ toolResponse: { functionResponses: [{ name: 'light', response: {} }] } });
    await client.turns(2);
    expect(client.kinds(before)).toEqual([
      'toolCall',
      'generationComplete',
      'turnComplete+usageMetadata',
      'generationComplete',
      'turnComplete+usageMetadata',
    ]);
  });
});

it('has no gateway unless it is told where', async () => {
  const peer = await start();
  expect(await refusedWith(peer, GATEWAY, { authorization: 'Bearer x' })).toBe(404);
  expect(peer.dials).toMatchObject([{ way: undefined, apiVersion: '' }]);
});

it('gives the bearer to who exchanges a credential of another sort for it', async () => {
  const peer = await start({ bearer: 'ya29.right' });
  const response = await fetch(`${peer.url}/v1/token`, { method: 'POST', body: 'grant_type=x' });
  expect(await response.json()).toMatchObject({ access_token: 'ya29.right', token_type: 'Bearer' });
});

it('knows nothing else over HTTP', async () => {
  const peer = await start();
  const response = await fetch(`${peer.url}/v1beta/models`);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    error: { code: 404, message: 'Not Found', status: 'NOT_FOUND' },
  });
});

async function start(options: LivePeerOptions = {}): Promise<LivePeer> {
  const peer = await startLivePeer(options);
  peers.push(peer);
  return peer;
}

/** The status that a request for an upgrade is refused with. */
function refusedWith(
  peer: LivePeer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number | undefined> {
  const client = new RawClient(`${peer.url.replace('http', 'ws')}${path}`, headers);
  return new Promise((resolve) => {
    client.socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode);
    });
  });
}
