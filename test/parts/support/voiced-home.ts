/** A home on a real broker whose tools are called as the model calls them, and all that its devices are then sent. */
import { randomUUID } from 'node:crypto';
import mqtt, { type MqttClient } from 'mqtt';
import type { Bus } from '../../../src/broker/bus.ts';
import { MqttBus } from '../../../src/broker/mqtt-bus.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { ButtonConsent } from '../../../src/consent/button-consent.ts';
import { openHome } from '../../../src/daemon/home.ts';
import { settled } from '../../../src/devices/settled.ts';
import { systemClock as clock } from '../../../src/system/clock.ts';
import type { Health } from '../../../src/system/health.ts';
import { silentLog as log } from '../../../src/system/log.ts';
import type { Message } from '../../devices/components/published.ts';
import { until } from '../../fakes/until.ts';
import type { Mosquitto } from './mosquitto.ts';

export type Answer = Readonly<Record<string, unknown>>;

export interface Acted {
  /** What the model was told at first; what was begun is then taken back, so that nobody waits for an echo. */
  readonly asked: 'at once' | 'confirmed';
  /** As `topic payload`, in the order of the broker. */
  readonly sent: readonly string[];
}

export type VoicedHome = Awaited<ReturnType<typeof openVoicedHome>>;

/** As soon as all is known that the broker keeps. `devices`: changes to that section of the configuration. */
export async function openVoicedHome(broker: Mosquitto, devices: object = {}) {
  const health: Health[] = [];
  const mqttBus = new MqttBus({
    url: broker.url,
    clientId: `hearthd-${randomUUID()}`,
    credentials: () => ({}),
    tls: { ca: undefined, cert: undefined, key: undefined },
    availabilityTopic: undefined,
    ...{ clock, log },
  });
  const { bus, idle, publishing } = watched(mqttBus);
  const consent = new ButtonConsent({ clock, log });
  const config = configSchema.parse({
    id: 'kitchen',
    mqtt: { devices: { bulkLimit: 1_000, ...devices } },
  });
  const home = await openHome(config, {
    ...{ bus, clock, log, consent, stateDir: undefined },
    date: () => new Date(),
    report: () => {},
    acted: () => {},
  });
  bus.start((state) => health.push(state));
  await until(() => health.at(-1)?.state === 'up');
  await settled({ home, clock, connectedInMs: 0 });
  const onlooker = await client(broker);
  const seen: string[] = [];
  onlooker.on('message', (topic, payload, { retain }) => {
    if (!retain) seen.push(`${topic} ${payload}`);
  });
  await onlooker.subscribeAsync('#');

  let number = 0;
  const call = (tool: string, args: object, signal = new AbortController().signal) =>
    home.toolbox.run({ id: `call-${++number}`, name: tool, args: { ...args } }, signal);
  /** All that was published by then has been seen. */
  const caughtUp = async () => {
    const end = `end/${++number}`;
    // On a machine that is too slow the connection may be a new one.
    const mark = { topic: end, payload: '', qos: 1 } as const;
    await until(async () => (await bus.publish(mark)) === 'delivered');
    await until(() => seen.includes(`${end} `));
  };
  return {
    ...home,
    health,
    onlooker,
    publishing,
    call: async (tool: string, args: object, signal?: AbortSignal): Promise<Answer> =>
      (await call(tool, args, signal)).response,
    /** Does it, with a hand on the button where that is wanted, and gives what it sent, at least so many messages. */
    act: async (tool: string, args: object, messages = 1): Promise<Acted> => {
      await caughtUp();
      const from = seen.length;
      const sent = () => seen.slice(from).filter((line) => !isQuestion(line));
      const stop = new AbortController();
      let asked: Acted['asked'] = 'at once';
      const answered = call(tool, args, stop.signal).then(({ response }) => {
        if (response['status'] !== 'needs_confirmation') return response;
        asked = 'confirmed';
        if (sent().length > 0) throw new Error('it was done before it was confirmed');
        consent.pressed();
        return call('confirm_action', { code: response['code'] }, stop.signal).then(
          (answer) => answer.response,
        );
      });
      let refused: Answer | undefined;
      void answered.then((answer) => {
        refused = answer;
      });
      await until(() => sent().length >= messages || refused !== undefined);
      if (sent().length < messages && refused?.['status'] !== 'sent')
        throw new Error(`it was not done: ${JSON.stringify(refused)}`);
      await idle();
      stop.abort();
      await answered;
      await caughtUp();
      return { asked, sent: sent() };
    },
    close: async () => {
      await Promise.all([home.close(), bus.close(), onlooker.endAsync(true)]);
      consent.close();
    },
  };
}

/** By which publishers are asked for states; or our own mark of an end. */
const isQuestion = (line: string): boolean =>
  /^end\/\d+ $/.test(line) || /\/get \{.*\}$/.test(line) || line.endsWith('/cmnd/STATE ');

/** `idle`: nothing is being published, nor is about to be. */
function watched(inner: Bus): {
  readonly bus: Bus;
  readonly idle: () => Promise<void>;
  /** How many messages are being published. */
  readonly publishing: () => number;
} {
  let flying = 0;
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    bus: {
      start: (report) => inner.start(report),
      foresee: () => inner.foresee(),
      publish: (message, signal, written) => {
        flying += 1;
        return inner.publish(message, signal, written).finally(() => {
          flying -= 1;
        });
      },
      retain: (topic, payload) => inner.retain(topic, payload),
      subscribe: (filter, listener) => inner.subscribe(filter, listener),
      close: () => inner.close(),
    },
    publishing: () => flying,
    idle: async () => {
      for (let quiet = 0; quiet < 3; quiet += 1) {
        await until(() => flying === 0);
        await turn();
        if (flying > 0) quiet = -1;
      }
    },
  };
}

/** Has the broker keep what publishers keep there. */
export async function keep(broker: Mosquitto, messages: readonly Message[]): Promise<void> {
  const publisher = await client(broker);
  await Promise.all(
    messages.map(({ topic, payload }) => publisher.publishAsync(topic, payload, { retain: true })),
  );
  // With an acknowledgement, after all that have none.
  await publisher.publishAsync('kept', '', { qos: 1 });
  await publisher.endAsync();
}

export async function client(broker: Mosquitto, options = {}): Promise<MqttClient> {
  const client = mqtt.connect(broker.url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  client.on('error', () => {});
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return client;
}
