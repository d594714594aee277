import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, test } from 'vitest';
import { MqttBus } from '../../src/broker/mqtt-bus.ts';
import { commandTopics } from '../../src/devices/command-topics.ts';
import { entityBuilder } from '../../src/devices/components/build-entity.ts';
import { Catalogue } from '../../src/devices/discovery/catalogue.ts';
import { HomeDevices } from '../../src/devices/home-devices.ts';
import { parseJson } from '../../src/jinja/value.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { ABSENT, type Message, messagesIn } from '../devices/components/published.ts';
import { until } from '../fakes/until.ts';
import { type Mosquitto, noMosquitto, startMosquitto } from './support/mosquitto.ts';
import { titled } from './support/skipping.ts';

/** What the whole program zigbee2mqtt keeps on the broker for 63 devices. */
const home = messagesIn('zigbee2mqtt-2.14.1-home.jsonl');
const missing = noMosquitto ?? (home === undefined ? ABSENT : undefined);
const CLIENT_ID = 'hearthd-kitchen';
const LAMP = 'light.0x00158d000100000e_light';
const LAMP_CONFIG = 'homeassistant/light/0x00158d000100000e/light/config';
const LAMP_TOPIC = 'zigbee2mqtt/Kitchen ceiling';
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe.skipIf(missing)(titled('the devices on Mosquitto', missing), () => {
  test('are all of a home of zigbee2mqtt, used or left out with a reason', async () => {
    const { devices, described } = await setUp();
    const left = new Map(devices.leftOut.map(({ id, reason }) => [id, reason]));
    const unexplained = described.filter((id) => !devices.entities.has(id) && !left.get(id));
    expect(described).toHaveLength(567);
    expect(unexplained).toEqual([]);
    expect(devices.entities.size).toBeGreaterThan(90);
    expect(devices.dropped).toEqual({ messages: 0, descriptions: 0 });
  });

  test('are there as far as the broker has kept it, and nothing is known of them yet', async () => {
    const { devices } = await setUp();
    expect(devices.state(LAMP)).toEqual({ availability: 'online', known: new Map() });
  });

  test('tell of themselves when they are asked', async () => {
    const { devices, publisher } = await setUp();
    const asked: string[] = [];
    publisher.on('message', (topic, payload) => {
      asked.push(`${topic} ${payload}`);
      publisher.publish(LAMP_TOPIC, '{"state":"ON","brightness":127}');
    });
    await publisher.subscribeAsync(`${LAMP_TOPIC}/get`);
    devices.ask(LAMP);
    devices.ask(LAMP);
    await until(() => devices.state(LAMP).known.get('brightness')?.value === 50);
    expect(devices.state(LAMP).known.get('state')).toMatchObject({ value: 'on', from: 'device' });
    expect(asked).toEqual([expect.stringContaining(`${LAMP_TOPIC}/get {"state":""`)]);
  });

  test('are the same after a lost connection, by which what was kept is no word of theirs', async () => {
    const { devices, publisher, health, broker } = await setUp();
    const told: unknown[] = [];
    devices.watch(LAMP, (aspect, { value }) => aspect === 'state' && told.push(value));
    await publisher.publishAsync(LAMP_TOPIC, '{"state":"ON"}', { retain: true });
    await until(() => told.length === 1);
    const before = devices.entities;
    const wentUp = health.filter(({ state }) => state === 'up').length;
    // Another client of the same name: the broker throws the first one out.
    const usurper = await client(broker, { clientId: CLIENT_ID });
    await publisher.publishAsync(LAMP_TOPIC, '{"state":"OFF"}', { retain: true });
    await usurper.endAsync(true);
    await until(() => devices.state(LAMP).known.get('state')?.value === 'off');
    expect(devices.state(LAMP).known.get('state')?.from).toBe('broker');
    await publisher.publishAsync(LAMP_TOPIC, '{"state":"ON"}');
    await until(() => told.length === 2);
    expect(told).toEqual(['on', 'on']);
    expect(devices.entities).toBe(before);
    expect(health.filter(({ state }) => state === 'up').length).toBeGreaterThan(wentUp);
  });

  test('are heard again after a restart of a broker that lost everything', async () => {
    const { devices, health, broker } = await setUp();
    const before = devices.entities;
    await broker.stop();
    await until(() => health.at(-1)?.state === 'down');
    await broker.start();
    await until(() => health.at(-1)?.state === 'up');
    const publisher = await client(broker);
    await keep(publisher, home ?? []);
    await publisher.publishAsync(LAMP_TOPIC, '{"state":"ON"}');
    await until(() => devices.state(LAMP).known.get('state')?.value === 'on');
    expect(devices.entities).toBe(before);
  });

  test('are removed when their publisher removes them, and back when it describes them again', async () => {
    const { devices, publisher } = await setUp();
    const config = home?.find(({ topic }) => topic === LAMP_CONFIG)?.payload ?? '';
    await publisher.publishAsync(LAMP_TOPIC, '{"state":"ON"}');
    await until(() => devices.state(LAMP).known.size > 0);
    await publisher.publishAsync(LAMP_CONFIG, '', { retain: true });
    await until(() => !devices.entities.has(LAMP));
    expect(devices.state(LAMP).known.size).toBe(0);
    await publisher.publishAsync(LAMP_CONFIG, config, { retain: true });
    await until(() => devices.entities.has(LAMP));
    // What comes before its topic is subscribed again is heard by nobody.
    await until(async () => {
      await publisher.publishAsync(LAMP_TOPIC, '{"state":"OFF"}');
      return devices.state(LAMP).known.get('state')?.value === 'off';
    });
  });

  test('are remembered over a restart of this program', async () => {
    const { devices, publisher, reopen } = await setUp();
    await publisher.publishAsync(LAMP_TOPIC, '{"state":"ON"}');
    await until(() => devices.state(LAMP).known.size > 0);
    const { heardAtMs } = devices.state(LAMP).known.get('state') ?? {};
    const again = await reopen();
    await until(() => again.state(LAMP).known.size > 0);
    expect(again.state(LAMP).known.get('state')).toEqual({ value: 'on', heardAtMs, from: 'disk' });
  });

  test('live through a storm, deep JSON and long payloads; what was dropped is counted', async () => {
    const { devices, publisher, health } = await setUp();
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;
    await publisher.publishAsync(LAMP_TOPIC, deep);
    await publisher.publishAsync('homeassistant/light/deep/config', deep);
    await publisher.publishAsync(LAMP_TOPIC, Buffer.alloc(5 << 20));
    await publisher.publishAsync(LAMP_TOPIC, Buffer.alloc(3 << 20));
    for (let at = 0; at < 5_000; at += 1) {
      publisher.publish(LAMP_TOPIC, `{"state":"OFF","brightness":${at % 254}}`);
    }
    for (let at = 0; at < 5_000; at += 1) {
      const body = { command_topic: `x/${at}`, state_topic: `y/${at}`, name: `Thing ${at}` };
      publisher.publish(`homeassistant/switch/storm${at}/config`, JSON.stringify(body));
    }
    await publisher.publishAsync(LAMP_TOPIC, '{"state":"ON"}');
    await until(() => devices.entities.has('switch.storm4999'));
    await until(() => devices.state(LAMP).known.get('state')?.value === 'on');
    expect(devices.dropped.messages).toBeGreaterThan(0);
    expect(health).toHaveLength(1);
  });
});

async function setUp() {
  const broker = await startMosquitto({ config: ['max_queued_messages 0'] });
  open.push(() => broker.remove());
  const folder = mkdtempSync(join(tmpdir(), 'hearth-devices-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  const publisher = await client(broker);
  await keep(publisher, home ?? []);
  const health: Health[] = [];
  const first = await openDevices(broker, folder, health);
  return {
    broker,
    publisher,
    health,
    devices: first.devices,
    described: (home ?? []).flatMap(({ topic }) => {
      const [prefix, component, node, object, end] = topic.split('/');
      return prefix === 'homeassistant' && end === 'config'
        ? [`${component}.${node}_${object}`]
        : [];
    }),
    reopen: async () => {
      await first.close();
      return (await openDevices(broker, folder, health)).devices;
    },
  };
}

/** A whole one, as soon as the home is imported. */
async function openDevices(broker: Mosquitto, stateDir: string, health: Health[]) {
  const log = silentLog;
  const bus = new MqttBus({
    url: broker.url,
    clientId: CLIENT_ID,
    credentials: () => ({}),
    tls: { ca: undefined, cert: undefined, key: undefined },
    availabilityTopic: undefined,
    clock: systemClock,
    log,
  });
  const mayCommand = commandTopics({ topicPrefix: 'hearthd', discoveryPrefix: 'homeassistant' });
  const devices = await HomeDevices.open({
    bus,
    catalogue: new Catalogue({
      settings: {
        prefix: 'homeassistant',
        topicPrefix: 'hearthd',
        areas: {},
        maxEntities: 10_000,
        include: [],
        exclude: [],
        extras: [],
      },
    }),
    build: entityBuilder({ mayCommand }),
    parseJson,
    mayCommand,
    prefix: 'homeassistant',
    birth: 'not-sent',
    stateDir,
    clock: systemClock,
    date: () => new Date(),
    log,
    report: () => {},
  });
  const close = async () => {
    await devices.close();
    await bus.close();
  };
  open.push(close);
  bus.start((state) => health.push(state));
  await until(() => devices.leftOut.length + devices.entities.size >= 567);
  // By then all its topics are subscribed.
  await until(() => devices.state(LAMP).availability === 'online');
  return { devices, close };
}

async function keep(publisher: MqttClient, messages: readonly Message[]): Promise<void> {
  await Promise.all(
    messages.map(({ topic, payload }) => publisher.publishAsync(topic, payload, { retain: true })),
  );
  // With an acknowledgement, after all that have none.
  await publisher.publishAsync('done', '', { qos: 1 });
}

async function client(broker: Mosquitto, options = {}): Promise<MqttClient> {
  const client = mqtt.connect(broker.url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  client.on('error', () => {});
  open.push(() => client.endAsync(true));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return client;
}
