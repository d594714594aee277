import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { audio, END, MANUAL, METHOD, RawClient, START } from './raw-client.ts';

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

describe('at the dial', () => {
  it('a black hole takes the connection and never answers', async () => {
    const peer = await start({ fault: { type: 'black-hole' } });
    const client = new RawClient(`${peer.url.replace('http', 'ws')}${METHOD}?key=k`);
    const dial = await peer.waitFor(({ dials }) => dials[0]);
    expect(dial.url.pathname).toBe(METHOD);
    expect(client.socket.readyState).toBe(client.socket.CONNECTING);
    expect(peer.connections).toEqual([]);
    client.socket.terminate();
  });

  it('a black hole lets go when the peer is closed', async () => {
    const peer = await start({ fault: { type: 'black-hole' } });
    const { port } = new URL(peer.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `GET ${METHOD} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    await peer.waitFor(({ dials }) => dials[0]);
    const closed = once(socket, 'close');
    socket.on('error', () => {});
    await peer.close();
    await closed;
  });

  it.each([401, 403, 404, 429, 503])('the upgrade is refused with %i', async (status) => {
    const peer = await start({ fault: { type: 'http-status', status } });
    const client = new RawClient(`${peer.url.replace('http', 'ws')}${METHOD}?key=k`);
    const [error] = await once(client.socket, 'error');
    expect(error.message).toBe(`Unexpected server response: ${status}`);
    expect((await client.closed).code).toBe(1006);
  });

  it('meets the next client only, when it was meant for that', async () => {
    const peer = await start();
    peer.failNext({ type: 'http-status', status: 503 });
    const first = new RawClient(`${peer.url.replace('http', 'ws')}${METHOD}?key=k`);
    await first.closed;
    await RawClient.setUp(peer);
    expect(peer.dials).toHaveLength(2);
    expect(peer.connections).toHaveLength(1);
  });
});

describe('at the setup', () => {
  it('setupComplete never comes', async () => {
    const clock = new FakeClock();
    const peer = await start({ clock, fault: { type: 'no-setup-complete' } });
    const client = await RawClient.dial(peer);
    client.send({ setup: MANUAL });
    const connection = await peer.nextConnection();
    await connection.waitFor(({ setup }) => setup);
    client.send({ setup: MANUAL });
    await client.closed;
    expect(client.messages).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('setupComplete comes late', async () => {
    const clock = new FakeClock();
    const peer = await start({ clock, setupDelayMs: 300 });
    const client = await RawClient.dial(peer);
    client.send({ setup: MANUAL });
    await (await peer.nextConnection()).waitFor(({ setup }) => setup);
    clock.advance(299);
    expect(client.messages).toEqual([]);
    clock.advance(1);
    await client.message((message) => message.setupComplete);
  });

  it('the connection is closed instead', async () => {
    const refusal = { code: 1011, reason: 'The service is currently unavailable.' };
    const client = await RawClient.dial(
      await start({ fault: { type: 'close-at-setup', ...refusal } }),
    );
    client.send({ setup: MANUAL });
    await expect(client.closed).resolves.toEqual(refusal);
  });
});

describe('in the conversation', () => {
  it('goAway is followed by the end, when the time that it names is up', async () => {
    const clock = new FakeClock();
    const fault = { type: 'go-away', afterMs: 600_000, timeLeftMs: 50_000 } as const;
    const client = await RawClient.setUp(await start({ clock, fault }));
    clock.advance(600_000);
    await expect(client.message((message) => message.goAway)).resolves.toEqual({
      goAway: { timeLeft: '50s' },
    });
    clock.advance(49_999);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    clock.advance(1);
    await expect(client.closed).resolves.toEqual({
      code: 1011,
      reason: 'Deadline expired before operation could complete.',
    });
  });

  it('goAway has no sequel when the client leaves in time', async () => {
    const clock = new FakeClock();
    const peer = await start({ clock });
    const client = await RawClient.setUp(peer);
    const connection = await peer.nextConnection();
    connection.goAway();
    expect(clock.pending).toBe(1);
    client.socket.close();
    await connection.waitFor(({ ended }) => ended);
    expect(clock.pending).toBe(0);
  });

  it('goAway comes when a test says so', async () => {
    const peer = await start({ clock: new FakeClock() });
    const client = await RawClient.setUp(peer);
    (await peer.nextConnection()).goAway({ timeLeftMs: 1_500 });
    const { goAway } = await client.message((message) => message.goAway);
    expect(goAway?.timeLeft).toBe('1.5s');
  });

  it('a turn is met with silence', async () => {
    const peer = await start({ fault: { type: 'stall' } });
    const client = await RawClient.setUp(peer);
    const connection = await peer.nextConnection();
    client.send(START, audio(), END);
    await connection.waitFor(({ turns }) => turns[0]);
    client.send(START);
    await client.turns(1);
    expect(client.kinds()).toEqual(['setupComplete', 'interrupted', 'turnComplete+usageMetadata']);
  });

  it('speech stops in the middle', async () => {
    const script = scriptedModel([[{ audio: tone({ durationMs: 100 }) }, { stall: true }]]);
    const client = await RawClient.setUp(await start({ model: script }));
    client.send(START, audio(), END);
    await client.message((message) => message.serverContent?.modelTurn);
    client.send(START);
    await client.turns(1);
    expect(client.kinds()).not.toContain('generationComplete');
  });

  it.each([
    ['without-turn-complete', ['generationComplete']],
    ['twice', ['generationComplete', 'turnComplete+usageMetadata', 'turnComplete+usageMetadata']],
    ['then-interrupted', ['generationComplete', 'turnComplete+usageMetadata', 'interrupted']],
  ] as const)('a turn ends %s', async (ending, expected) => {
    const peer = await start({ model: scriptedModel([[{ ending }]]) });
    const client = await RawClient.setUp(peer);
    client.send(START, audio(), END);
    await (await peer.nextConnection()).waitFor(({ replies }) => replies[0]);
    await client.message(() => client.kinds().length >= expected.length + 1);
    expect(client.kinds().slice(1)).toEqual(expected);
    client.send(START, audio(), END);
    await client.message((message) => message.serverContent?.modelTurn);
  });

  it('turnComplete comes early', async () => {
    const early = { raw: { serverContent: { turnComplete: true } } };
    const pcm = { audio: tone({ durationMs: 10 }) };
    const client = await RawClient.setUp(
      await start({ model: scriptedModel([[pcm, early, pcm]]) }),
    );
    client.send(START, audio(), END);
    await client.turns(2);
    expect(client.kinds()).toEqual([
      'setupComplete',
      'modelTurn',
      'turnComplete',
      'modelTurn',
      'generationComplete',
      'turnComplete+usageMetadata',
    ]);
  });

  it('frames come as they are told to be', async () => {
    const script = scriptedModel([[{ raw: 'not json' }, { raw: Buffer.from('{"x": 1}') }]]);
    const peer = await start({ model: script });
    const client = await RawClient.setUp(peer);
    client.send(START, audio(), END);
    await client.turns(1);
    expect(client.frames.map(({ data }) => data.toString())).toContain('not json');
    expect(client.messages).toContainEqual({ x: 1 });
    (await peer.nextConnection()).send('}');
    await client.message(() => client.frames.at(-1)?.data.toString() === '}');
    expect(client.frames.at(-1)?.isBinary).toBe(false);
  });
});

describe('at the end', () => {
  it('the connection is closed as a test says', async () => {
    const peer = await start();
    const client = await RawClient.setUp(peer);
    const connection = await peer.nextConnection();
    connection.close(1008, 'The operation was aborted.');
    const ended = { code: 1008, reason: 'The operation was aborted.' };
    await expect(client.closed).resolves.toEqual(ended);
    expect(await connection.waitFor((c) => c.ended)).toEqual(ended);
  });

  it('the connection is simply gone', async () => {
    const peer = await start();
    const client = await RawClient.setUp(peer);
    (await peer.nextConnection()).terminate();
    expect((await client.closed).code).toBe(1006);
  });

  it('the closing handshake is not answered', async () => {
    const peer = await start({ fault: { type: 'ignore-close' } });
    const client = await RawClient.setUp(peer);
    const connection = await peer.nextConnection();
    client.socket.close(1000);
    // When another client has been served, the close of this one has been read.
    await RawClient.setUp(peer);
    connection.send({ goAway: { timeLeft: '1s' } });
    await client.message((message) => message.goAway);
    client.socket.terminate();
    expect((await client.closed).code).toBe(1006);
    expect((await connection.waitFor((c) => c.ended)).code).toBe(1000);
  });

  it('the peer drops everybody when it is closed', async () => {
    const peer = await start();
    const client = await RawClient.setUp(peer);
    const never = peer.nextConnection().then(() => peer.nextConnection());
    const lost = expect(never).rejects.toThrow('The peer was closed before that.');
    await peer.close();
    expect((await client.closed).code).toBe(1006);
    await lost;
  });
});

it('stops the model when the client is gone', async () => {
  let stopped: () => void = () => {};
  const cleanedUp = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const peer = await start({
    model: async function* () {
      try {
        yield { said: 'Well,' };
        yield { stall: true };
      } finally {
        stopped();
      }
    },
  });
  const client = await RawClient.setUp(peer, { ...MANUAL, outputAudioTranscription: {} });
  client.send(START, audio(), END);
  await client.message((message) => message.serverContent?.outputTranscription);
  client.socket.terminate();
  await cleanedUp;
  expect((await peer.nextConnection()).replies).toEqual([]);
});

it('stops waiting for what a lost connection cannot bring', async () => {
  const peer = await start();
  const client = await RawClient.setUp(peer);
  const connection = await peer.nextConnection();
  const turn = connection.waitFor(({ turns }) => turns[0]);
  client.socket.close(4_000, 'bye');
  await expect(turn).rejects.toThrow('The connection ended before that (4000 bye).');
  await expect(connection.waitFor(({ turns }) => turns[0])).rejects.toThrow('ended before that');
});

async function start(options: LivePeerOptions = {}): Promise<LivePeer> {
  const peer = await startLivePeer(options);
  peers.push(peer);
  return peer;
}
