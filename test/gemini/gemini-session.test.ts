import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Access, Denial } from '../../src/live/access.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import type { LivePeerOptions } from '../../src/live-peer/server.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { KEY, say, setUp } from './live-lines.ts';

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
      inputAudioTranscription: {},
      outputAudioTranscription: {},
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

  test('is told at each dial what is right at that moment', async () => {
    const words = ['It is Monday.', 'It is Tuesday.'];
    const { peer, dial } = await setUp({}, { instruction: () => words.shift() ?? '' });
    const first = dial();
    await first.until('opened');
    await first.session.close();
    await dial().until('opened');
    expect(peer.connections.map(({ setup }) => setup?.systemInstruction?.parts)).toEqual([
      [{ text: 'It is Monday.' }],
      [{ text: 'It is Tuesday.' }],
    ]);
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
    await first.session.close();
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
    line.session.answer([]);
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
      'model',
    ],
  ])('that meets %s says so, once, and never the key', async (_, options, cause) => {
    const { peer, dial } = await setUp(options);
    const line = dial();
    const closed = await line.until('closed');
    expect(closed.cause).toBe(cause);
    expect(JSON.stringify(line.events)).not.toContain(KEY);
    expect(line.heard('closed')).toHaveLength(1);
    expect(line.heard('opened')).toHaveLength(0);
    expect(peer.dials).toHaveLength(1);
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
    await line.session.close();
    expect(clock.pending).toBe(0);
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
});

describe('leave to talk to the service', () => {
  test('is asked for at each dial, so that a key that is put in place later is taken', async () => {
    let access: Access | Denial = { type: 'denied', cause: 'key', reason: 'Put a key somewhere.' };
    const { peer, dial } = await setUp({ apiKey: KEY }, { access: async () => access });
    const denied = await dial().until('closed');
    const reason = 'Put a key somewhere.';
    expect(denied).toEqual({ type: 'closed', cause: 'key', reason, by: 'device' });
    expect(peer.dials).toHaveLength(0);
    access = { type: 'api-key', key: KEY };
    await dial().until('opened');
  });

  test('that never comes ends with the time for connecting, and is of no use afterwards', async () => {
    const clock = new FakeClock();
    const asked = held<Access>();
    const { peer, dial } = await setUp({}, { clock, access: () => asked.promise });
    const line = dial();
    clock.advance(10_000);
    expect(await line.until('closed')).toMatchObject({ cause: 'network' });
    asked.resolve({ type: 'api-key', key: KEY });
    await settled();
    expect(peer.dials).toHaveLength(0);
    expect(line.events).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe('a session that is closed', () => {
  test('is not heard from any more', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    const gone = line.session.close();
    const before = line.events.length;
    connection.send({ goAway: { timeLeft: '5s' } });
    await gone;
    await connection.waitFor(({ ended }) => ended);
    line.session.startActivity();
    expect(line.events).toHaveLength(before);
  });

  test('says goodbye, and tells when its socket is gone', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    const [first, second] = [line.session.close(), line.session.close()];
    await first;
    await second;
    const connection = await peer.nextConnection();
    expect(await connection.waitFor(({ ended }) => ended)).toMatchObject({ code: 1000 });
  });

  test('is gone even if the service never says goodbye', async () => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({ fault: { type: 'ignore-close' } }, { clock });
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    const gone = line.session.close();
    clock.advance(1_000);
    await gone;
    await connection.waitFor(({ ended }) => ended);
    expect(clock.pending).toBe(0);
  });

  test('while it dials is gone at once', async () => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({ fault: { type: 'no-setup-complete' } }, { clock });
    const line = dial();
    const connection = await peer.nextConnection();
    await connection.waitFor(({ received }) => received[0]);
    await line.session.close();
    await connection.waitFor(({ ended }) => ended);
    expect(line.events).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('before the service has even answered is gone at once', async () => {
    const { peer, dial } = await setUp({ fault: { type: 'black-hole' } });
    const line = dial();
    await peer.waitFor(({ dials }) => dials[0]);
    await line.session.close();
    expect(line.events).toEqual([]);
  });

  test('before leave was given never dials', async () => {
    const asked = held<Access>();
    const { peer, dial } = await setUp({}, { access: () => asked.promise });
    const line = dial();
    await line.session.close();
    asked.resolve({ type: 'api-key', key: KEY });
    await settled();
    expect(peer.dials).toHaveLength(0);
    expect(line.events).toEqual([]);
  });

  test('has nothing more to wait for when it ended by itself', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    (await peer.nextConnection()).terminate();
    expect(await line.until('closed')).toMatchObject({ cause: 'network' });
    await line.session.close();
    expect(line.heard('closed')).toHaveLength(1);
  });
});

function held<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Whatever was to follow from what has happened here, has followed. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
