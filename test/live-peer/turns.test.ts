import { afterEach, describe, expect, it } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { audio, END, MANUAL, RawClient, START, typed } from './raw-client.ts';

const model = 'models/gemini-3.8-live';
const picture = { realtimeInput: { video: { data: '/9j/', mimeType: 'image/jpeg' } } };
const streamEnd = { realtimeInput: { audioStreamEnd: true } };
const seen = { bytes: Buffer.from('/9j/', 'base64'), mimeType: 'image/jpeg' };

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

describe('a microphone that stays open', () => {
  it('is listened to, one turn after the other', async () => {
    const { client, connection } = await setUp({ model });
    for (const count of [1, 2]) {
      client.send(audio(silence(200)), audio(speech(300)), audio(silence(600)));
      await client.turns(count);
    }
    expect(connection.turns.map(({ audio: heard }) => heard.length / 32)).toEqual([800, 800]);
    expect(connection.turns[0]?.audio.subarray(0, 300 * 32).equals(speech(300))).toBe(true);
  });

  it('finds both turns in one message that holds them', async () => {
    const { client, connection } = await setUp({ model });
    const word = Buffer.concat([speech(100), silence(600)]);
    client.send(audio(Buffer.concat([word, word])));
    await client.message((message) => message.serverContent?.interrupted);
    await client.turns(2);
    expect(connection.turns).toHaveLength(2);
  });

  it.each([
    [{ silenceDurationMs: 200 }, speech(100), 220, 1],
    [{ silenceDurationMs: 2_000 }, speech(100), 1_500, 0],
    [{ endOfSpeechSensitivity: 'END_SENSITIVITY_LOW' }, speech(100), 900, 0],
    [{ endOfSpeechSensitivity: 'END_SENSITIVITY_LOW' }, speech(100), 1_020, 1],
    [{ prefixPaddingMs: 200 }, speech(180), 2_000, 0],
    [{ prefixPaddingMs: 200 }, speech(200), 2_000, 1],
    [{ startOfSpeechSensitivity: 'START_SENSITIVITY_LOW' }, speech(300, 800), 2_000, 0],
    [{ startOfSpeechSensitivity: 'START_SENSITIVITY_HIGH' }, speech(300, 800), 2_000, 1],
  ])('goes by its settings: %j', async (automaticActivityDetection, words, silentMs, turns) => {
    const { client, connection } = await setUp({
      model,
      realtimeInputConfig: { automaticActivityDetection },
    });
    client.send(audio(words), audio(silence(silentMs)));
    // Typed words end whatever was going on, or are a turn of their own.
    client.send({ realtimeInput: { text: '.' } });
    await connection.waitFor((c) => c.turns.at(-1)?.text === '.');
    const ended = connection.turns.filter(({ text }) => text === '');
    expect(ended).toHaveLength(turns);
  });

  it('is paused, which ends the turn at once', async () => {
    const { client, connection } = await setUp({ model });
    client.send(audio(speech(100)), streamEnd, streamEnd);
    await client.turns(1);
    expect(connection.turns).toHaveLength(1);
  });

  it('interrupts, or does not where the client does not want it', async () => {
    for (const [activityHandling, ended] of [
      ['START_OF_ACTIVITY_INTERRUPTS', 'interrupted'],
      ['NO_INTERRUPTION', 'complete'],
    ] as const) {
      const { peer, client, connection } = await setUp(
        { model, realtimeInputConfig: { activityHandling } },
        {
          model: scriptedModel([
            async function* () {
              yield { audio: tone({ durationMs: 10 }) };
              await peer.connections[0]?.waitFor(({ turns }) => turns[1]);
            },
          ]),
        },
      );
      client.send(audio(speech(100)), streamEnd);
      await client.message((message) => message.serverContent?.modelTurn);
      client.send(audio(speech(100)), streamEnd);
      await client.turns(2);
      expect(connection.replies.map((reply) => reply.ended)).toEqual([ended, 'complete']);
    }
  });

  it.each([START, END])('is not the client’s to begin and end: %j', async (message) => {
    const { client } = await setUp({ model });
    client.send(message);
    await expect(client.closed).resolves.toEqual({
      code: 1007,
      reason: expect.stringContaining('Explicit activity control is not supported'),
    });
  });
});

describe('a picture', () => {
  it('is part of the turn that it is shown in', async () => {
    const { client, connection } = await setUp(MANUAL);
    client.send(START, picture, audio(), picture, END);
    await client.turns(1);
    client.send(START, audio(), END);
    await client.turns(2);
    expect(connection.turns.map(({ images }) => images)).toEqual([[seen, seen], []]);
    const [first] = client.messages.flatMap(({ usageMetadata }) => usageMetadata ?? []);
    expect(first?.promptTokensDetails).toContainEqual({ modality: 'IMAGE', tokenCount: 516 });
  });

  it('is not shown outside of an activity', async () => {
    const { client } = await setUp(MANUAL);
    client.send(picture);
    await expect(client.closed).resolves.toEqual({
      code: 1007,
      reason: 'Request contains an invalid argument.',
    });
  });

  it('may come ahead of the words where the service itself listens', async () => {
    const { client, connection } = await setUp({ model });
    client.send(picture, audio(speech(100)), streamEnd);
    await client.turns(1);
    expect(connection.turns).toMatchObject([{ images: [seen] }]);
  });

  it('may be part of what is typed', async () => {
    const { client, connection } = await setUp(MANUAL);
    const parts = [{ text: 'Look' }, { inlineData: picture.realtimeInput.video }];
    client.send({ clientContent: { turns: [{ role: 'user', parts }], turnComplete: true } });
    await client.turns(1);
    expect(connection.turns).toMatchObject([{ text: 'Look', images: [seen] }]);
  });
});

describe('what was said before', () => {
  const past = {
    clientContent: {
      turns: [
        { role: 'user', parts: [{ text: 'My name is ' }, { text: 'Ada.' }] },
        { role: 'model', parts: [{ text: 'Hello, Ada.' }] },
      ],
      turnComplete: false,
    },
  };
  const said = [
    { role: 'user', text: 'My name is Ada.' },
    { role: 'model', text: 'Hello, Ada.' },
  ];
  const remembering = () =>
    scriptedModel(
      [1, 2, 3].map(
        () =>
          async function* ({ session }) {
            yield { said: session.seeded.map(({ text }) => text).join('|') };
          },
      ),
    );

  it('is told without an answer, and known from then on', async () => {
    const { client, connection } = await setUp(MANUAL, { model: remembering() });
    client.send(past, START, audio(), END);
    await client.turns(1);
    expect(connection.seeded).toEqual(said);
    expect(connection.turns).toMatchObject([{ text: '' }]);
    expect(connection.replies).toMatchObject([{ said: 'My name is Ada.|Hello, Ada.' }]);
  });

  it('is known on the next connection of the session as well', async () => {
    const setup = { ...MANUAL, sessionResumption: {} };
    const { peer, client, connection } = await setUp(setup, { model: remembering() });
    client.send(past, START, audio(), END);
    await client.turns(1);
    const handles = client.messages.flatMap((m) => m.sessionResumptionUpdate?.newHandle || []);
    client.socket.close();
    await connection.waitFor(({ ended }) => ended);
    const again = await RawClient.setUp(peer, {
      ...MANUAL,
      sessionResumption: { handle: handles.at(-1) },
    });
    again.send(START, audio(), END);
    await again.turns(1);
    const next = peer.connections[1];
    expect(next?.seeded).toEqual([]);
    expect(next?.replies).toMatchObject([{ said: 'My name is Ada.|Hello, Ada.' }]);
  });

  it('is told apart from what is asked in the same breath', async () => {
    const { client, connection } = await setUp(MANUAL, { model: remembering() });
    client.send({
      clientContent: {
        turns: [...past.clientContent.turns, ...typed('Who am I?').clientContent.turns],
        turnComplete: true,
      },
    });
    await client.turns(1);
    expect(connection.turns).toMatchObject([{ text: 'Who am I?' }]);
    expect(connection.replies).toMatchObject([{ said: 'My name is Ada.|Hello, Ada.' }]);
  });

  it('is the first part of a turn that is completed later', async () => {
    const { client, connection } = await setUp(MANUAL, { model: remembering() });
    client.send(past, typed('Who', false), typed('am I?'), {
      clientContent: { turnComplete: true },
    });
    await client.turns(2);
    expect(connection.turns).toMatchObject([{ text: 'Who\nam I?' }, { text: '' }]);
    expect(connection.replies.at(-1)).toMatchObject({ said: 'My name is Ada.|Hello, Ada.' });
  });

  it('is all that is told before it is complete, where that was announced', async () => {
    const historyConfig = { initialHistoryInClientContent: true };
    const { client, connection } = await setUp({ ...MANUAL, historyConfig });
    client.send({ clientContent: { ...past.clientContent, turnComplete: true } });
    client.send(typed('Hello'));
    await client.turns(1);
    expect(connection.seeded).toEqual(said);
    expect(connection.turns).toMatchObject([{ text: 'Hello' }]);
  });

  it.each([
    { functionCall: { name: 'light', args: {} } },
    { functionResponse: { name: 'light', response: {} } },
  ])('is not told in function parts: %j', async (part) => {
    const { client } = await setUp(MANUAL);
    client.send({ clientContent: { turns: [{ role: 'model', parts: [part] }] } });
    expect((await client.closed).code).toBe(1007);
  });
});

describe('typed words', () => {
  it('interrupt, and are a turn', async () => {
    const stalling = scriptedModel([[{ audio: tone({ durationMs: 10 }) }, { stall: true }]]);
    const { client, connection } = await setUp(MANUAL, { model: stalling });
    client.send(START, audio(), END);
    await client.message((message) => message.serverContent?.modelTurn);
    client.send(typed('Stop.'));
    await client.turns(2);
    expect(connection.replies.map(({ ended }) => ended)).toEqual(['interrupted', 'complete']);
    expect(connection.turns[1]).toMatchObject({ text: 'Stop.' });
  });

  it('are part of the activity that they come in', async () => {
    const { client, connection } = await setUp(MANUAL);
    client.send(START, { realtimeInput: { text: 'Hello' } }, audio(), END);
    await client.turns(1);
    expect(connection.turns).toMatchObject([{ text: 'Hello', chunkBytes: [640] }]);
  });
});

/** A square wave. */
function speech(ms: number, level = 4_000): Buffer {
  const pcm = silence(ms);
  for (let at = 0; at < pcm.length; at += 2) pcm.writeInt16LE(at % 128 < 64 ? level : -level, at);
  return pcm;
}

/** A room at night. */
function silence(ms: number): Buffer {
  const pcm = Buffer.alloc(ms * 32);
  for (let at = 0; at < pcm.length; at += 2) pcm.writeInt16LE(at % 8 < 4 ? 40 : -40, at);
  return pcm;
}

async function setUp(setup: object, options: LivePeerOptions = {}) {
  const peer = await startLivePeer(options);
  peers.push(peer);
  const client = await RawClient.setUp(peer, setup);
  return { peer, client, connection: await peer.nextConnection() };
}
