import { afterEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../src/live-peer/model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { audio, END, MANUAL, RawClient, START } from './raw-client.ts';

const HOUR_MS = 3_600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

describe('a handle', () => {
  it('is given right after the setup, withdrawn for a reply, and given anew after it', async () => {
    const client = await RawClient.setUp(await start(), resumable());
    await updates(client, 1);
    client.send(START, audio(), END);
    const [first, none, second] = await updates(client, 3);
    expect(client.kinds()).toEqual([
      'setupComplete',
      'sessionResumptionUpdate',
      'sessionResumptionUpdate',
      'modelTurn',
      'generationComplete',
      'turnComplete+usageMetadata',
      'sessionResumptionUpdate',
    ]);
    expect(first).toEqual({ newHandle: expect.stringMatching(UUID), resumable: true });
    expect(none).toEqual({ newHandle: '', resumable: false });
    expect(second).toEqual({ newHandle: expect.stringMatching(UUID), resumable: true });
    expect(second?.newHandle).not.toBe(first?.newHandle);
  });

  it('is not there while a function call waits', async () => {
    const client = await RawClient.setUp(
      await start({
        model: async function* () {
          yield { toolCall: [{ name: 'light' }] };
        },
      }),
      resumable(),
    );
    client.send(START, audio(), END);
    await client.message((message) => message.toolCall);
    // The call blocks nothing: it outlives the interruption.
    client.send(START);
    await client.turns(1);
    expect((await updates(client, 4)).map((update) => update.resumable)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('is given only to those who ask, unless the service tells everybody', async () => {
    const quiet = await RawClient.setUp(await start());
    const loud = await RawClient.setUp(await start({ extras: 'always' }));
    for (const client of [quiet, loud]) {
      client.send(START, audio(), END);
      await client.turns(1);
    }
    expect(quiet.kinds()).not.toContain('sessionResumptionUpdate');
    await updates(loud, 3);
  });

  it('brings the conversation back over another connection', async () => {
    const turns: Turn[] = [];
    const peer = await start(listening(turns));
    const first = await RawClient.setUp(peer, resumable());
    await speak(first);
    const given = await handle(first, 3);
    await hangUp(peer, first);
    await speak(await RawClient.setUp(peer, resumable(given)));
    expect(turns.map(({ session }) => session.history.length)).toEqual([0, 1]);
    expect(turns[1]?.session.history[0]).toMatchObject({
      user: { chunkBytes: [640] },
      reply: { ended: 'complete', said: 'Yes.' },
    });
    expect(turns[1]?.session.id).toBe(turns[0]?.session.id);
    expect(turns.map(({ session }) => session.resumedWith)).toEqual([undefined, given]);
  });

  it('stands for the conversation when it was given: what came after is lost', async () => {
    const turns: Turn[] = [];
    const peer = await start(listening(turns));
    const first = await RawClient.setUp(peer, resumable());
    const early = await handle(first, 1);
    await speak(first);
    await hangUp(peer, first);
    await speak(await RawClient.setUp(peer, resumable(early)));
    expect(turns.map(({ session }) => session.history.length)).toEqual([0, 0]);
  });

  it('may be used again and again', async () => {
    const peer = await start();
    const first = await RawClient.setUp(peer, resumable());
    const given = await handle(first, 1);
    await hangUp(peer, first);
    for (const _time of ['second', 'third']) {
      const again = await RawClient.setUp(peer, resumable(given));
      await hangUp(peer, again);
    }
  });

  it('is refused when nobody knows it', async () => {
    const client = await RawClient.dial(await start());
    client.send({ setup: resumable('made-up') });
    await expect(client.closed).resolves.toEqual({ code: 1007, reason: 'Invalid session handle' });
  });

  it('may be refused in another way', async () => {
    const deadHandle = { code: 1008, reason: 'BidiGenerateContent session not found' };
    const client = await RawClient.dial(await start({ deadHandle }));
    client.send({ setup: resumable('made-up') });
    await expect(client.closed).resolves.toEqual(deadHandle);
  });

  it('is refused when it was told to be forgotten', async () => {
    const peer = await start();
    const first = await RawClient.setUp(peer, resumable());
    const given = await handle(first, 1);
    await hangUp(peer, first);
    peer.forgetHandles();
    const client = await RawClient.dial(peer);
    client.send({ setup: resumable(given) });
    expect((await client.closed).reason).toBe('Invalid session handle');
  });

  it('lives for two hours after the connection, however long that lasted', async () => {
    const clock = new FakeClock();
    const peer = await start({ clock });
    const first = await RawClient.setUp(peer, resumable());
    const given = await handle(first, 1);
    clock.advance(3 * HOUR_MS);
    await hangUp(peer, first);
    clock.advance(2 * HOUR_MS);
    const second = await RawClient.setUp(peer, resumable(given));
    await hangUp(peer, second);
    clock.advance(2 * HOUR_MS + 1);
    const third = await RawClient.dial(peer);
    third.send({ setup: resumable(given) });
    expect((await third.closed).reason).toBe('Invalid session handle');
  });

  it.each([
    ['closes', (client: RawClient) => client.socket.close()],
    ['drops', (client: RawClient) => client.socket.terminate()],
  ])('is good for a client that %s its connection and dials at once', async (_how, end) => {
    const peer = await start();
    const first = await RawClient.setUp(peer, resumable());
    const given = await handle(first, 1);
    end(first);
    await RawClient.setUp(peer, resumable(given));
  });

  it('is refused while the connection of its session is open', async () => {
    const peer = await start();
    const first = await RawClient.setUp(peer, resumable());
    const second = await RawClient.dial(peer);
    second.send({ setup: resumable(await handle(first, 1)) });
    await expect(second.closed).resolves.toEqual({
      code: 1011,
      reason: 'Internal error encountered.',
    });
  });

  it('is good from the moment that the connection before was closed', async () => {
    const peer = await start();
    const first = await RawClient.setUp(peer, resumable());
    const given = await handle(first, 1);
    (await peer.nextConnection()).close(1011, 'going');
    const second = await RawClient.setUp(peer, resumable(given));
    expect(second.kinds()).toContain('setupComplete');
  });

  it('does not take the session to another model', async () => {
    const peer = await start();
    const first = await RawClient.setUp(peer, resumable());
    const given = await handle(first, 1);
    await hangUp(peer, first);
    const second = await RawClient.dial(peer);
    second.send({
      setup: {
        ...resumable(given),
        model: 'models/gemini-3.8-live-extended-thinking',
        generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } },
      },
    });
    expect((await second.closed).code).toBe(1007);
  });
});

const resumable = (handle?: string) => ({ ...MANUAL, sessionResumption: { handle } });

const listening = (turns: Turn[]): LivePeerOptions => ({
  model: async function* (turn) {
    turns.push(turn);
    yield { said: 'Yes.' };
  },
});

async function start(options: LivePeerOptions = {}): Promise<LivePeer> {
  const peer = await startLivePeer(options);
  peers.push(peer);
  return peer;
}

async function speak(client: RawClient): Promise<void> {
  client.send(START, audio(), END);
  await client.turns(1);
}

/** The resumption updates of a client, when there are at least so many. */
async function updates(client: RawClient, count: number) {
  const all = () => client.messages.flatMap((message) => message.sessionResumptionUpdate ?? []);
  await client.message(() => all().length >= count);
  return all();
}

/** The handle in the update of that number. */
async function handle(client: RawClient, number: number): Promise<string> {
  const update = (await updates(client, number))[number - 1];
  if (!update?.newHandle) throw new Error(`update ${number} has no handle`);
  return update.newHandle;
}

/** Closes, and waits until the peer has seen it. */
async function hangUp(peer: LivePeer, client: RawClient): Promise<void> {
  client.socket.close();
  await client.closed;
  await peer.connections.at(-1)?.waitFor(({ ended }) => ended);
}
