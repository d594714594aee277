import { inspect } from 'node:util';
import { GoogleGenAI } from '@google/genai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientOptions, type ServicePlace } from '../../src/gemini/client-options.ts';
import type { Access } from '../../src/live/access.ts';
import { googleCredentials } from '../fakes/google-credentials.ts';
import { recordWire, type WireRecorder } from '../ways-in/wire-recorder.ts';

const SECRET = 'AIza-secret-0123456789';
const FOREIGN = 'foreign-0123456789';

/** What the SDK writes to the console. */
const warnings: string[] = [];

beforeEach(() => {
  warnings.length = 0;
  for (const method of ['warn', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void warnings.push(inspect(words)));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe.each([
  ['without variables', {}],
  [
    'whatever the variables of the SDK say',
    {
      GOOGLE_API_KEY: FOREIGN,
      GEMINI_API_KEY: FOREIGN,
      GOOGLE_GENAI_API_KEY: FOREIGN,
      GOOGLE_GENAI_ACCESS_TOKEN: FOREIGN,
      GOOGLE_GENAI_USE_VERTEXAI: 'true',
      GOOGLE_GENAI_USE_ENTERPRISE: 'true',
      GOOGLE_CLOUD_PROJECT: 'foreign-project',
      GOOGLE_CLOUD_LOCATION: 'foreign-location',
      GOOGLE_VERTEX_BASE_URL: 'http://127.0.0.1:1/foreign',
      GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:1/foreign',
      GOOGLE_GENAI_API_VERSION: 'v1foreign',
    },
  ],
  [
    'when they ask for the Gemini API',
    { GOOGLE_API_KEY: FOREIGN, GOOGLE_GENAI_USE_VERTEXAI: 'false' },
  ],
  ['when they name a project only', { GOOGLE_CLOUD_PROJECT: 'foreign-project' }],
])('what arrives %s', (_, variables) => {
  beforeEach(() => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  });

  it('with an API key: the method of the configured version, the key in the query', async () => {
    const { socket, model } = await dial({ type: 'api-key', key: SECRET });
    expect(socket.path).toBe(
      '//ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent',
    );
    expect(socket.query).toEqual({ key: SECRET });
    expect(credentialsIn(socket.headers)).toEqual({});
    expect(model).toBe('models/gemini-3.8-live');
  });

  it('with an ephemeral token: the constrained method of v1alpha', async () => {
    const { socket, model } = await dial({ type: 'token', token: 'auth_tokens/abc' });
    expect(socket.path).toBe(
      '//ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContentConstrained',
    );
    expect(socket.query).toEqual({ access_token: 'auth_tokens/abc' });
    expect(credentialsIn(socket.headers)).toEqual({});
    expect(model).toBe('models/gemini-3.8-live');
  });

  it('with Vertex AI: its method, the access token in a header, the model with its place', async () => {
    const access = { type: 'vertex', project: 'my-home', location: 'europe-west4' } as const;
    const google = await recordWire(ACCESS_TOKEN);
    const auth = { type: 'vertex', credentialsFile: googleCredentials(google.url, SECRET) };
    const { socket, model } = await dial(access, { auth });
    expect(socket.path).toBe(
      '//ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent',
    );
    expect(socket.query).toEqual({});
    expect(credentialsIn(socket.headers)).toEqual({ authorization: 'Bearer ya29.of-google' });
    expect(model).toBe(
      'projects/my-home/locations/europe-west4/publishers/google/models/gemini-3.8-live',
    );
    expect(google.requests.map(({ path }) => path)).toEqual(['/v1/token']);
    expect(google.requests[0]?.body).toContain('cloud-platform');
  });

  it('with a gateway: its address as it is, the bearer token in a header and nothing else', async () => {
    const recorder = await recordWire();
    const path = '/v1beta/models/gemini-3.8-live/liveStream';
    const url = `${recorder.url}${path}?tenant=home`;
    const access = { type: 'gateway', url, bearer: SECRET } as const;
    const { model } = await dial(access, {}, recorder);
    const [socket] = recorder.sockets;
    expect(socket?.path).toBe(path);
    expect(socket?.query).toEqual({ tenant: 'home' });
    expect(credentialsIn(socket?.headers ?? {})).toEqual({ authorization: `Bearer ${SECRET}` });
    expect(model).toBe('publishers/google/models/gemini-3.8-live');
  });

  it('is nothing in the warnings of the SDK that a secret could be seen in', async () => {
    for (const access of [
      { type: 'api-key', key: SECRET },
      { type: 'token', token: `auth_tokens/${SECRET}` },
    ] as const)
      await dial(access);
    expect(warnings.join()).not.toContain(SECRET);
    expect(warnings.join()).not.toContain(FOREIGN);
  });
});

describe('what the SDK is told', () => {
  it('is always where the secret goes, at Google as elsewhere', () => {
    const place = (access: Access, live: Partial<ServicePlace> = {}) =>
      clientOptions(access, { ...LIVE, baseUrl: undefined, ...live }).sdk.httpOptions.baseUrl;
    const vertexIn = (location: string) => place({ type: 'vertex', project: 'p', location });
    const gemini = 'https://generativelanguage.googleapis.com';
    expect(place({ type: 'api-key', key: SECRET })).toBe(gemini);
    expect(place({ type: 'token', token: 'auth_tokens/a' })).toBe(gemini);
    expect(vertexIn('global')).toBe('https://aiplatform.googleapis.com');
    expect(vertexIn('europe-west4')).toBe('https://europe-west4-aiplatform.googleapis.com');
    expect(vertexIn('eu')).toBe('https://aiplatform.eu.rep.googleapis.com');
    const gateway = (url: string) => place({ type: 'gateway', url, bearer: SECRET }, LIVE);
    expect(gateway('wss://gateway.example/live')).toBe('https://gateway.example/live');
    expect(gateway('ws://127.0.0.1:1/live')).toBe('http://127.0.0.1:1/live');
    expect(gateway('https://gateway.example/ws')).toBe('https://gateway.example/ws');
  });

  it('comes with the secret that is never to be shown', () => {
    const secret = (access: Access) => clientOptions(access, LIVE).secret;
    expect(secret({ type: 'api-key', key: 'k' })).toBe('k');
    expect(secret({ type: 'token', token: 'auth_tokens/t' })).toBe('auth_tokens/t');
    expect(secret({ type: 'gateway', url: 'https://g.example', bearer: 'b' })).toBe('b');
    expect(secret({ type: 'vertex', project: 'p', location: 'l' })).toBeUndefined();
  });

  it('names the model as each way wants it', () => {
    const model = (access: Access) =>
      clientOptions(access, { ...LIVE, model: 'models/gemini-3.8-live' }).model;
    expect(model({ type: 'api-key', key: 'k' })).toBe('models/gemini-3.8-live');
    expect(model({ type: 'vertex', project: 'p', location: 'l' })).toBe('gemini-3.8-live');
    expect(model({ type: 'gateway', url: 'https://g.example', bearer: 'b' })).toBe(
      'models/gemini-3.8-live',
    );
  });
});

describe('credentials that Google does not take', () => {
  it('are told in a message without what they hold', async () => {
    const google = await recordWire({ error: 'invalid_grant' }, 400);
    const file = googleCredentials(google.url, SECRET);
    const access = { type: 'vertex', project: 'p', location: 'l' } as const;
    const { sdk, model } = clientOptions(access, {
      ...LIVE,
      auth: { type: 'vertex', credentialsFile: file },
    });
    const error = await connect(sdk, model).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(String(error)).toContain('invalid_grant');
    expect(String(error)).not.toContain(SECRET);
  });
});

const LIVE: ServicePlace = {
  model: 'gemini-3.8-live',
  apiVersion: 'v1beta',
  baseUrl: 'http://127.0.0.1:1',
};

/** What Google's servers answer in exchange for the token of somebody else. */
const ACCESS_TOKEN = {
  access_token: 'ya29.of-google',
  issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  token_type: 'Bearer',
  expires_in: 3_600,
};

async function dial(access: Access, live: Partial<ServicePlace> = {}, given?: WireRecorder) {
  const recorder = given ?? (await recordWire());
  const { sdk, model } = clientOptions(access, { ...LIVE, baseUrl: recorder.url, ...live });
  await connect(sdk, model);
  const [socket] = recorder.sockets;
  if (socket === undefined) throw new Error('Nothing arrived.');
  return { socket, model: JSON.parse(socket.body).setup.model };
}

async function connect(sdk: ReturnType<typeof clientOptions>['sdk'], model: string) {
  const ai = new GoogleGenAI(sdk);
  return ai.live.connect({ model, callbacks: { onmessage: () => {} } });
}

/** The headers that could carry a secret. */
const credentialsIn = (headers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) =>
        (/auth|key|token|user-project/.test(name) && !/^sec-websocket/.test(name)) ||
        String(value).includes(FOREIGN),
    ),
  );
