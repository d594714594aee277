import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { type GeminiOptions, geminiConnector } from '../../src/live/gemini-session.ts';
import type { LiveSession, OpenOptions, SessionEvent } from '../../src/live/session.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { systemClock } from '../../src/system/clock.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const KEY = 'AIza-secret-0123456789';
const peers: LivePeer[] = [];
const lines: Line[] = [];

afterEach(async () => {
  for (const { session } of lines.splice(0)) session.close();
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

describe('a session with the service', () => {
  test('opens with what the configuration asks for, and nothing that it does not', async () => {
    const { peer, dial } = await setUp({}, { live: { voice: 'Puck', temperature: 0.5 } });
    const tools = [{ name: 'lamp', description: 'Switches the lamp.' }];
    await dial({ tools }).until('opened');
    const connection = await peer.nextConnection();
    expect(connection.dial.apiVersion).toBe('v1beta');
    expect(connection.setup).toEqual({
      model: 'models/gemini-3.8-live',
      generationConfig: {
        responseModalities: ['AUDIO'],
        temperature: 0.5,
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } } },
      },
      systemInstruction: { parts: [{ text: 'Be brief.' }], role: 'user' },
      realtimeInputConfig: {
        automaticActivityDetection: { disabled: true },
        activityHandling: 'START_OF_ACTIVITY_INTERRUPTS',
        turnCoverage: 'TURN_INCLUDES_ONLY_ACTIVITY',
      },
      sessionResumption: {},
      contextWindowCompression: {
        triggerTokens: '25600',
        slidingWindow: { targetTokens: '12800' },
      },
      tools: [
        {
          functionDeclarations: [
            { name: 'lamp', description: 'Switches the lamp.', behavior: 'BLOCKING' },
          ],
        },
      ],
    });
  });

  test('carries speech whole and the reply back', async () => {
    const reply = tone({ durationMs: 500 });
    const { peer, dial } = await setUp({
      model: scriptedModel([[{ audio: reply, said: 'Yes.' }]]),
    });
    const line = dial();
    await line.until('opened');
    const speech = Buffer.from(Array.from({ length: 6_400 }, (_, index) => index % 251));
    line.session.startActivity();
    for (let at = 0; at < speech.length; at += 640)
      line.session.sendAudio(speech.subarray(at, at + 640));
    line.session.endActivity();
    await line.until('turnComplete');
    const connection = await peer.nextConnection();
    expect(connection.turns[0]?.audio.equals(speech)).toBe(true);
    expect(Buffer.concat(line.heard('audio').map(({ pcm }) => pcm)).equals(reply)).toBe(true);
    expect(line.heard('resumable').length).toBeGreaterThan(0);
  });

  test('resumes what an earlier connection carried', async () => {
    const { peer, dial } = await setUp();
    const first = dial();
    const { handle } = await first.until('resumable');
    first.session.close();
    await (await peer.nextConnection()).waitFor(({ ended }) => ended);
    await dial({ handle }).until('opened');
    expect((await peer.nextConnection()).setup?.sessionResumption?.handle).toBe(handle);
  });

  test('has its calls answered by id and name', async () => {
    const asked: unknown[] = [];
    const { dial } = await setUp({
      model: async function* () {
        asked.push(yield { toolCall: [{ name: 'lamp', args: { on: true }, id: 'f1' }] });
      },
    });
    const line = dial({ tools: [{ name: 'lamp', description: 'Switches the lamp.' }] });
    await line.until('opened');
    say(line.session);
    const { calls } = await line.until('toolCall');
    expect(calls).toEqual([{ id: 'f1', name: 'lamp', args: { on: true } }]);
    line.session.answer([{ id: 'f1', name: 'lamp', response: { status: 'done' } }]);
    await line.until('turnComplete');
    expect(asked).toEqual([[{ id: 'f1', name: 'lamp', response: { status: 'done' } }]]);
  });

  test.each<[string, LivePeerOptions, string]>([
    ['a wrong key', { apiKey: 'another' }, 'key'],
    ['a refusal by HTTP', { fault: { type: 'http-status', status: 401 } }, 'key'],
    ['too many requests', { fault: { type: 'http-status', status: 429 } }, 'quota'],
    ['a service that is down', { fault: { type: 'http-status', status: 503 } }, 'network'],
    [
      'an unknown model',
      {
        fault: {
          type: 'close-at-setup',
          code: 1008,
          reason: 'models/x is not found for API version v1beta',
        },
      },
      'setup',
    ],
  ])('that meets %s says so, once, and never the key', async (_, options, cause) => {
    const { dial } = await setUp(options);
    const line = dial();
    const closed = await line.until('closed');
    expect(closed.cause).toBe(cause);
    expect(JSON.stringify(line.events)).not.toContain(KEY);
    expect(line.heard('closed')).toHaveLength(1);
    expect(line.heard('opened')).toHaveLength(0);
  });

  test('that nobody listens to says so', async () => {
    const { peer, dial } = await setUp();
    await peer.close();
    expect(await dial().until('closed')).toMatchObject({ cause: 'network' });
  });

  test.each<[string, LivePeerOptions['fault']]>([
    ['accepts and says nothing', { type: 'black-hole' }],
    ['opens and never gets ready', { type: 'no-setup-complete' }],
  ])('gives up on a service that %s', async (_, fault) => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({ ...(fault ? { fault } : {}) }, { clock });
    const line = dial();
    await peer.waitFor(({ dials }) => dials[0]);
    clock.advance(10_000);
    expect(await line.until('closed')).toMatchObject({ cause: 'network' });
    expect(clock.pending).toBe(0);
  });

  test('outlives frames that make no sense', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    connection.send('{ this is not JSON');
    connection.send(Buffer.from([0xff, 0xfe, 0x00]));
    connection.send('[]');
    connection.send({ serverContent: { modelTurn: 'nonsense' } });
    connection.send(Buffer.alloc(5 * 1024 * 1024, ' '));
    connection.send({ goAway: { timeLeft: '5s' } });
    await line.until('goAway');
    expect(line.heard('malformed')).toHaveLength(5);
    say(line.session);
    await line.until('turnComplete');
  });

  test('hears nothing any more once it was closed', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    line.session.close();
    const before = line.events.length;
    connection.send({ goAway: { timeLeft: '5s' } });
    await connection.waitFor(({ ended }) => ended);
    line.session.startActivity();
    expect(line.events).toHaveLength(before);
  });

  test('is gone even if the service never says goodbye', async () => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({ fault: { type: 'ignore-close' } }, { clock });
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    line.session.close();
    clock.advance(1_000);
    await connection.waitFor(({ ended }) => ended);
    expect(clock.pending).toBe(0);
  });

  test('says that a key is missing instead of dialling', async () => {
    const { peer, dial } = await setUp({}, { key: () => ({ missing: 'Put a key somewhere.' }) });
    expect(await dial().until('closed')).toMatchObject({
      cause: 'key',
      reason: 'Put a key somewhere.',
    });
    expect(peer.dials).toHaveLength(0);
  });

  test('goes where the configuration says, whatever the variables of the SDK say', async () => {
    vi.stubEnv('GOOGLE_GENAI_USE_VERTEXAI', 'true');
    vi.stubEnv('GOOGLE_GEMINI_BASE_URL', 'http://127.0.0.1:9');
    vi.stubEnv('GOOGLE_GENAI_API_VERSION', 'v1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { peer, dial } = await setUp();
    await dial().until('opened');
    expect((await peer.nextConnection()).dial.apiVersion).toBe('v1beta');
  });

  test('takes a key that was put in place later', async () => {
    let key: ReturnType<GeminiOptions['key']> = { missing: 'none yet' };
    const { dial } = await setUp({ apiKey: KEY }, { key: () => key });
    await dial().until('closed');
    key = { value: KEY };
    await dial().until('opened');
  });
});

interface Line {
  readonly session: LiveSession;
  readonly events: SessionEvent[];
  heard<T extends SessionEvent['type']>(type: T): Extract<SessionEvent, { type: T }>[];
  /** The first event of that type, as soon as it is there. */
  until<T extends SessionEvent['type']>(type: T): Promise<Extract<SessionEvent, { type: T }>>;
}

interface Changes {
  readonly live?: object;
  readonly clock?: FakeClock;
  readonly key?: GeminiOptions['key'];
}

async function setUp(options: LivePeerOptions = {}, { live, clock, key }: Changes = {}) {
  const peer = await startLivePeer(options);
  peers.push(peer);
  const connector = geminiConnector({
    live: configSchema.parse({ live: { baseUrl: peer.url, ...live } }).live,
    instruction: 'Be brief.',
    key: key ?? (() => ({ value: KEY })),
    clock: clock ?? systemClock,
  });
  const dial = (open: Partial<OpenOptions> = {}): Line => {
    const events: SessionEvent[] = [];
    const waiting = new Set<() => void>();
    const session = connector.open({ handle: undefined, tools: [], ...open }, (event) => {
      events.push(event);
      for (const look of [...waiting]) look();
    });
    const heard: Line['heard'] = (type) => events.filter((event) => event.type === type) as never;
    const until: Line['until'] = (type) =>
      new Promise((resolve) => {
        const look = () => {
          const [first] = heard(type);
          if (first === undefined) return;
          waiting.delete(look);
          resolve(first);
        };
        waiting.add(look);
        look();
      });
    const line = { session, events, heard, until };
    lines.push(line);
    return line;
  };
  return { peer, dial };
}

function say(session: LiveSession): void {
  session.startActivity();
  session.sendAudio(Buffer.alloc(640));
  session.endActivity();
}
