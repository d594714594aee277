import { readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { nodeWay } from '../../../src/doctor/network/node-way.ts';
import type { Place } from '../../../src/doctor/network/way.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { until } from '../../fakes/until.ts';
import { titled } from '../../parts/support/skipping.ts';
import { type Certificates, hasOpenssl, makeCertificates } from '../../ways-in/certificates.ts';

const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('the way without TLS', () => {
  test('leads to who listens, and leaves no connection behind', async () => {
    const { place, sockets } = await listening(createServer());
    const trip = await go(place);
    expect(trip).toMatchObject({ end: 'there', address: '127.0.0.1' });
    expect(trip.end === 'there' && Object.keys(trip.tookMs)).toEqual(['name', 'connection']);
    await until(() => [...sockets].every(({ destroyed }) => destroyed));
  });

  test('ends where nobody listens', async () => {
    const { place, server } = await listening(createServer());
    await new Promise((resolve) => server.close(resolve));
    expect(await go(place)).toEqual({
      end: 'no connection',
      address: '127.0.0.1',
      code: 'ECONNREFUSED',
    });
  });

  test('ends at a name that nobody knows, or that nobody can be asked for', async () => {
    const trip = await go({ host: 'nowhere.invalid', port: 1, tls: 'none' });
    expect(trip).toEqual({
      end: 'no name',
      code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
    });
  });

  test('ends when it is interrupted', async () => {
    const { place } = await listening(createServer());
    const stop = new AbortController();
    stop.abort();
    expect(await nodeWay({ clock: systemClock })(place, stop.signal)).toMatchObject({
      end: 'silence',
    });
  });
});

const missing = hasOpenssl ? undefined : 'no openssl here';

describe.skipIf(missing)(titled('the way with TLS', missing), () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = makeCertificates();
  });
  afterAll(() => rmSync(certificates.folder, { recursive: true, force: true }));

  const server = ({ cert, key }: { readonly cert: string; readonly key: string }) =>
    createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) });
  const trusting = (place: Place): Place => ({
    ...place,
    tls: { ca: readFileSync(certificates.ca) },
  });

  test('leads to who shows a certificate of a known authority', async () => {
    const { place } = await listening(server(certificates.server));
    for (let at = 0; at < 5; at += 1) {
      const trip = await go(trusting(place));
      expect(trip).toMatchObject({
        end: 'there',
        tookMs: { tls: expect.any(Number) },
        certificate: { issuer: 'ca' },
      });
      const { certificate } = trip as Extract<typeof trip, { end: 'there' }>;
      expect(Number(certificate?.until) - Number(certificate?.from)).toBe(2 * 24 * 3_600_000);
    }
  });

  test('ends at a certificate of an unknown authority, and says whose it is', async () => {
    const { place } = await listening(server(certificates.stranger));
    expect(await go(trusting(place))).toMatchObject({
      end: 'not safe',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      certificate: { issuer: 'stranger' },
    });
  });

  test('ends at a certificate for another name', async () => {
    const { place } = await listening(server(certificates.server));
    expect(await go({ ...trusting(place), host: 'localhost' })).toMatchObject({
      end: 'not safe',
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test.each([
    ['speaks something else', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['hangs up', (socket: Socket) => socket.destroy()],
  ])('ends where somebody %s', async (_, greet) => {
    const { place } = await listening(createServer(greet));
    expect(await go(trusting(place))).toMatchObject({ end: 'not safe', code: expect.any(String) });
  });

  test('is given up after a while where nobody answers', async () => {
    const { place, sockets } = await listening(createServer());
    const clock = new FakeClock();
    const going = nodeWay({ clock })(trusting(place), new AbortController().signal);
    await until(() => sockets.size === 1);
    // The greeting is on its way: there is a connection.
    const [socket] = sockets;
    await until(() => (socket?.bytesRead ?? 0) > 0);
    clock.advance(4_000);
    expect(await going).toEqual({ end: 'silence', at: 'TLS' });
    expect(clock.pending).toBe(0);
    await until(() => socket?.destroyed === true);
  });
});

const go = (place: Place) => nodeWay({ clock: systemClock })(place, new AbortController().signal);

async function listening(server: Server) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.resume();
  });
  server.on('tlsClientError', () => {});
  server.on('secureConnection', (socket: Socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const place: Place = { host: '127.0.0.1', port, tls: 'none' };
  return { server, sockets, place };
}
