import { afterEach, describe, expect, it } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { audio, END, MANUAL, METHOD, RawClient, START } from './raw-client.ts';

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

describe('a dial', () => {
  it.each([
    METHOD,
    `/${METHOD}`,
    `/gateway/prefix${METHOD}`,
    METHOD.replace('v1beta', 'v1'),
    METHOD.replace('v1beta', 'v1alpha'),
  ])('is answered at %s', async (path) => {
    const client = await RawClient.dial(await start(), `${path}?key=k`);
    client.send({ setup: MANUAL });
    await expect(client.message((message) => message.setupComplete)).resolves.toEqual({
      setupComplete: {},
    });
  });

  it.each([
    '/',
    '/ws/other',
    METHOD.replace('v1beta', 'v2'),
    `${METHOD}Stream`,
    METHOD.replace('/ws', '/xws'),
  ])('finds nothing at %s', async (path) => {
    const peer = await start();
    const response = await refusedUpgrade(peer, path);
    expect(response).toBe(404);
    expect(peer.connections).toEqual([]);
  });

  it.each([`${METHOD}?key=wrong`, METHOD, `${METHOD}?key=`])(
    'is let in with the wrong key or none, and turned away then: %s',
    async (path) => {
      const client = await RawClient.dial(await start({ apiKey: 'right' }), path);
      await expect(client.closed).resolves.toEqual({
        code: 1007,
        reason: 'API key not valid. Please pass a valid API key.',
      });
      expect(client.messages).toEqual([]);
    },
  );

  it.each(['', '?key=', '?key=undefined'])(
    'needs some key where any will do: "%s"',
    async (query) => {
      const client = await RawClient.dial(await start(), `${METHOD}${query}`);
      expect((await client.closed).code).toBe(1007);
    },
  );

  it('is known by its address and headers', async () => {
    const peer = await start();
    await RawClient.dial(peer, `/${METHOD}?key=k`);
    const { dial } = await peer.nextConnection();
    expect(dial).toMatchObject({ apiVersion: 'v1beta', headers: { upgrade: 'websocket' } });
    expect(dial.url.searchParams.get('key')).toBe('k');
    expect(dial.url.pathname).toBe(`/${METHOD}`);
  });
});

describe('a frame', () => {
  it('is pretty-printed JSON in bytes with a newline at the end', async () => {
    const client = await RawClient.setUp(await start());
    const [first] = client.frames;
    expect(first?.isBinary).toBe(true);
    expect(first?.data.toString()).toBe('{\n  "setupComplete": {}\n}\n');
  });

  it('may come from the client in bytes as well', async () => {
    const client = await RawClient.dial(await start());
    client.socket.send(Buffer.from(JSON.stringify({ setup: MANUAL })));
    await client.message((message) => message.setupComplete);
  });

  it('closes the connection with its fault when it breaks a rule', async () => {
    const client = await RawClient.setUp(await start());
    client.send({ realtimeInput: { audio: { data: 'AAA=', mimeType: 'audio/webm' } } });
    await expect(client.closed).resolves.toEqual({
      code: 1007,
      reason: expect.stringContaining("Invalid value at 'realtime_input.audio.mime_type'"),
    });
  });

  it('is refused when it follows the setup without waiting', async () => {
    const client = await RawClient.dial(await start());
    client.send({ setup: MANUAL }, START);
    expect((await client.closed).code).toBe(1007);
    expect(client.messages).toEqual([]);
  });

  it('closes with a reason of at most 123 bytes, and no half characters', async () => {
    const client = await RawClient.dial(await start());
    client.send({ setup: { model: `models/${'€'.repeat(100)}` } });
    await expect(client.closed).resolves.toEqual({
      code: 1008,
      reason: `models/${'€'.repeat(38)}`,
    });
  });
});

describe('a turn', () => {
  it('is heard whole and in order, and answered', async () => {
    const peer = await start({ model: scriptedModel([[{ audio: tone({ durationMs: 500 }) }]]) });
    const client = await RawClient.setUp(peer);
    const before = client.messages.length;
    const speech = Buffer.from(Array.from({ length: 2_000 }, (_, index) => index % 251));
    client.send(START, audio(speech.subarray(0, 640)), audio(speech.subarray(640)), END);
    await client.turns(1);
    const [turn] = (await peer.nextConnection()).turns;
    expect(turn?.audio.equals(speech)).toBe(true);
    expect(turn).toMatchObject({ chunkBytes: [640, 1_360], rateHz: 16_000, text: '' });
    expect(client.kinds(before)).toEqual([
      'modelTurn',
      'modelTurn',
      'modelTurn',
      'generationComplete',
      'turnComplete+usageMetadata',
    ]);
  });

  it('begins with content that is empty', async () => {
    const client = await RawClient.setUp(await start());
    const before = client.messages.length;
    client.send(START, audio(), END);
    await client.turns(1);
    expect(client.messages[before]).toEqual({ serverContent: {} });
  });

  it('carries speech in pieces of the real sizes, with the transcript word by word', async () => {
    const pcm = tone({ durationMs: 1_000 });
    const said = 'The kitchen light is on.';
    const client = await RawClient.setUp(
      await start({ model: scriptedModel([[{ audio: pcm, said }]]) }),
      {
        ...MANUAL,
        outputAudioTranscription: {},
      },
    );
    client.send(START, audio(), END);
    await client.turns(1);
    const contents = client.messages.map(({ serverContent }) => serverContent);
    const blobs = contents.flatMap((content) => content?.modelTurn?.parts?.[0]?.inlineData ?? []);
    const pieces = blobs.map(({ data }) => Buffer.from(data ?? '', 'base64'));
    expect(pieces.map((piece) => piece.length)).toEqual([9_600, 11_520, 9_600, 11_520, 5_760]);
    expect(Buffer.concat(pieces).equals(pcm)).toBe(true);
    expect(new Set(blobs.map(({ mimeType }) => mimeType))).toEqual(
      new Set(['audio/pcm;rate=24000']),
    );
    const texts = contents.flatMap((content) => content?.outputTranscription?.text ?? []);
    expect(texts).toEqual(['The', ' kitchen', ' light', ' is', ' on.']);
  });

  it('carries transcripts only when they were asked for', async () => {
    const script = () => scriptedModel([[{ heard: 'Hello' }, { said: 'Hi' }]]);
    const silent = await RawClient.setUp(await start({ model: script() }));
    const wordy = await RawClient.setUp(await start({ model: script(), extras: 'always' }));
    for (const client of [silent, wordy]) {
      client.send(START, audio(), END);
      await client.turns(1);
    }
    expect(silent.kinds().join()).not.toContain('Transcription');
    expect(wordy.kinds()).toContain('inputTranscription');
    expect(wordy.kinds()).toContain('outputTranscription');
  });

  it('costs more the longer the conversation is', async () => {
    const client = await RawClient.setUp(await start());
    for (const count of [1, 2]) {
      client.send(START, audio(Buffer.alloc(32_000)), END);
      await client.turns(count);
    }
    const [first, second] = client.messages.flatMap(({ usageMetadata }) => usageMetadata ?? []);
    expect(first).toEqual({
      promptTokenCount: 50,
      responseTokenCount: 5,
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 5 }],
      totalTokenCount: 55,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 0 },
        { modality: 'AUDIO', tokenCount: 25 },
      ],
    });
    expect(second?.promptTokenCount).toBe(80);
  });

  it('reports the usage that its model says', async () => {
    const usage = { promptTokenCount: 1, totalTokenCount: 1 };
    const client = await RawClient.setUp(await start({ model: scriptedModel([[{ usage }]]) }));
    client.send(START, END);
    await expect(client.message((message) => message.usageMetadata)).resolves.toEqual({
      serverContent: { turnComplete: true },
      usageMetadata: usage,
    });
  });

  it('may be typed', async () => {
    const peer = await start();
    const client = await RawClient.setUp(peer);
    client.send({
      client_content: { turns: [{ role: 'user', parts: [{ text: 'Hello' }] }], turnComplete: true },
    });
    await client.turns(1);
    expect((await peer.nextConnection()).turns).toMatchObject([{ text: 'Hello' }]);
  });

  it('leaves little behind where it is to', async () => {
    const peer = await start({
      keeps: 'little',
      model: async function* ({ audio: heard, session }) {
        yield { said: `${heard.length} after ${session.history.length}` };
      },
    });
    const client = await RawClient.setUp(peer);
    for (let count = 1; count <= 12; count++) {
      client.send(START, audio(), END);
      await client.turns(count);
    }
    const connection = await peer.nextConnection();
    expect(connection.received).toEqual([]);
    expect(connection.turns).toHaveLength(12);
    expect(connection.turns[0]).toMatchObject({ audio: Buffer.alloc(0), chunkBytes: [640] });
    expect(connection.replies.at(-1)?.said).toBe('640 after 10');
  });

  it('ends the connection when the model fails', async () => {
    const model = scriptedModel([
      () => {
        throw new Error('broken on purpose');
      },
    ]);
    const client = await RawClient.setUp(await start({ model }));
    client.send(START, END);
    await expect(client.closed).resolves.toEqual({
      code: 1011,
      reason: 'Internal error encountered.',
    });
  });
});

describe('a function call', () => {
  const tools = [{ functionDeclarations: [{ name: 'light', behavior: 'BLOCKING' }] }];
  const setup = { ...MANUAL, tools, sessionResumption: {} };
  const calling = () =>
    scriptedModel([
      async function* () {
        const answers = yield {
          toolCall: [{ name: 'light', args: { on: true } }, { name: 'fan' }],
        };
        yield { said: JSON.stringify(answers.map(({ response }) => response)) };
      },
    ]);

  it('waits for all its answers, in whatever messages they come', async () => {
    const client = await RawClient.setUp(await start({ model: calling() }), {
      ...setup,
      outputAudioTranscription: {},
    });
    const before = client.messages.length;
    client.send(START, audio(), END);
    const { toolCall } = await client.message((message) => message.toolCall);
    const calls = toolCall?.functionCalls ?? [];
    expect(calls).toEqual([
      { id: expect.stringMatching(/^fc_\d+$/), name: 'light', args: { on: true } },
      { id: expect.stringMatching(/^fc_\d+$/), name: 'fan', args: {} },
    ]);
    for (const { id, name } of [...calls].reverse())
      client.send({ toolResponse: { functionResponses: [{ id, name, response: { did: name } }] } });
    const spoken = await client.message((message) => message.serverContent?.outputTranscription);
    expect(spoken.serverContent?.outputTranscription?.text).toBe('[{"did":"light"},{"did":"fan"}]');
    await client.turns(1);
    expect(client.kinds(before).filter((kind) => kind !== 'sessionResumptionUpdate')).toEqual([
      'toolCall',
      'outputTranscription',
      'generationComplete',
      'turnComplete+usageMetadata',
    ]);
  });

  it('is cancelled, and the turn ended, when the user speaks again', async () => {
    const peer = await start({ model: calling() });
    const client = await RawClient.setUp(peer, setup);
    client.send(START, audio(), END);
    const { toolCall } = await client.message((message) => message.toolCall);
    const before = client.messages.length;
    client.send(START);
    await client.turns(1);
    const [light] = toolCall?.functionCalls ?? [];
    expect(client.messages[before]).toEqual({ toolCallCancellation: { ids: [light?.id] } });
    expect(client.kinds(before).slice(0, 3)).toEqual([
      'toolCallCancellation',
      'interrupted',
      'turnComplete+usageMetadata',
    ]);
    const connection = await peer.nextConnection();
    expect(connection.replies).toMatchObject([
      { ended: 'interrupted', calls: [{ name: 'light', response: undefined }, { name: 'fan' }] },
    ]);
  });

  it('refuses the user where the model is of the strict kind', async () => {
    const peer = await start({ model: calling(), whileCallPending: 'refuse' });
    const client = await RawClient.setUp(peer, setup);
    client.send(START, audio(), END);
    await client.message((message) => message.toolCall);
    client.send(START);
    await expect(client.closed).resolves.toEqual({
      code: 1008,
      reason: 'Operation is not implemented, or supported, or enabled.',
    });
  });

  it('goes by what the client has declared since', async () => {
    const client = await RawClient.setUp(await start({ model: calling() }), setup);
    client.send({ contextUpdate: { tools: { tools: [] } } }, START, audio(), END);
    const { toolCall } = await client.message((message) => message.toolCall);
    client.send(START);
    await client.turns(1);
    // It blocks nothing any longer, and so nothing cancels it.
    expect(client.kinds().join()).not.toContain('toolCallCancellation');
    const [light] = toolCall?.functionCalls ?? [];
    const functionResponses = [{ id: light?.id, name: 'light', response: {} }];
    client.send({ toolResponse: { functionResponses } }, END);
    await client.turns(2);
  });

  it('is answered on the connection that it was made on', async () => {
    const peer = await start();
    const client = await RawClient.setUp(peer, setup);
    const functionResponses = [{ id: 'fc_1', name: 'light', response: {} }];
    const connection = await peer.nextConnection();
    client.send({ toolResponse: { functionResponses } });
    await connection.waitFor(({ strayAnswers }) => strayAnswers[0]);
    expect(connection.strayAnswers).toEqual(functionResponses);
    client.send(START, audio(), END);
    await client.turns(1);
  });

  it('is called off when a test says so, and is stray from then on', async () => {
    const peer = await start({ model: calling() });
    const client = await RawClient.setUp(peer, setup);
    const connection = await peer.nextConnection();
    client.send(START, audio(), END);
    const { toolCall } = await client.message((message) => message.toolCall);
    const ids = toolCall?.functionCalls?.map(({ id }) => id);
    connection.cancelCalls();
    const { toolCallCancellation } = await client.message((m) => m.toolCallCancellation);
    expect(toolCallCancellation?.ids).toEqual(ids);
    const functionResponses = [{ id: ids?.[0], name: 'light', response: {} }];
    client.send({ toolResponse: { functionResponses } });
    await connection.waitFor(({ strayAnswers }) => strayAnswers.length === 1);
  });
});

describe('an interruption', () => {
  it('ends the reply without completing its generation, and stops the model', async () => {
    let stopped: () => void = () => {};
    const cleanedUp = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const peer = await start({
      model: scriptedModel([
        async function* ({ signal }) {
          try {
            yield { audio: tone({ durationMs: 100 }), said: 'Once upon a time' };
            yield { stall: true };
          } finally {
            if (signal.aborted) stopped();
          }
        },
      ]),
    });
    const client = await RawClient.setUp(peer);
    client.send(START, audio(), END);
    await client.message((message) => message.serverContent?.modelTurn);
    const before = client.messages.length;
    client.send(START);
    await client.turns(1);
    await cleanedUp;
    expect(client.kinds(before)).toEqual(['interrupted', 'turnComplete+usageMetadata']);
    const connection = await peer.nextConnection();
    expect(connection.replies).toMatchObject([
      { ended: 'interrupted', said: 'Once upon a time', audioBytes: 4_800 },
    ]);
  });

  it('comes with typed content too, and may come again', async () => {
    const peer = await start({ model: scriptedModel([[{ stall: true }], [{ stall: true }]]) });
    const client = await RawClient.setUp(peer);
    client.send(START, audio(), END);
    client.send({
      clientContent: { turns: [{ role: 'user', parts: [{ text: 'No.' }] }], turnComplete: true },
    });
    client.send(START);
    await client.turns(2);
    expect((await peer.nextConnection()).replies.map(({ ended }) => ended)).toEqual([
      'interrupted',
      'interrupted',
    ]);
  });

  it('does not happen where the client does not want it', async () => {
    const peer = await start({
      model: scriptedModel([
        async function* ({ signal }) {
          yield { audio: tone({ durationMs: 10 }) };
          await peer.connections[0]?.waitFor(({ turns }) => turns[1]);
          yield { said: signal.aborted ? 'stopped' : 'went on' };
        },
      ]),
    });
    const client = await RawClient.setUp(peer, {
      model: MANUAL.model,
      realtimeInputConfig: {
        ...MANUAL.realtimeInputConfig,
        activityHandling: 'NO_INTERRUPTION',
      },
    });
    client.send(START, audio(), END);
    await client.message((message) => message.serverContent?.modelTurn);
    client.send(START, audio(), END);
    await client.turns(2);
    expect(client.kinds()).not.toContain('interrupted');
    expect((await peer.nextConnection()).replies).toMatchObject([
      { ended: 'complete', said: 'went on' },
      { ended: 'complete' },
    ]);
  });
});

async function start(options: LivePeerOptions = {}): Promise<LivePeer> {
  const peer = await startLivePeer(options);
  peers.push(peer);
  return peer;
}

/** The status that a request for an upgrade is refused with. */
function refusedUpgrade(peer: LivePeer, path: string): Promise<number | undefined> {
  const client = new RawClient(`${peer.url.replace('http', 'ws')}${path}?key=k`);
  return new Promise((resolve) => {
    client.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
}
