import mqtt, { type MqttClient } from 'mqtt';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFailed,
  test,
} from 'vitest';
import type { Act } from '../../src/live-peer/model.ts';
import { scriptedModel } from '../../src/live-peer/scripted-model.ts';
import { type LivePeer, startLivePeer } from '../../src/live-peer/server.ts';
import { counting } from '../audio/sound.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { noPulse } from './sound/needs.ts';
import { LOUDSPEAKER, MICROPHONE, Pulse } from './sound/pulse.ts';
import { withoutSilence } from './sound/recorder.ts';
import { type Mosquitto, noMosquitto, startMosquitto } from './support/mosquitto.ts';
import { type RunningDaemon, startDaemon } from './support/running-daemon.ts';
import { titled } from './support/skipping.ts';

const missing = noMosquitto ?? noPulse;
const KEY = 'AIza-a-very-secret-key';
/** Numbers that tell of each sample that it is there, once, in its place. */
const SPEECH = 24_000;
const REPLY = 30_000;
/** Its first milliseconds are faded in, and its last ones out, while nobody knows that it ends: there is silence. */
const QUIET = Buffer.alloc(50 * 48);
const REPLIED = Buffer.concat([QUIET, counting(REPLY), QUIET]);

describe.skipIf(missing)(titled('a conversation on real parts', missing), () => {
  let pulse: Pulse;
  let broker: Mosquitto;
  let hub: MqttClient;
  let peer: LivePeer;
  let daemon: RunningDaemon;
  const script: Act[][] = [];
  const onBroker = new Map<string, string[]>();

  beforeAll(async () => {
    pulse = await Pulse.start();
    broker = await startMosquitto();
    hub = mqtt.connect(broker.url, { protocolVersion: 5 });
    hub.on('message', (topic, payload) => {
      onBroker.set(topic, [...(onBroker.get(topic) ?? []), payload.toString()]);
    });
    await hub.subscribeAsync('#');
  });

  afterAll(async () => {
    await hub?.endAsync(true);
    await broker?.remove();
    await pulse?.close();
  });

  beforeEach(async () => {
    onBroker.clear();
    script.length = 0;
    peer = await startLivePeer({
      apiKey: KEY,
      model: scriptedModel(script),
      turnEnd: 'after-playback',
    });
  });

  afterEach(async () => {
    const { journal } = daemon;
    expect(await daemon.stop()).toBe(0);
    await peer.close();
    expect(journal.join('\n')).not.toContain(KEY);
  });

  const start = async (changes: { speaker?: object; commands?: object[] } = {}) => {
    daemon = await startDaemon(
      {
        id: 'kitchen',
        live: { baseUrl: peer.url },
        microphone: { device: MICROPHONE },
        speaker: { device: LOUDSPEAKER, volume: 100, ...changes.speaker },
        mqtt: { url: broker.url },
        commands: changes.commands ?? [],
      },
      { ...pulse.env, GEMINI_API_KEY: KEY },
    );
    onTestFailed(() => void process.stderr.write(`${daemon.journal.join('\n')}\n`));
    await daemon.says(['microphone works']);
    await until(() => last('availability') === 'online');
  };
  const last = (topic: string) => onBroker.get(`hearthd/kitchen/${topic}`)?.at(-1);
  const phase = () => JSON.parse(last('state') ?? '{}').phase;
  const press = () => hub.publishAsync('hearthd/kitchen/talk/set', 'PRESS');
  const release = () => hub.publishAsync('hearthd/kitchen/talk/set', 'RELEASE');
  /** Holds the button while `pcm` is spoken. */
  const ask = async (pcm = counting(8_000)) => {
    await press();
    await until(() => phase() === 'listening');
    await pulse.speak(pcm);
    await release();
  };

  /** The whole reply, in order; but the sound server may miss some milliseconds when a stream starts. */
  const heardToTheEnd = async (mark: number) => {
    await until(() => pulse.speaker.heardSince(mark).at(-1) === REPLY - 1);
    const heard = pulse.speaker.heardSince(mark);
    const missedMs = ((heard[0] ?? REPLY) - 1) / 24;
    expect(missedMs).toBeLessThan(20);
    expect(heard).toEqual(withoutSilence(counting(REPLY)).slice(-heard.length));
  };

  test('speech arrives at the service whole, in one window', async () => {
    await start();
    const mark = pulse.room.mark;
    await ask(counting(SPEECH));
    const connection = await peer.nextConnection();
    const turn = await connection.waitFor(({ turns }) => turns[0]);
    // What was really to be heard in the room: on a busy machine the sound server leaves samples out.
    await until(() => pulse.room.heardSince(mark).at(-1) === SPEECH);
    const spoken = pulse.room.heardSince(mark);
    expect(spoken.length).toBeGreaterThan(SPEECH * 0.9);
    expect(withoutSilence(turn.audio)).toEqual(spoken);
    expect(connection.turns).toHaveLength(1);
    expect(Math.max(...turn.chunkBytes)).toBeLessThanOrEqual(1_280);
  });

  test.each(['speaker', 'aplay'])(
    'the reply comes out of the loudspeaker whole, by %s',
    async (backend) => {
      script.push([{ audio: REPLIED }]);
      await start({ speaker: { backend } });
      const mark = pulse.speaker.mark;
      await ask();
      await heardToTheEnd(mark);
      await until(() => phase() === 'idle');
    },
  );

  test.each(['speaker', 'aplay'])('a press silences the reply, played by %s', async (backend) => {
    script.push([{ audio: Buffer.concat(Array(20).fill(counting(REPLY))) }]);
    await start({ speaker: { backend } });
    const mark = pulse.speaker.mark;
    await ask();
    await until(() => pulse.speaker.heardSince(mark).length > 0);
    await press();
    await until(() => phase() === 'listening');
    // Whatever the sound server still held when the daemon had acted has come by after this.
    await pulse.speaker.more(1_000);
    const later = pulse.speaker.mark;
    await pulse.speaker.more(1_000);
    expect(pulse.speaker.heardSince(later)).toEqual([]);
    await release();
    const connection = await peer.nextConnection();
    await connection.waitFor(({ replies }) => replies[0]?.ended === 'interrupted');
  });

  test('what was asked for happens on the broker, and the model is told what the device reports', async () => {
    script.push([
      { toolCall: [{ name: 'lamp', args: { state: 'ON' } }] },
      { audio: counting(4_800) },
    ]);
    hub.on('message', (topic, payload) => {
      if (topic === 'lamp/set') hub.publish('lamp', payload);
    });
    await start({ commands: [lampCommand] });
    await ask();
    const connection = await peer.nextConnection();
    const reply = await connection.waitFor(({ replies }) => replies[0]);
    expect(reply.calls).toMatchObject([{ name: 'lamp', response: { status: 'done' } }]);
    expect(onBroker.get('lamp/set')).toEqual(['ON']);
  });

  test('muted, nothing captures; and it captures again when it is not', async () => {
    await start();
    const recording = () => daemon.children().some((line) => line.startsWith('arecord'));
    expect(recording()).toBe(true);
    await hub.publishAsync('hearthd/kitchen/mute/set', 'ON');
    await until(() => last('mute') === 'ON' && !recording());
    await hub.publishAsync('hearthd/kitchen/mute/set', 'OFF');
    await until(recording);
  });

  test('a conversation survives the loss of the sound server, the broker and the connection', async () => {
    await start();
    await ask();
    const first = await peer.nextConnection();
    await first.waitFor(({ replies }) => replies[0]);
    await until(() => phase() === 'idle');
    let from = daemon.journal.length;
    await pulse.kill();
    await daemon.says(['microphone does not work'], from);
    await pulse.revive();
    await daemon.says(['microphone works'], from);
    from = daemon.journal.length;
    await broker.stop();
    await daemon.says(['broker does not work'], from);
    await broker.start();
    await daemon.says(['broker works'], from);
    first.terminate();
    await until(() => last('availability') === 'online');
    await until(() => hub.connected);
    script.push([{ audio: REPLIED }]);
    const mark = pulse.speaker.mark;
    await ask();
    const second = await peer.nextConnection();
    expect(second.setup?.sessionResumption?.handle).toBeDefined();
    await heardToTheEnd(mark);
  });

  test('a message of 1 MiB on its topics is logged once, and changes nothing', async () => {
    await start();
    const large = Buffer.alloc(1 << 20, 'x');
    for (const topic of ['talk/set', 'mute/set', 'volume/set'])
      for (let time = 0; time < 3; time += 1)
        await hub.publishAsync(`hearthd/kitchen/${topic}`, large, { qos: 1 });
    await hub.publishAsync('hearthd/kitchen/volume/set', '55', { qos: 1 });
    await until(() => last('volume') === '55');
    const complaints = daemon.journal.filter((line) => line.includes('which was dropped'));
    expect(complaints).toHaveLength(3);
    expect(daemon.journal.join('').length).toBeLessThan(20_000);
    expect(last('mute')).toBe('OFF');
    expect(phase()).toBe('idle');
  });

  test('stopped, it says offline and leaves no process behind', async () => {
    await start();
    const children = daemon.children();
    expect(children.length).toBeGreaterThan(0);
    expect(await daemon.stop()).toBe(0);
    await until(() => last('availability') === 'offline');
    expect(daemon.children()).toEqual([]);
    await start();
  });
});
