import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { PeerConnection } from '../../src/live-peer/connection.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { audio, END, MANUAL, RawClient, START } from './raw-client.ts';

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

describe('a ping', () => {
  it('is counted, and answered at once with what it carries', async () => {
    const { client, connection } = await setUp();
    client.socket.ping('1');
    client.socket.ping('2');
    await connection.waitFor(({ pings }) => pings === 2);
    const pongs = new Pongs(client);
    client.socket.ping('3');
    expect(await pongs.until('3')).toContain('3');
  });

  it.each([
    ['from the start', (options: LivePeerOptions) => setUp({ ...options, fault: slow })],
    [
      'from when a test says so',
      async (options: LivePeerOptions) => {
        const line = await setUp(options);
        line.connection.pongAfter({ delayMs: 30_000 });
        return line;
      },
    ],
  ])('is answered late, %s', async (_when, make) => {
    const clock = new FakeClock();
    const { client, connection } = await make({ clock });
    const pongs = new Pongs(client);
    client.socket.ping('late');
    await connection.waitFor(({ pings }) => pings === 1);
    clock.advance(29_999);
    await spoken(client);
    expect(pongs.heard).toEqual([]);
    clock.advance(1);
    await pongs.until('late');
  });

  it('is never answered, though the conversation goes on', async () => {
    const { client, connection } = await setUp({ fault: { type: 'no-pong' } });
    const pongs = new Pongs(client);
    client.socket.ping('lost');
    await connection.waitFor(({ pings }) => pings === 1);
    await spoken(client);
    expect(pongs.heard).toEqual([]);
    connection.pongAfter({ delayMs: 0 });
    client.socket.ping('found');
    expect(await pongs.until('found')).toEqual(['found']);
  });

  it('is not answered any more when the client has gone', async () => {
    const clock = new FakeClock();
    const { client, connection } = await setUp({ clock, fault: slow });
    client.socket.ping();
    await connection.waitFor(({ pings }) => pings === 1);
    expect(clock.pending).toBe(1);
    client.socket.terminate();
    await connection.waitFor(({ ended }) => ended);
    expect(clock.pending).toBe(0);
  });
});

describe('a connection that is half open', () => {
  it('stays, says nothing, answers no ping, and hears nothing', async () => {
    const { peer, client, connection } = await setUp();
    const pongs = new Pongs(client);
    const before = client.frames.length;
    const received = connection.received.length;
    connection.freeze();
    client.send(START, audio(), END);
    client.socket.ping();
    await connection.waitFor(({ pings }) => pings === 1);
    connection.send({ goAway: { timeLeft: '1s' } });
    // When another client has been served, whatever was sent to this one would have come.
    await spoken(await RawClient.setUp(peer));
    expect(client.frames).toHaveLength(before);
    expect(pongs.heard).toEqual([]);
    expect(connection.received).toHaveLength(received);
    expect(connection.turns).toEqual([]);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it('does not answer the closing handshake either, and lets its session go when it is gone', async () => {
    const { peer, client, connection } = await setUp({}, { sessionResumption: {} });
    const told = await client.message((message) => message.sessionResumptionUpdate?.newHandle);
    connection.freeze();
    client.socket.close();
    connection.close(1011, 'unheard');
    await spoken(await RawClient.setUp(peer));
    expect(client.socket.readyState).toBe(client.socket.CLOSING);
    client.socket.terminate();
    expect((await client.closed).code).toBe(1006);
    await connection.waitFor(({ ended }) => ended);
    const handle = told.sessionResumptionUpdate?.newHandle;
    await RawClient.setUp(peer, { ...MANUAL, sessionResumption: { handle } });
  });

  it('is so some time after it was set up, when it was meant to be', async () => {
    const clock = new FakeClock();
    const { peer, client, connection } = await setUp({
      clock,
      fault: { type: 'freeze', afterMs: 5_000 },
    });
    clock.advance(4_999);
    await spoken(client);
    clock.advance(1);
    client.send(START);
    client.socket.ping();
    await connection.waitFor(({ pings }) => pings === 1);
    expect(connection.received.at(-1)).toEqual(END);
    expect(peer.connections).toHaveLength(1);
  });
});

const slow = { type: 'slow-pong', delayMs: 30_000 } as const;

interface Line {
  readonly peer: LivePeer;
  readonly client: RawClient;
  readonly connection: PeerConnection;
}

async function setUp(options: LivePeerOptions = {}, more: object = {}): Promise<Line> {
  const peer = await startLivePeer(options);
  peers.push(peer);
  const client = await RawClient.setUp(peer, { ...MANUAL, ...more });
  return { peer, client, connection: await peer.nextConnection() };
}

/** A turn has gone to and fro: whatever was sent before it has been dealt with. */
async function spoken(client: RawClient): Promise<void> {
  const before = client.messages.filter((m) => m.serverContent?.turnComplete).length;
  client.send(START, audio(), END);
  await client.turns(before + 1);
}

class Pongs {
  readonly heard: string[] = [];
  readonly #client: RawClient;

  constructor(client: RawClient) {
    this.#client = client;
    client.socket.on('pong', (data) => this.heard.push(String(data)));
  }

  async until(data: string): Promise<readonly string[]> {
    while (!this.heard.includes(data)) await once(this.#client.socket, 'pong');
    return this.heard;
  }
}
