import { afterEach, describe, expect, it } from 'vitest';
import type { Act } from '../../src/live-peer/model.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { answer, MANUAL, RawClient, type Received, typed } from './raw-client.ts';

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

const sound: Act = { audio: tone({ durationMs: 10 }) };

describe('what a reply may carry', () => {
  it('are the pages that it rests on', async () => {
    const sources = [{ title: 'Weather', uri: 'https://example.org/weather' }];
    const { messages } = await played([{ sources }, sound]);
    expect(messages[1]).toEqual({
      serverContent: {
        groundingMetadata: {
          groundingChunks: [{ web: { title: 'Weather', uri: 'https://example.org/weather' } }],
        },
      },
    });
  });

  it('are thoughts, in writing', async () => {
    const { messages } = await played([{ thought: 'They want light.' }, sound]);
    expect(messages[1]?.serverContent?.modelTurn?.parts).toEqual([
      { text: 'They want light.', thought: true },
    ]);
  });

  it('is what it has cost so far, and in the end all of it, by modality', async () => {
    const usage = {
      promptTokenCount: 700,
      cachedContentTokenCount: 100,
      toolUsePromptTokenCount: 30,
      thoughtsTokenCount: 136,
      responseTokenCount: 50,
      totalTokenCount: 916,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 100 },
        { modality: 'AUDIO', tokenCount: 300 },
        { modality: 'IMAGE', tokenCount: 258 },
        { modality: 'VIDEO', tokenCount: 10 },
        { modality: 'DOCUMENT', tokenCount: 7 },
      ],
      cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 100 }],
      toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount: 30 }],
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 50 }],
    } as const;
    const soFar = { promptTokenCount: 1, totalTokenCount: 1 };
    const { messages } = await played([{ usageSoFar: soFar }, sound, { usage }]);
    const told = messages.flatMap(({ usageMetadata }) => usageMetadata ?? []);
    expect(told).toEqual([soFar, usage]);
    expect(messages[0]).toEqual({ usageMetadata: soFar });
  });
});

describe('the end of a turn', () => {
  it('may have a reason', async () => {
    const acts: Act[] = [{ ending: 'complete', reason: 'PROHIBITED_INPUT_CONTENT' }];
    const { messages } = await played(acts);
    expect(messages.at(-1)?.serverContent).toEqual({
      turnComplete: true,
      turnCompleteReason: 'PROHIBITED_INPUT_CONTENT',
    });
  });

  it('may come in the middle of the reply, and again at its end', async () => {
    const { kinds } = await played(
      [sound, { turnComplete: true, reason: 'NEED_MORE_INPUT' }, sound],
      2,
    );
    expect(kinds).toEqual([
      'modelTurn',
      'turnComplete+turnCompleteReason+usageMetadata',
      'modelTurn',
      'generationComplete',
      'turnComplete+usageMetadata',
    ]);
  });

  it('may come late', async () => {
    const clock = new FakeClock();
    const peer = await start({
      clock,
      model: scriptedModel([[sound, { ending: 'complete', lateByMs: 50_000 }]]),
    });
    const client = await RawClient.setUp(peer);
    client.send(typed('Hello'));
    await client.message((message) => message.serverContent?.generationComplete);
    clock.advance(49_999);
    expect(client.kinds()).not.toContain('turnComplete+usageMetadata');
    clock.advance(1);
    await client.turns(1);
  });

  it('may find the sound still coming after generationComplete', async () => {
    const { kinds } = await played([sound, { generationComplete: true }, sound]);
    expect(kinds).toEqual([
      'modelTurn',
      'generationComplete',
      'modelTurn',
      'turnComplete+usageMetadata',
    ]);
  });

  it('may follow an interruption that nobody made, before anything was said', async () => {
    const { kinds } = await played([{ interrupted: true }, sound]);
    expect(kinds).toEqual([
      'interrupted',
      'modelTurn',
      'generationComplete',
      'turnComplete+usageMetadata',
    ]);
  });
});

describe('a model that thinks on while it speaks', () => {
  const setup = {
    model: 'models/gemini-3.8-live-extended-thinking',
    generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } },
  };

  it('says of each turnComplete and toolCall whether more follows', async () => {
    const acts: Act[] = [
      sound,
      { turnComplete: true },
      { toolCall: [{ name: 'light' }], meanwhile: 'go-on' },
      sound,
    ];
    const { messages } = await played(acts, 2, setup);
    expect(messages.flatMap(statusOf)).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IDLE']);
  });

  it('may forget to', async () => {
    const { messages } = await played([{ interaction: 'IN_PROGRESS' }, sound], 1, setup);
    expect(messages.flatMap(statusOf)).toEqual(['IN_PROGRESS']);
  });

  it('is idle when it was interrupted', async () => {
    const peer = await start({ model: scriptedModel([[sound, { stall: true }]]) });
    const client = await RawClient.setUp(peer, setup);
    client.send(typed('Hello'));
    await client.message((message) => message.serverContent?.modelTurn);
    client.send(typed('Stop', false));
    await client.turns(1);
    expect(client.messages.flatMap(statusOf)).toEqual(['IDLE']);
  });

  it('is the only one to', async () => {
    const { messages } = await played([sound, { turnComplete: true }], 2);
    expect(messages.flatMap(statusOf)).toEqual([]);
  });
});

describe('a function call that the model does not wait for', () => {
  const tools = [{ functionDeclarations: [{ name: 'light' }] }];
  const call: Act = { toolCall: [{ name: 'light', id: 'fc_1' }], meanwhile: 'go-on' };

  it('is answered in a reply of its own', async () => {
    const peer = await start({
      model: scriptedModel([
        [call, { said: 'Wait.' }],
        async function* ({ text, audio, answers, session }) {
          const [first] = answers;
          yield { said: `It is ${first?.response['output']}.` };
          expect({ text, bytes: audio.length }).toEqual({ text: '', bytes: 0 });
          expect(session.history).toHaveLength(1);
        },
      ]),
    });
    const client = await RawClient.setUp(peer, { ...MANUAL, tools, outputAudioTranscription: {} });
    client.send(typed('Light!'));
    await client.turns(1);
    const connection = await peer.nextConnection();
    expect(connection.replies).toMatchObject([{ calls: [{ id: 'fc_1', response: undefined }] }]);
    client.send(answer({ id: 'fc_1', name: 'light' }));
    await client.turns(2);
    const said = client.messages.map((m) => m.serverContent?.outputTranscription?.text ?? '');
    expect(said.join('')).toBe('Wait.It is done.');
    expect(connection.turns).toHaveLength(1);
    expect(connection.replies).toHaveLength(2);
  });

  it('stops the model when its answer is to interrupt', async () => {
    const peer = await start({
      model: scriptedModel([[call, sound, { stall: true }], [{ said: 'Done.' }]]),
    });
    const client = await RawClient.setUp(peer, { ...MANUAL, tools });
    client.send(typed('Light!'));
    await client.message((message) => message.serverContent?.modelTurn);
    const before = client.messages.length;
    client.send(answer({ id: 'fc_1', name: 'light' }, { scheduling: 'INTERRUPT' }));
    await client.turns(2);
    expect(client.kinds(before)).toEqual([
      'interrupted',
      'turnComplete+usageMetadata',
      'generationComplete',
      'turnComplete+usageMetadata',
    ]);
  });

  it('is learned and not spoken of when its answer is to be silent', async () => {
    const peer = await start({
      model: scriptedModel([
        [call],
        async function* ({ text, answers }) {
          yield { said: `${text} ${answers.map(({ scheduling }) => scheduling)}` };
        },
      ]),
    });
    const client = await RawClient.setUp(peer, { ...MANUAL, tools });
    client.send(typed('Light!'));
    await client.turns(1);
    client.send(answer({ id: 'fc_1', name: 'light' }, { scheduling: 'SILENT' }), typed('And?'));
    await client.turns(2);
    const { replies } = await peer.nextConnection();
    expect(replies).toMatchObject([{ said: '' }, { said: 'And? SILENT' }]);
  });

  it('has no answer that is to be scheduled, where the model knows no scheduling', async () => {
    const peer = await start({ model: scriptedModel([[call]]) });
    const client = await RawClient.setUp(peer, {
      tools,
      model: 'models/gemini-3.8-live-extended-thinking',
      generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } },
    });
    client.send(typed('Light!'));
    await client.turns(1);
    client.send(answer({ id: 'fc_1', name: 'light' }, { scheduling: 'SILENT' }));
    expect((await client.closed).code).toBe(1007);
  });
});

interface Played {
  readonly messages: readonly Received[];
  readonly kinds: readonly string[];
}

/** What comes of one reply, up to the turnComplete of that count. */
async function played(acts: readonly Act[], turns = 1, setup: object = MANUAL): Promise<Played> {
  const client = await RawClient.setUp(await start({ model: scriptedModel([acts]) }), setup);
  const before = client.messages.length;
  client.send(typed('Hello'));
  await client.turns(turns);
  return { messages: client.messages.slice(before), kinds: client.kinds(before) };
}

function statusOf({ serverContent, ...message }: Received): readonly string[] {
  const status =
    'interactionStatus' in message
      ? message.interactionStatus
      : (serverContent as { interactionStatus?: string })?.interactionStatus;
  return status === undefined ? [] : [String(status)];
}

async function start(options: LivePeerOptions = {}): Promise<LivePeer> {
  const peer = await startLivePeer(options);
  peers.push(peer);
  return peer;
}
