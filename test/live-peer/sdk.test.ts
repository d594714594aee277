import {
  ActivityHandling,
  Behavior,
  GoogleGenAI,
  type LiveConnectConfig,
  type LiveServerMessage,
  Modality,
  type Session,
  TurnCoverage,
  Type,
} from '@google/genai';
import { afterEach, describe, expect, it } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { Watch } from '../../src/live-peer/watch.ts';
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

  static async connect(peer: LivePeer, config: LiveConnectConfig): Promise<SdkClient> {
    const heard = hear();
    return new SdkClient(await connect(peer, config, heard), heard);
  }

  /** How the connection was closed; the promise of this SDK is not kept then. */
  static refused(peer: LivePeer, config: LiveConnectConfig): Promise<Closed> {
    const heard = hear();
    void connect(peer, config, heard).catch(() => {});
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

function connect(peer: LivePeer, config: LiveConnectConfig, heard: Heard): Promise<Session> {
  const ai = new GoogleGenAI({
    apiKey: 'secret',
    httpOptions: { baseUrl: peer.url, apiVersion: 'v1beta' },
  });
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
