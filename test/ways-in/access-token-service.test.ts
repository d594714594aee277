import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AuthOf, authSchema } from '../../src/config/auth-schema.ts';
import { environmentFrom } from '../../src/config/environment.ts';
import { readTokenServiceSecret } from '../../src/config/secrets.ts';
import type { Access, AccessSource, Denial } from '../../src/live/access.ts';
import { systemClock } from '../../src/system/clock.ts';
import { silentLog } from '../../src/system/log.ts';
import { tokenServiceAccess } from '../../src/ways-in/access-token-service.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { type Certificates, hasOpenssl, makeCertificates } from './certificates.ts';

const SECRET = 'shared-secret-0123456789';

describe('a token from a token service', () => {
  it('is asked for anew at each dial, by POST and with the shared secret', async () => {
    const service = await serve();
    const { source, secrets } = access({ url: `${service.url}/hearth?device=kitchen` });
    expect(await source.get()).toEqual({ type: 'token', token: 'auth_tokens/1' });
    expect(await source.get()).toEqual({ type: 'token', token: 'auth_tokens/2' });
    expect(service.asked).toHaveLength(2);
    expect(service.asked[0]).toMatchObject({
      method: 'POST',
      url: '/hearth?device=kitchen',
      authorization: `Bearer ${SECRET}`,
      body: '{}',
    });
    expect([...secrets]).toEqual([SECRET, 'auth_tokens/1', 'auth_tokens/2']);
  });

  it('may come as Google itself answers', async () => {
    const { source } = access(
      await serve((_, response) => response.end('{"name":"auth_tokens/x"}')),
    );
    expect(await source.get()).toEqual({ type: 'token', token: 'auth_tokens/x' });
  });

  it('leaves nothing behind, however many there were', async () => {
    const service = await serve();
    const { source, secrets } = access(service);
    for (let i = 0; i < 20; i++) await source.get();
    expect(secrets.size).toBeLessThan(10);
    expect(secrets).toContain('auth_tokens/20');
    await until(() => service.connections() === 0);
  });

  it.each([
    ['no JSON', 'auth_tokens/abc'],
    ['a list', '["auth_tokens/abc"]'],
    ['nothing', ''],
    ['an API key', '{"token":"AIzaSyA0123456789012345678901234567890"}'],
    ['a token that would change the address', '{"token":"auth_tokens/a&key=b"}'],
    ['a token of another type', '{"token":17}'],
    ['a token without end', `{"token":"auth_tokens/${'a'.repeat(5_000)}"}`],
  ])('is not taken from an answer that is %s', async (_, body) => {
    const { source } = access(await serve((_, response) => response.end(body)));
    const denial = await deniedBy(source);
    expect(denial).toEqual({
      type: 'denied',
      cause: 'network',
      reason:
        'The token service answered without a token: it must be JSON with "token" or "name" such as "auth_tokens/…".',
    });
  });
});

describe('a token service that has no token', () => {
  it.each([
    [401, 'key', 'refuses (401)'],
    [403, 'key', 'refuses (403)'],
    [429, 'quota', 'has been asked for too much (429)'],
    [302, 'network', 'refers to another address (302), which is not followed'],
    [400, 'network', 'has no token to give (400)'],
    [404, 'network', 'has no token to give (404)'],
    [500, 'network', 'has no token to give (500)'],
    [503, 'network', 'has no token to give (503)'],
  ])('is told apart by what it answers: %i', async (status, cause, words) => {
    const service = await serve((_, response) =>
      response.writeHead(status, { location: '/elsewhere' }).end(),
    );
    const denial = await deniedBy(access(service).source);
    expect(denial.cause).toBe(cause);
    expect(denial.reason).toContain(`The token service ${words}`);
    expect(denial.reason).toMatch(/\.$/);
    expect(service.asked).toHaveLength(1);
  });

  it('is quoted briefly, on one line, and without the secret that it repeats', async () => {
    const message = `You\u001b[31m sent\n${SECRET} and ${'more '.repeat(100)}`;
    const { source } = access(
      await serve((_, response) =>
        response.writeHead(500).end(JSON.stringify({ error: { code: 500, message } })),
      ),
    );
    const { reason } = await deniedBy(source);
    expect(reason).toMatch(
      /^The token service has no token to give \(500\), saying "You \[31m sent \[secret\] and more/,
    );
    expect(reason.length).toBeLessThan(220);
    expect(reason).not.toMatch(/\p{Cc}/u);
  });

  it('is quoted without a secret that it cut in two', async () => {
    const cut = SECRET.slice(0, 12);
    const { source } = access(
      await serve((_, response) => response.writeHead(500).end(`I do not know ${cut}`)),
    );
    expect((await deniedBy(source)).reason).not.toContain(cut.slice(0, 8));
  });

  it('is not quoted when it sends a page for a browser', async () => {
    const { source } = access(
      await serve((_, response) => response.writeHead(502).end('<html>Bad gateway</html>')),
    );
    expect((await deniedBy(source)).reason).toBe('The token service has no token to give (502).');
  });

  it('is given up when it answers with more than 64 KiB', async () => {
    const { source } = access(await serve((_, response) => response.end('x'.repeat(70_000))));
    expect((await deniedBy(source)).reason).toBe(
      'The token service answered with more than 64 KiB.',
    );
  });

  it('is told when it breaks off', async () => {
    const service = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"token":', () => response.destroy());
    });
    expect(await deniedBy(access(service).source)).toEqual({
      type: 'denied',
      cause: 'network',
      reason: 'The token service broke off in the middle of its answer.',
    });
  });

  it('is told when nobody is there', async () => {
    const denial = await deniedBy(access({ url: `http://127.0.0.1:${await freePort()}/` }).source);
    expect(denial).toEqual({
      type: 'denied',
      cause: 'network',
      reason: 'The token service cannot be reached (ECONNREFUSED).',
    });
  });

  it('is given up after 8 seconds, also in the middle of its answer', async () => {
    const clock = new FakeClock();
    const service = await serve((_, response) => response.write('{"token":'));
    const asking = access(service, { clock }).source.get();
    await until(() => service.asked.length === 1);
    clock.advance(8_000);
    expect(await asking).toEqual({
      type: 'denied',
      cause: 'network',
      reason: 'The token service did not answer within 8 s.',
    });
    await until(() => service.connections() === 0);
    expect(clock.pending).toBe(0);
  });
});

describe('what is shown to a token service', () => {
  it('is looked for without asking anybody', async () => {
    const service = await serve();
    const there = access(service).source.look();
    expect(there).toEqual({ value: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(access(service).source.look()).toEqual(there);
    expect(access(service, { secret: 'another-secret' }).source.look()).not.toEqual(there);
    expect(service.asked).toEqual([]);
  });

  it('is missing with all the places where it may be put', async () => {
    const { source } = access({ url: 'https://tokens.example/' }, { secret: undefined });
    const reason =
      'The secret of the token service is missing: put it into a file that "live.auth.secretFile" names, into the credential token-service-secret (LoadCredential= of the unit), or into the variable HEARTHD_TOKEN_SERVICE_SECRET.';
    expect(source.look()).toEqual({ missing: reason });
    expect(await source.get()).toEqual({ type: 'denied', cause: 'key', reason });
  });

  it('must be what a header can carry, and is not shown when it is not', async () => {
    const { source } = access({ url: 'https://tokens.example/' }, { secret: 'größer als 7' });
    const reason =
      'The secret of the token service cannot be used: it holds blanks, or letters that are not ASCII.';
    expect(source.look()).toEqual({ missing: reason });
    expect(await source.get()).toEqual({ type: 'denied', cause: 'key', reason });
  });

  it('must be there as far as the configuration names files', async () => {
    const missing = (auth: object) =>
      access({ url: 'https://tokens.example/', ...auth }).source.look();
    const path = join(folder(), 'none.pem');
    expect(missing({ clientCertificate: path, clientKey: path })).toEqual({
      missing: `The certificate of this device cannot be read: there is no file ${path}, which "live.auth.clientCertificate" names.`,
    });
    expect(missing({ ca: path })).toEqual({
      missing: `The certificate of the authority cannot be read: there is no file ${path}, which "live.auth.ca" names.`,
    });
    expect(missing({ ca: folder() })).toEqual({
      missing: expect.stringMatching(/is a folder, not a file, which "live\.auth\.ca" names\.$/),
    });
  });
});

// Certificates are made with the program `openssl`; where there is none, nothing here can be shown.
describe.skipIf(!hasOpenssl)('a token service with TLS', () => {
  let made: Certificates;

  beforeAll(() => {
    made = makeCertificates();
  });
  afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

  it('is believed with the authority that the configuration names', async () => {
    const service = await serveTls();
    const { source } = access({ url: service.url, ca: made.ca });
    expect(await source.get()).toEqual({ type: 'token', token: 'auth_tokens/1' });
  });

  it('is shown nothing when nobody known has signed its certificate', async () => {
    const service = await serveTls();
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const denial = await deniedBy(access(service).source);
    expect(denial.cause).toBe('network');
    expect(denial.reason).toMatch(
      /^The token service shows a certificate that is not trusted \(\w+\): "ca" may help\.$/,
    );
    expect(service.asked).toEqual([]);
  });

  it('knows a device by its certificate, without a secret', async () => {
    const service = await serveTls({ requestCert: true, rejectUnauthorized: true });
    const { source, secrets } = access(
      { url: service.url, ca: made.ca, ...shown(made.client) },
      { secret: undefined },
    );
    expect(source.look()).toHaveProperty('value');
    expect(await source.get()).toEqual({ type: 'token', token: 'auth_tokens/1' });
    expect(service.asked[0]).toMatchObject({ device: 'client', authorization: undefined });
    expect(secrets).toContain(readFileSync(made.client.key, 'utf8'));
  });

  it('is shown both when there are both', async () => {
    const service = await serveTls({ requestCert: true, rejectUnauthorized: true });
    const { source } = access({ url: service.url, ca: made.ca, ...shown(made.client) });
    expect(await source.get()).toEqual({ type: 'token', token: 'auth_tokens/1' });
    expect(service.asked[0]).toMatchObject({ device: 'client', authorization: `Bearer ${SECRET}` });
  });

  it('says no to a device without a certificate, or with one of a stranger', async () => {
    const service = await serveTls({ requestCert: true, rejectUnauthorized: true });
    for (const device of [{}, shown(made.stranger)]) {
      const denial = await deniedBy(access({ url: service.url, ca: made.ca, ...device }).source);
      expect(denial.reason).toMatch(/^The token service .*\.$/);
    }
    expect(service.asked).toEqual([]);
  });

  it('is not asked with a certificate that is none, or with the key of another', async () => {
    const service = await serveTls();
    const nonsense = join(made.folder, 'nonsense');
    writeFileSync(nonsense, 'nonsense');
    for (const device of [
      { clientCertificate: nonsense, clientKey: made.client.key },
      { clientCertificate: made.client.cert, clientKey: made.stranger.key },
    ]) {
      const denial = await deniedBy(access({ url: service.url, ca: made.ca, ...device }).source);
      expect(denial.cause).toBe('key');
      expect(denial.reason).toMatch(/^The token service cannot be shown the certificate/);
    }
    expect(service.asked).toEqual([]);
  });

  const shown = ({ cert, key }: Certificates['client']) => ({
    clientCertificate: cert,
    clientKey: key,
  });

  const serveTls = (options: ServerOptions = {}) =>
    serve(undefined, {
      cert: readFileSync(made.server.cert),
      key: readFileSync(made.server.key),
      ca: readFileSync(made.ca),
      ...options,
    });
});

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
  /** Name in the certificate of the client. */
  readonly device: string | undefined;
}

type Respond = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** As many tokens as are asked for. */
const giveToken: Respond = (_, response, count) =>
  response.end(JSON.stringify({ token: `auth_tokens/${count}`, expireTime: '2026-01-01' }));

/** A token service. */
async function serve(respond = giveToken, tls?: ServerOptions) {
  const asked: Asked[] = [];
  const listen: RequestListener = async (request, response) => {
    const { method, url, headers, socket } = request;
    const body = await text(request);
    const { CN } = tls ? ((socket as TLSSocket).getPeerCertificate()?.subject ?? {}) : {};
    const { authorization } = headers;
    asked.push({ method, url, authorization, body, device: CN?.toString() });
    respond(request, response, asked.length);
  };
  const server = tls ? createTlsServer(tls, listen) : createServer(listen);
  let connections = 0;
  server.on('connection', (socket) => {
    connections++;
    socket.on('close', () => connections--);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    connections: () => connections,
  };
}

interface Given {
  readonly secret?: string | undefined;
  readonly clock?: FakeClock;
}

function access(
  { url, ca, clientCertificate, clientKey }: Partial<AuthOf<'token-service'>>,
  given: Given = {},
) {
  const { secret = 'secret' in given ? undefined : SECRET, clock = systemClock } = given;
  const auth = authSchema.parse({
    ...{ type: 'token-service', url, ca, clientCertificate, clientKey },
  }) as AuthOf<'token-service'>;
  const secrets = new Set<string>();
  const environment = environmentFrom({ HEARTHD_TOKEN_SERVICE_SECRET: secret });
  const read = () => readTokenServiceSecret(auth, environment);
  const source = tokenServiceAccess({ auth, read, clock, log: silentLog, secrets });
  return { source, secrets };
}

/** Whatever is said holds nothing of the secret. */
async function deniedBy(source: AccessSource): Promise<Denial> {
  const answer: Access | Denial = await source.get();
  expect(JSON.stringify(answer)).not.toContain(SECRET);
  if (answer.type !== 'denied') throw new Error(`It was not denied: ${answer.type}.`);
  return answer;
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hearthd-token-service-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
