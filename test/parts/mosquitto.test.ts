import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, test } from 'vitest';
import { MqttBus } from '../../src/broker/mqtt-bus.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { until } from '../fakes/until.ts';
import { type Mosquitto, noMosquitto, startMosquitto } from './support/mosquitto.ts';
import { titled } from './support/skipping.ts';

const AVAILABILITY = 'hearthd/kitchen/availability';
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe.skipIf(noMosquitto)(titled('the bus on Mosquitto', noMosquitto), () => {
  test('speaks MQTT 5', async () => {
    const { health } = await setUp();
    await until(() => health.at(-1)?.state === 'up');
    expect(health).toEqual([{ state: 'up', by: 'MQTT 5' }]);
  });

  test('knows whether anybody listens to a command', async () => {
    const { bus, health, broker } = await setUp();
    await until(() => health.at(-1)?.state === 'up');
    const lamp = { topic: 'lamp/set', payload: 'ON', qos: 1 } as const;
    expect(await bus.publish(lamp)).toBe('nobody');
    const device = await client(broker);
    await device.subscribeAsync('lamp/set');
    expect(await bus.publish(lamp)).toBe('delivered');
    expect(await bus.publish({ ...lamp, qos: 2 })).toBe('delivered');
  });

  test('knows when it is not allowed to', async () => {
    const { bus, health } = await setUp({ acl: ['topic readwrite hearthd/#'] });
    await until(() => health.at(-1)?.state === 'up');
    expect(await bus.publish({ topic: 'garage/set', payload: 'OPEN', qos: 1 })).toBe('refused');
  });

  test('is missed by its last will when the connection breaks, and is back by itself', async () => {
    const { health, broker } = await setUp();
    const onlooker = await client(broker);
    const seen: string[] = [];
    onlooker.on('message', (_, payload) => seen.push(payload.toString()));
    await onlooker.subscribeAsync(AVAILABILITY);
    await until(() => seen.at(-1) === 'online');
    // Another client with the same name: the broker throws the first one out.
    const usurper = await client(broker, { clientId: 'hearthd-kitchen' });
    await until(() => seen.includes('offline'));
    await usurper.endAsync(true);
    await until(() => seen.at(-1) === 'online' && health.at(-1)?.state === 'up');
  });

  test('comes back after a restart of the broker that lost everything', async () => {
    const { bus, health, broker } = await setUp();
    const heard: string[] = [];
    bus.subscribe('lamp', ({ payload }) => heard.push(payload.toString()));
    bus.retain('hearthd/kitchen/state', '{}');
    await until(() => health.at(-1)?.state === 'up');
    await broker.stop();
    await until(() => health.at(-1)?.state === 'down');
    await broker.start();
    await until(() => health.at(-1)?.state === 'up');
    const onlooker = await client(broker);
    const retained: string[] = [];
    onlooker.on('message', (topic) => retained.push(topic));
    await onlooker.subscribeAsync('hearthd/#');
    await until(() => retained.length === 2);
    expect(retained.sort()).toEqual([AVAILABILITY, 'hearthd/kitchen/state']);
    await onlooker.publishAsync('lamp', 'ON');
    await until(() => heard.length === 1);
  });

  test('is not harmed by a message of 1 MiB, nor by one that is larger than it takes', async () => {
    const { bus, health, broker } = await setUp();
    const sizes: number[] = [];
    bus.subscribe('hearthd/kitchen/mute/set', ({ payload }) => sizes.push(payload.length));
    await until(() => health.at(-1)?.state === 'up');
    const stranger = await client(broker);
    for (const mebibytes of [1, 5, 1])
      await stranger.publishAsync('hearthd/kitchen/mute/set', Buffer.alloc(mebibytes << 20));
    await until(() => sizes.length === 2);
    expect(sizes).toEqual([1 << 20, 1 << 20]);
    expect(health).toHaveLength(1);
  });
});

async function setUp(options: Parameters<typeof startMosquitto>[0] = {}) {
  const broker = await startMosquitto(options);
  open.push(() => broker.remove());
  const health: Health[] = [];
  const bus = new MqttBus({
    url: broker.url,
    clientId: 'hearthd-kitchen',
    credentials: () => ({}),
    ca: undefined,
    availabilityTopic: AVAILABILITY,
    clock: systemClock,
  });
  open.push(() => bus.close());
  bus.start((state) => health.push(state));
  return { bus, broker, health };
}

async function client(broker: Mosquitto, options = {}): Promise<MqttClient> {
  const client = mqtt.connect(broker.url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  client.on('error', () => {});
  open.push(() => client.endAsync(true));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return client;
}
