import {
  ActivityHandling,
  Behavior,
  EndSensitivity,
  FunctionResponseScheduling,
  GoogleGenAI,
  type LiveConnectConfig,
  type LiveServerMessage,
  Modality,
  type Session,
  StartSensitivity,
  TurnCoverage,
  Type,
} from '@google/genai';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { Watch } from '../../src/live-peer/watch.ts';
import { googleCredentials } from '../fakes/google-credentials.ts';
import type { Closed } from './raw-client.ts';

const peers: LivePeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

/** All that a push-to-talk client sets. */
const CONFIG: LiveConnectConfig = {
  responseModalities: [Modality.AUDIO],
  temperature: 0.7,
  speechConfig: {
    voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } },
    languageCode: 'en-US',
  },
  systemInstruction: 'You are the voice of a home.',
  tools: [
    { googleSearch: {} },
    {
      functionDeclarations: [
        {
          name: 'light',
          description: 'Switches the light.',
          behavior: Behavior.BLOCKING,
          parameters: {
            type: Type.OBJECT,
            properties: { on: { type: Type.BOOLEAN } },
            required: ['on'],
          },
        },
      ],
    },
  ],
  realtimeInputConfig: {
    automaticActivityDetection: { disabled: true },
    activityHandling: ActivityHandling.START_OF_ACTIVITY_INTERRUPTS,
    turnCoverage: TurnCoverage.TURN_INCLUDES_ONLY_ACTIVITY,
  },
  sessionResumption: {},
  contextWindowCompression: { triggerTokens: '25600', slidingWindow: { targetTokens: '12800' } },
  inputAudioTranscription: {},
  outputAudioTranscription: {},
};

describe('the real SDK', () => {
  it('has a whole conversation: question, tool, answer, interruption, resumption', async () => {
    const reply = tone({ durationMs: 600 });
    const peer = await start({
      apiKey: 'secret',
      model: scriptedModel([
        async function* () {
          yield { heard: 'Turn on the light.' };
          const [answer] = yield { toolCall: [{ name: 'light', args: { on: true } }] };
          yield { audio: reply, said: `The light is ${answer?.response['output']}.` };
        },
        [{ audio: tone({ durationMs: 50 }) }, { stall: true }],
        async function* ({ session }) {
          yield { said: `We have spoken ${session.history.length} times.` };
        },
      ]),
    });

    const first = await SdkClient.connect(peer, CONFIG);
    first.speak(Buffer.alloc(6_400, 1));
    const { toolCall } = await first.message((message) => message.toolCall);
    const [call] = toolCall?.functionCalls ?? [];
    expect(call).toMatchObject({ name: 'light', args: { on: true } });
    first.session.sendToolResponse({
      functionResponses: { id: call?.id ?? '', name: 'light', response: { output: 'on' } },
    });
    await first.turns(1);
    expect(Buffer.concat(first.sound()).equals(reply)).toBe(true);
    expect(first.read('inputTranscription')).toBe('Turn on the light.');
    expect(first.read('outputTranscription')).toBe('The light is on.');

    first.speak(Buffer.alloc(640));
    await first.message((message, index) => index > 0 && message.serverContent?.modelTurn);
    first.session.sendRealtimeInput({ activityStart: {} });
    await first.message((message) => message.serverContent?.interrupted);
    await first.turns(2);
    const handle = await first.handle(3);
    first.session.close();
    await (await peer.nextConnection()).waitFor(({ ended }) => ended);

    const second = await SdkClient.connect(peer, { ...CONFIG, sessionResumption: { handle } });
    second.speak(Buffer.alloc(640));
    await second.turns(1);
    expect(second.read('outputTranscription')).toBe('We have spoken 2 times.');
  });

  it('is heard as it speaks', async () => {
    const peer = await start();
    const client = await SdkClient.connect(peer, CONFIG);
    client.speak(Buffer.from(Array.from({ length: 3_200 }, (_, index) => index % 256)));
    const connection = await peer.nextConnection();
    const turn = await connection.waitFor(({ turns }) => turns[0]);
    expect(turn.chunkBytes).toEqual([640, 640, 640, 640, 640]);
    expect(turn.audio[3_199]).toBe(3_199 % 256);
    expect(connection.setup).toMatchObject({ model: 'models/gemini-3.8-live' });
    expect(connection.dial.url.pathname).toMatch(/^\/\/ws\//);
  });

  it('may type', async () => {
    const peer = await start();
    const client = await SdkClient.connect(peer, CONFIG);
    client.session.sendClientContent({ turns: 'What time is it?' });
    await client.turns(1);
    expect((await peer.nextConnection()).turns).toMatchObject([{ text: 'What time is it?' }]);
  });

  it('may change its tools on the way', async () => {
    const peer = await start();
    const client = await SdkClient.connect(peer, CONFIG);
    client.session.sendContextUpdate({ tools: { tools: [{ googleSearch: {} }] } });
    const connection = await peer.nextConnection();
    await connection.waitFor(({ received }) => received.some((message) => message.contextUpdate));
    expect(connection.setup?.tools).toEqual([{ googleSearch: {} }]);
  });

  it.each([
    ['a wrong key', { apiKey: 'other' }, CONFIG, 1007, 'API key not valid.'],
    ['text for an answer', {}, { responseModalities: [Modality.TEXT] }, 1007, 'Cannot extract'],
    ['an unknown handle', {}, { sessionResumption: { handle: 'x' } }, 1007, 'Invalid session'],
    ['affective dialog', {}, { enableAffectiveDialog: true }, 1007, 'Invalid JSON payload'],
    ['proactive audio', {}, { proactivity: { proactiveAudio: true } }, 1007, 'Proactivity'],
    ['a mind of its own', {}, { thinkingConfig: { thinkingBudget: 0 } }, 1007, 'Thinking level'],
    ['code to run', {}, { tools: [{ codeExecution: {} }] }, 1007, 'Code execution'],
    ['pages to read', {}, { tools: [{ urlContext: {} }] }, 1007, 'URL context'],
  ] as const)('is turned away with %s', async (_what, options, config, code, reason) => {
    const peer = await start(options);
    const closed = await SdkClient.refused(peer, config as LiveConnectConfig);
    expect(closed).toMatchObject({ code, reason: expect.stringContaining(reason) });
  });

  it('is turned away with the deprecated way to send media', async () => {
    const client = await SdkClient.connect(await start(), CONFIG);
    client.session.sendRealtimeInput({ media: { data: '', mimeType: 'audio/pcm;rate=16000' } });
    expect(await client.closed).toMatchObject({
      code: 1007,
      reason: 'realtime_input.media_chunks is deprecated',
    });
  });
});

describe('the real SDK, on its other ways in', () => {
  const said = async (peer: LivePeer, client: SdkClient) => {
    client.speak(Buffer.alloc(640));
    await client.turns(1);
    expect(Buffer.concat(client.sound())).toEqual(tone({ durationMs: 200 }));
    return (await peer.nextConnection()).dial;
  };

  it('mints a token with a key, and comes in with it, so often as it may', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const peer = await start({ apiKey: 'secret' });
    const httpOptions = { baseUrl: peer.url, apiVersion: 'v1alpha' };
    const token = await new GoogleGenAI({ apiKey: 'secret', httpOptions }).authTokens.create({
      config: {
        uses: 1,
        expireTime: new Date(Date.now() + 600_000).toISOString(),
        newSessionExpireTime: new Date(Date.now() + 60_000).toISOString(),
        liveConnectConstraints: { model: 'gemini-3.8-live', config: { temperature: 0.5 } },
        lockAdditionalFields: [],
      },
    });
    const [request] = peer.requests;
    expect(request).toMatchObject({ method: 'POST', headers: { 'x-goog-api-key': 'secret' } });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      uses: 1,
      bidiGenerateContentSetup: { model: 'models/gemini-3.8-live' },
    });

    const ai = new GoogleGenAI({ apiKey: token.name ?? '', httpOptions });
    const dial = await said(peer, await SdkClient.connect(peer, CONFIG, { ai }));
    expect(dial).toMatchObject({ way: 'token', apiVersion: 'v1alpha' });
    expect(dial.url.searchParams.get('access_token')).toBe(token.name);
    expect(await SdkClient.refused(peer, CONFIG, { ai })).toMatchObject({ code: 1008 });
  });

  it('is told by the endpoint why it gets no token', async () => {
    const peer = await start({ apiKey: 'other' });
    const httpOptions = { baseUrl: peer.url, apiVersion: 'v1alpha' };
    const { authTokens } = new GoogleGenAI({ apiKey: 'secret', httpOptions });
    await expect(authTokens.create({ config: {} })).rejects.toMatchObject({
      name: 'ApiError',
      status: 400,
      message: expect.stringContaining('API key not valid. Please pass a valid API key.'),
    });
  });

  it('comes to Vertex AI with the credentials of the machine', async () => {
    const peer = await start({ bearer: 'ya29.right' });
    const keyFilename = googleCredentials(peer.url, 'a token of another sort');
    const ai = new GoogleGenAI({
      vertexai: true,
      project: 'home',
      location: 'europe-west1',
      googleAuthOptions: {
        keyFilename,
        scopes: ['https://www.googleapis.com/auth/cloud-platform'],
      },
      httpOptions: { baseUrl: peer.url },
    });
    const client = await SdkClient.connect(peer, CONFIG, { ai });
    const dial = await said(peer, client);
    expect(dial).toMatchObject({
      way: 'vertex',
      apiVersion: 'v1beta1',
      headers: { authorization: 'Bearer ya29.right' },
    });
    expect(dial.url.search).toBe('');
    expect(peer.connections[0]?.setup?.model).toBe(
      'projects/home/locations/europe-west1/publishers/google/models/gemini-3.8-live',
    );
    const { usageMetadata } = await client.message(
      (message) => message.serverContent?.turnComplete,
    );
    expect(usageMetadata).toMatchObject({ responseTokenCount: 5 });
  });

  it('comes to a gateway with a bearer, at the address that it is given', async () => {
    const gatewayPath = '/v1beta/models/gemini-3.8-live/liveStream';
    const peer = await start({ bearer: 'sk-right', gatewayPath });
    const client = (bearer: string) => ({
      ai: new GoogleGenAI({
        vertexai: true,
        httpOptions: {
          baseUrl: `${peer.url}${gatewayPath}`,
          headers: { Authorization: `Bearer ${bearer}` },
        },
      }),
    });
    const dial = await said(peer, await SdkClient.connect(peer, CONFIG, client('sk-right')));
    expect(dial).toMatchObject({ way: 'gateway', headers: { authorization: 'Bearer sk-right' } });
    expect(dial.url.href).toBe(`${peer.url}${gatewayPath}`);
    expect(peer.connections[0]?.setup?.model).toBe('publishers/google/models/gemini-3.8-live');
    expect(await SdkClient.refused(peer, CONFIG, client('sk-wrong'))).toMatchObject({ code: 1006 });
  });
});

describe('the real SDK, with a microphone that stays open', () => {
  const open: LiveConnectConfig = {
    ...CONFIG,
    realtimeInputConfig: {
      automaticActivityDetection: {
        startOfSpeechSensitivity: StartSensitivity.START_SENSITIVITY_LOW,
        endOfSpeechSensitivity: EndSensitivity.END_SENSITIVITY_HIGH,
        prefixPaddingMs: 40,
        silenceDurationMs: 200,
      },
    },
  };

  it('is heard when it speaks, shows pictures, and is answered when it is silent', async () => {
    const peer = await start();
    const client = await SdkClient.connect(peer, open);
    const say = (pcm: Buffer) =>
      client.session.sendRealtimeInput({
        audio: { data: pcm.toString('base64'), mimeType: 'audio/pcm;rate=16000' },
      });
    say(Buffer.alloc(6_400));
    say(tone({ durationMs: 200 }));
    client.session.sendRealtimeInput({ video: { data: '/9j/', mimeType: 'image/jpeg' } });
    say(Buffer.alloc(6_400));
    await client.turns(1);
    say(tone({ durationMs: 200 }));
    client.session.sendRealtimeInput({ audioStreamEnd: true });
    await client.turns(2);
    expect((await peer.nextConnection()).turns).toMatchObject([
      { images: [{ mimeType: 'image/jpeg' }] },
      { images: [] },
    ]);
  });
});

describe('the real SDK, with calls that it takes its time for', () => {
  it('answers when it can, and how it is to be taken', async () => {
    const peer = await start({
      model: scriptedModel([
        [
          { toolCall: [{ name: 'bake', id: 'fc_1' }], meanwhile: 'go-on' },
          { said: 'It is in the oven.' },
        ],
        async function* ({ answers }) {
          yield { said: ` ${answers.map(({ response }) => response['output'])}` };
        },
      ]),
    });
    const functionDeclarations = [{ name: 'bake', behavior: Behavior.NON_BLOCKING }];
    const client = await SdkClient.connect(peer, { ...CONFIG, tools: [{ functionDeclarations }] });
    client.session.sendClientContent({
      turns: [{ role: 'user', parts: [{ text: 'I like cake.' }] }],
      turnComplete: false,
    });
    client.session.sendClientContent({ turns: 'Bake one.' });
    await client.turns(1);
    const answer = (output: string) => ({ id: 'fc_1', name: 'bake', response: { output } });
    client.session.sendToolResponse({
      functionResponses: [
        {
          ...answer('half done'),
          scheduling: FunctionResponseScheduling.SILENT,
          willContinue: true,
        },
      ],
    });
    client.session.sendToolResponse({
      functionResponses: [{ ...answer('done'), scheduling: FunctionResponseScheduling.WHEN_IDLE }],
    });
    await client.turns(2);
    expect(client.read('outputTranscription')).toBe('It is in the oven. half done,done');
    const connection = await peer.nextConnection();
    expect(connection.seeded).toEqual([{ role: 'user', text: 'I like cake.' }]);
    expect(connection.turns).toMatchObject([{ text: 'I like cake.\nBake one.' }]);
    expect(connection.strayAnswers).toEqual([]);
  });
});

async function start(options: LivePeerOptions = {}): Promise<LivePeer> {
  const peer = await startLivePeer(options);
  peers.push(peer);
  return peer;
}

class SdkClient {
  readonly session: Session;
  readonly messages: readonly LiveServerMessage[];
  readonly closed: Promise<Closed>;
  readonly #watch: Watch<readonly LiveServerMessage[]>;

  private constructor(session: Session, heard: Heard) {
    this.session = session;
    this.messages = heard.messages;
    this.closed = heard.closed;
    this.#watch = heard.watch;
  }

  static async connect(
    peer: LivePeer,
    config: LiveConnectConfig,
    { ai = withKey(peer) } = {},
  ): Promise<SdkClient> {
    const heard = hear();
    return new SdkClient(await connect(ai, config, heard), heard);
  }

  /** How the connection was closed; the promise of this SDK is not kept then. */
  static refused(
    peer: LivePeer,
    config: LiveConnectConfig,
    { ai = withKey(peer) } = {},
  ): Promise<Closed> {
    const heard = hear();
    void connect(ai, config, heard).catch(() => {});
    return heard.closed;
  }

  speak(pcm: Buffer): void {
    this.session.sendRealtimeInput({ activityStart: {} });
    for (let at = 0; at < pcm.length; at += 640)
      this.session.sendRealtimeInput({
        audio: {
          data: pcm.toString('base64', at, at + 640),
          mimeType: 'audio/pcm;rate=16000',
        },
      });
    this.session.sendRealtimeInput({ activityEnd: {} });
  }

  /** The first message that matches; `index` counts the turns that were complete before it. */
  message(
    matches: (message: LiveServerMessage, index: number) => unknown,
  ): Promise<LiveServerMessage> {
    return this.#watch.waitFor((messages) => {
      let complete = 0;
      return messages.find((message) => {
        if (matches(message, complete)) return true;
        if (message.serverContent?.turnComplete) complete += 1;
        return false;
      });
    });
  }

  async turns(count: number): Promise<void> {
    await this.message(
      (message, index) => message.serverContent?.turnComplete && index === count - 1,
    );
  }

  /** The handle that was told as the nth. */
  handle(count: number): Promise<string> {
    return this.#watch.waitFor(
      (messages) =>
        messages.flatMap(({ sessionResumptionUpdate }) => sessionResumptionUpdate?.newHandle || [])[
          count - 1
        ],
    );
  }

  sound(): readonly Buffer[] {
    return this.messages.flatMap(({ serverContent }) =>
      (serverContent?.modelTurn?.parts ?? []).map(({ inlineData }) =>
        Buffer.from(inlineData?.data ?? '', 'base64'),
      ),
    );
  }

  read(field: 'inputTranscription' | 'outputTranscription'): string {
    return this.messages.map(({ serverContent }) => serverContent?.[field]?.text ?? '').join('');
  }
}

interface Heard {
  readonly messages: LiveServerMessage[];
  readonly watch: Watch<readonly LiveServerMessage[]>;
  readonly closed: Promise<Closed>;
  readonly onclose: (event: Closed) => void;
}

function hear(): Heard {
  const messages: LiveServerMessage[] = [];
  let onclose: (event: Closed) => void = () => {};
  const closed = new Promise<Closed>((resolve) => {
    onclose = resolve;
  });
  return { messages, watch: new Watch<readonly LiveServerMessage[]>(messages), closed, onclose };
}

const withKey = (peer: LivePeer) =>
  new GoogleGenAI({
    apiKey: 'secret',
    httpOptions: { baseUrl: peer.url, apiVersion: 'v1beta' },
  });

function connect(ai: GoogleGenAI, config: LiveConnectConfig, heard: Heard): Promise<Session> {
  return ai.live.connect({
    model: 'gemini-3.8-live',
    config: structuredClone(config),
    callbacks: {
      onmessage: (message) => {
        heard.messages.push(message);
        heard.watch.changed();
      },
      onclose: heard.onclose,
    },
  });
}
