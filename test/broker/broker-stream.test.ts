import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { BrokerStream } from '../../src/broker/broker-stream.ts';
import { until } from '../fakes/until.ts';

const open: (() => unknown)[] = [];

afterEach(() => {
  for (const close of open.splice(0).reverse()) close();
});

const PIECE_BYTES = 16_384;
/** More than a socket and the system hold between them. */
const SENT = Buffer.alloc(32 << 20, 'a storm of messages');

test('what comes all together is given in small pieces, whole and in order', async () => {
  const { stream, peer } = await setUp();
  const pieces: Buffer[] = [];
  const ended = new Promise((resolve) => stream.once('end', resolve));
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  peer.end(SENT);
  await ended;
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(PIECE_BYTES);
  expect(Buffer.concat(pieces).equals(SENT)).toBe(true);
});

test('nothing more is read while nobody takes what has come', async () => {
  const { stream, peer } = await setUp();
  const taken: Buffer[] = [];
  stream.on('data', (piece: Buffer) => {
    taken.push(piece);
    stream.pause();
  });
  peer.end(SENT);
  await until(() => taken.length > 0 && peer.writableLength > 0);
  // As long as a turn of both ends takes, many times over.
  for (let turn = 0; turn < 100; turn += 1) await new Promise((next) => setImmediate(next));
  expect(taken).toHaveLength(1);
  // Node 22 and later hold 64 KiB ready, earlier ones 16.
  expect(stream.bytesRead).toBeLessThanOrEqual(stream.readableHighWaterMark + 2 * PIECE_BYTES);
  let bytes = taken[0]?.length ?? 0;
  stream.removeAllListeners('data');
  stream.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
  stream.resume();
  await until(() => bytes === SENT.length);
});

async function setUp() {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  const came = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const { port } = server.address() as AddressInfo;
  const connection = new BrokerStream(`mqtt://127.0.0.1:${port}`, {});
  const stream = connection.open().on('error', () => {});
  open.push(() => connection.breakOff());
  const peer = (await came).on('error', () => {});
  return { stream, peer };
}
