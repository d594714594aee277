import { afterEach, describe, expect, it } from 'vitest';
import { Pacer } from '../../src/live-peer/pacer.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, startLivePeer } from '../../src/live-peer/server.ts';
import { cutSpeech } from '../../src/live-peer/speech-pieces.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { audio, END, RawClient, START } from './raw-client.ts';

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

const forever = new AbortController().signal;

describe('speech in real time', () => {
  it('is sent piece after piece, each when the one before has been played', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer({ clock, pacing: { type: 'real-time', jitterMs: 0 } });
    await pacer.next(200, forever);
    let sent: 'waiting' | 'sent' = 'waiting';
    const second = pacer.next(240, forever).then(() => {
      sent = 'sent';
    });
    clock.advance(199);
    await settle();
    expect(sent).toBe('waiting');
    clock.advance(1);
    await second;
  });

  it('is late by no more than its jitter, and does not fall behind by it', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer({ clock, pacing: { type: 'real-time', jitterMs: 50 } });
    for (let piece = 0; piece < 100; piece++) {
      const next = pacer.next(200, forever);
      while (clock.pending > 0) clock.advance(1);
      await next;
      expect(clock.now()).toBeGreaterThanOrEqual(piece * 200);
      expect(clock.now()).toBeLessThanOrEqual(piece * 200 + 51);
    }
  });

  it('does not fall behind when the jitter is longer than a piece, and keeps the order', async () => {
    const clock = new FakeClock();
    const late = [0.9, 0, 0.5, 0.25];
    let asked = 0;
    const random = () => late[asked++ % late.length] ?? 0;
    const pacer = new Pacer({ clock, pacing: { type: 'real-time', jitterMs: 80, random } });
    const sentAtMs: number[] = [];
    for (let piece = 0; piece < 8; piece++) {
      const next = pacer.next(40, forever).then(() => sentAtMs.push(clock.now()));
      while (clock.pending > 0) clock.advance(1);
      await next;
    }
    expect(sentAtMs).toEqual([72, 72, 120, 140, 232, 232, 280, 300]);
  });

  it('is put off by a pause of the model, from where it would be without the jitter', async () => {
    const clock = new FakeClock();
    const random = () => 0.5;
    const pacer = new Pacer({ clock, pacing: { type: 'real-time', jitterMs: 80, random } });
    const send = async () => {
      const next = pacer.next(40, forever);
      while (clock.pending > 0) clock.advance(1);
      await next;
      return clock.now();
    };
    expect(await send()).toBe(40);
    clock.advance(1_000);
    expect(await send()).toBe(1_040);
    expect(await send()).toBe(1_080);
  });

  it('stops when the reply is cut', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer({ clock, pacing: { type: 'real-time', jitterMs: 0 } });
    const cut = new AbortController();
    await pacer.next(200, cut.signal);
    const second = pacer.next(200, cut.signal);
    cut.abort();
    await expect(second).rejects.toThrow('aborted');
    expect(clock.pending).toBe(0);
  });
});

describe('speech as fast as possible', () => {
  it('takes no time on the clock, but is over only when it has been played', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer({ clock, pacing: { type: 'fast' } });
    for (let piece = 0; piece < 5; piece++) await pacer.next(200, forever);
    const played = pacer.playedOut(forever);
    clock.advance(999);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    await played;
    await pacer.playedOut(forever);
  });

  it('can be interrupted between its pieces', async () => {
    const cut = new AbortController();
    cut.abort();
    const pacer = new Pacer({ clock: new FakeClock(), pacing: { type: 'fast' } });
    await expect(pacer.next(200, cut.signal)).rejects.toThrow('aborted');
  });
});

describe('the end of a turn', () => {
  it('waits until the client has played the reply', async () => {
    const clock = new FakeClock();
    const client = await setUp(clock);
    client.send(START, audio(), END);
    await client.message((message) => message.serverContent?.generationComplete);
    clock.advance(499);
    await settle();
    expect(client.kinds()).not.toContain('turnComplete+usageMetadata');
    clock.advance(1);
    await client.turns(1);
  });

  it('can still be interrupted while the client plays', async () => {
    const client = await setUp(new FakeClock());
    client.send(START, audio(), END);
    await client.message((message) => message.serverContent?.generationComplete);
    client.send(START);
    await client.turns(1);
    expect(client.kinds().slice(-2)).toEqual(['interrupted', 'turnComplete+usageMetadata']);
  });

  async function setUp(clock: FakeClock): Promise<RawClient> {
    const model = scriptedModel([[{ audio: tone({ durationMs: 500 }) }]]);
    const peer = await startLivePeer({ clock, model, turnEnd: 'after-playback' });
    peers.push(peer);
    return RawClient.setUp(peer);
  }
});

it('lets a model take its time', async () => {
  const clock = new FakeClock();
  const model = scriptedModel([[{ delayMs: 800 }, { audio: tone({ durationMs: 20 }) }]]);
  const peer = await startLivePeer({ clock, model });
  peers.push(peer);
  const client = await RawClient.setUp(peer);
  client.send(START, audio(), END);
  const connection = await peer.nextConnection();
  await connection.waitFor(({ turns }) => turns[0]);
  await settle();
  clock.advance(799);
  await settle();
  expect(connection.replies).toEqual([]);
  clock.advance(1);
  const reply = await connection.waitFor(({ replies }) => replies[0]);
  expect(reply.firstAudioAtMs).toBe(800);
});

describe('pieces of speech', () => {
  it('spread few words over many pieces and many words over few, losing none', () => {
    for (const [bytes, words] of [
      [96_000, 2],
      [12_000, 40],
      [9_600, 1],
    ] as const) {
      const said = Array.from({ length: words }, (_, index) => `word${index}`).join(' ');
      const pieces = cutSpeech(Buffer.alloc(bytes), said);
      expect(pieces.map((piece) => piece.said).join('')).toBe(said);
      expect(pieces.reduce((sum, piece) => sum + piece.pcm.length, 0)).toBe(bytes);
    }
  });

  it('keep the spaces of the transcript', () => {
    const said = '  Two  spaces ';
    expect(
      cutSpeech(Buffer.alloc(30_000), said)
        .map((piece) => piece.said)
        .join(''),
    ).toBe(said);
  });

  it('are none of nothing', () => {
    expect(cutSpeech(Buffer.alloc(0), '')).toEqual([]);
  });
});

/** Lets everything happen that needs no time. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
