import { connect } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { asGuest } from '../../src/ask/guest.ts';
import { houseTools } from '../../src/ask/house-tools.ts';
import { Printout } from '../../src/ask/printout.ts';
import { TextTalk, type TurnEnd } from '../../src/ask/text-talk.ts';
import { MqttBus } from '../../src/broker/mqtt-bus.ts';
import { configSchema } from '../../src/config/schema.ts';
import { Reach } from '../../src/consent/reach.ts';
import { pricesFor } from '../../src/cost/prices.ts';
import { startBroker } from '../../src/demo/broker.ts';
import { geminiConnector } from '../../src/gemini/gemini-session.ts';
import { type ScriptedTurn, scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { startLivePeer } from '../../src/live-peer/server.ts';
import { systemClock as clock } from '../../src/system/clock.ts';
import { silentLog as log } from '../../src/system/log.ts';
import { commandTool } from '../../src/tools/command-tool.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { lampCommand } from '../fakes/lamp-command.ts';

it('a question in writing is answered, its calls are run on the broker, and the account is printed', async () => {
  const { broker, peer, talk, printed } = await setUp([
    [
      { said: 'One moment.' },
      { toolCall: [{ name: 'lamp', args: { state: 'ON' }, id: 'c1' }] },
      { audio: tone({ durationMs: 100 }), said: ' It is on.' },
      {
        usage: {
          promptTokenCount: 100,
          promptTokensDetails: [{ modality: 'TEXT', tokenCount: 100 }],
          responseTokenCount: 50,
          responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 50 }],
          totalTokenCount: 150,
        },
      },
    ],
  ]);
  const lamp = connect(broker.url);
  await new Promise((resolve) => lamp.subscribe('lamp/set', resolve));
  lamp.on('message', (_, payload) => lamp.publish('lamp', payload));
  onTestFinished(() => void lamp.end(true));

  const end = await talk.ask('Switch on the lamp.');
  expect(end.type).toBe('answered');
  const [connection] = peer.connections;
  expect(connection?.turns.map(({ text }) => text)).toEqual(['Switch on the lamp.']);
  expect(connection?.setup?.outputAudioTranscription).toBeDefined();
  expect(printed(end).split('\n')).toEqual([
    'One moment.',
    expect.stringMatching(/^ {2}lamp \{"state":"ON"\} → done: It reported "ON"/),
    'It is on.',
    '  100 tokens in (100 text), 50 out (50 audio): 0.000675 USD',
    '',
  ]);
});

it('the conversation goes on after the connection was lost', async () => {
  const { peer, talk } = await setUp([
    [{ said: 'Hello, Ada.' }],
    async function* ({ session }) {
      yield { said: `You said: ${session.history[0]?.user.text}` };
    },
  ]);
  expect(await talk.ask('I am Ada.')).toMatchObject({ type: 'answered' });
  const first = await peer.nextConnection();
  await first.waitFor(({ replies }) => replies[0]);
  first.terminate();
  await first.waitFor(({ ended }) => ended);
  expect(await talk.ask('Who am I?')).toMatchObject({ type: 'answered' });
  const second = await peer.nextConnection();
  expect(second.setup?.sessionResumption?.handle).toBeTruthy();
  expect(second.replies[0]?.said).toBe('You said: I am Ada.');
});

it('a wrong key is told as such', async () => {
  const { talk } = await setUp([], { apiKey: 'another' });
  expect(await talk.ask('Hello?')).toMatchObject({ type: 'lost', cause: 'key' });
});

async function setUp(script: ScriptedTurn[], { apiKey = 'key' } = {}) {
  const broker = await startBroker();
  const peer = await startLivePeer({ model: scriptedModel(script), apiKey });
  const config = asGuest(
    configSchema.parse({
      id: 'test',
      live: { baseUrl: peer.url, transcription: { output: false } },
      mqtt: { url: broker.url },
      commands: [lampCommand],
    }),
  );
  const bus = new MqttBus({
    url: config.mqtt.url,
    clientId: config.id,
    credentials: () => ({}),
    tls: { ca: undefined, cert: undefined, key: undefined },
    availabilityTopic: `${config.id}/availability`,
    clock,
    log,
  });
  let text = '';
  const printout = new Printout({
    print: (words) => {
      text += words;
    },
    printError: (line) => {
      text += `${line}\n`;
    },
    model: config.live.model,
    prices: pricesFor('gemini-3.8-live', {}).prices,
  });
  const { adapt } = houseTools({ bus, clock, nodes: 1, away: () => {} });
  const rules = { always: [], never: [] };
  const reach = new Reach({ clock, limit: 5, turn: () => 0 });
  const tools = config.commands.map((command) =>
    adapt(commandTool(command, { bus, clock, consent: undefined, rules, reach })),
  );
  const talk = new TextTalk({
    connector: geminiConnector({
      live: config.live,
      instruction: () => 'Be brief.',
      access: {
        look: () => ({ value: 'key' }),
        get: async () => ({ type: 'api-key', key: 'key' }),
      },
      activity: 'manual',
      clock,
    }),
    toolbox: new Toolbox({ tools, clock, log }),
    clock,
    tell: (news) => printout.news(news),
  });
  onTestFinished(async () => {
    await Promise.all([talk.close(), bus.close()]);
    await Promise.all([peer.close(), broker.close()]);
  });
  const printed = (end: TurnEnd) => {
    printout.end(end);
    return text;
  };
  return { broker, peer, talk, printed };
}
