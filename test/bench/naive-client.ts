/**
 * What hearthd is compared with: push-to-talk put together the obvious way, as the official command line sample of the
 * Live API for Node is. `speaker` plays in this process, two loops that never rest move messages and sound
 * along, `arecord` records with its defaults, and a press drops what is still queued, but not what was
 * handed over to the loudspeaker.
 *
 *     node naive-client.js SERVICE-URL BROKER-URL TOPIC LOUDSPEAKER MICROPHONE
 */
import { spawn } from 'node:child_process';
import { GoogleGenAI, type LiveServerMessage, Modality } from '@google/genai';
import mqtt from 'mqtt';

type SpeakerStream = InstanceType<typeof Speaker>;

const [baseUrl = '', brokerUrl = '', topic = '', loudspeaker = '', card = ''] =
  process.argv.slice(2);
const { default: Speaker } = await import('speaker');

const messages: LiveServerMessage[] = [];
const sound: Buffer[] = [];
let speaker: SpeakerStream | undefined;
let talking = false;

const nextTurnOfTheLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

async function moveMessages(): Promise<never> {
  for (;;) {
    const message = messages.shift();
    if (message?.serverContent?.interrupted) sound.length = 0;
    for (const part of message?.serverContent?.modelTurn?.parts ?? [])
      if (part.inlineData?.data) sound.push(Buffer.from(part.inlineData.data, 'base64'));
    if (message === undefined) await nextTurnOfTheLoop();
  }
}

async function moveSound(): Promise<never> {
  for (;;) {
    const piece = sound.shift();
    if (piece !== undefined) {
      speaker ??= newSpeaker();
      await new Promise<void>((resolve) => speaker?.write(piece, () => resolve()));
    } else {
      speaker?.end();
      speaker = undefined;
      await nextTurnOfTheLoop();
    }
  }
}

function newSpeaker(): SpeakerStream {
  const format = { channels: 1, bitDepth: 16, sampleRate: 24_000, samplesPerFrame: 1_024 };
  return new Speaker({ ...format, device: loudspeaker }).on('error', () => {});
}

void moveMessages();
void moveSound();

const ai = new GoogleGenAI({ apiKey: 'bench', httpOptions: { baseUrl, apiVersion: 'v1beta' } });
const session = await ai.live.connect({
  model: 'gemini-3.8-live',
  config: {
    responseModalities: [Modality.AUDIO],
    realtimeInputConfig: { automaticActivityDetection: { disabled: true } },
  },
  callbacks: { onmessage: (message) => messages.push(message) },
});

const format = ['-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', '16000'];
const microphone = spawn('arecord', ['-q', '-D', card, ...format, '-'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
microphone.stdout.on('data', (pcm: Buffer) => {
  const audio = { data: pcm.toString('base64'), mimeType: 'audio/pcm;rate=16000' };
  if (talking) session.sendRealtimeInput({ audio });
});

const broker = mqtt.connect(brokerUrl);
broker.on('message', (_topic, payload) => {
  talking = String(payload) === 'PRESS';
  if (talking) sound.length = 0;
  session.sendRealtimeInput(talking ? { activityStart: {} } : { activityEnd: {} });
});
await new Promise<void>((resolve) => microphone.stdout.once('data', () => resolve()));
broker.subscribe(topic, () => process.stdout.write('ready\n'));

process.once('SIGTERM', () => {
  microphone.kill();
  process.exit();
});
