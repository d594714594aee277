import { rmSync } from 'node:fs';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, test } from 'vitest';
import { MqttBus, type MqttBusOptions } from '../../src/broker/mqtt-bus.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { until } from '../fakes/until.ts';
import { hasOpenssl, makeCertificates } from '../ways-in/certificates.ts';
import { type Mosquitto, noMosquitto, startMosquitto } from './support/mosquitto.ts';
import { startProxy } from './support/proxy.ts';
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

  test('hears of messages of 5 MiB, and is not harmed by one that is larger than it takes', async () => {
    const { bus, health, broker } = await setUp();
    const sizes: number[] = [];
    bus.subscribe('hearthd/kitchen/mute/set', ({ payload }) => sizes.push(payload.length));
    await until(() => health.at(-1)?.state === 'up');
    const stranger = await client(broker);
    for (const mebibytes of [1, 5, 9, 1])
      await stranger.publishAsync('hearthd/kitchen/mute/set', Buffer.alloc(mebibytes << 20));
    await until(() => sizes.length === 3);
    expect(sizes).toEqual([1 << 20, 5 << 20, 1 << 20]);
    expect(health).toHaveLength(1);
  });
});

describe.skipIf(noMosquitto)(titled('a command', noMosquitto), () => {
  const command = { topic: 'lamp/set', payload: 'ON', qos: 1, expiryS: 10 } as const;

  test.each([0, 1, 2] as const)(
    'of QoS %d that is given while the broker is stopped is an error, and is never done',
    async (qos) => {
      const { bus, health, broker } = await setUp();
      const { seen } = await device(broker);
      await until(() => health.at(-1)?.state === 'up');
      broker.pause();
      expect(await bus.publish({ ...command, qos })).toBe('away');
      broker.resume();
      await bus.publish({ topic: 'end', payload: '', qos: 1 });
      await until(() => seen.includes('end '));
      expect(seen).not.toContain('lamp/set ON');
      expect(await bus.publish({ ...command, qos })).toBe('delivered');
      await until(() => seen.includes('lamp/set ON'));
      expect(health).toHaveLength(1);
    },
  );

  test('that is given while a broker that keeps everything is away is never done', async () => {
    const { bus, health, broker } = await setUp({ persistence: true });
    const { seen, leave, comeBack } = await device(broker, { clean: false });
    await until(() => health.at(-1)?.state === 'up');
    await leave();
    await broker.stop();
    expect(await bus.publish(command)).toBe('away');
    await until(() => health.at(-1)?.state === 'down');
    expect(await bus.publish(command)).toBe('away');
    await broker.start();
    await until(() => health.at(-1)?.state === 'up');
    await comeBack();
    await bus.publish({ topic: 'end', payload: '', qos: 1 });
    await until(() => seen.includes('end '));
    expect(seen).not.toContain('lamp/set ON');
  });

  test('is not kept for long by the broker for a device that is away', async () => {
    const { bus, health, broker } = await setUp();
    const { seen, leave, comeBack } = await device(broker, { clean: false });
    await until(() => health.at(-1)?.state === 'up');
    await leave();
    expect(await bus.publish({ ...command, payload: 'soon', expiryS: 600 })).toBe('delivered');
    expect(await bus.publish({ ...command, payload: 'late', expiryS: 1 })).toBe('delivered');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await comeBack();
    await bus.publish({ topic: 'end', payload: '', qos: 1 });
    await until(() => seen.includes('end '));
    expect(seen).toEqual(['lamp/set soon', 'end ']);
  });

  test('knows what became of it, among many at once', async () => {
    const { bus, health, broker } = await setUp({
      acl: ['topic readwrite lamp/#', 'topic readwrite fan/#', 'topic readwrite hearthd/#'],
    });
    await until(() => health.at(-1)?.state === 'up');
    const listener = await client(broker);
    await listener.subscribeAsync('lamp/#');
    const kinds = ['lamp', 'fan', 'door'] as const;
    const all = Array.from({ length: 300 }, (_, at) => kinds[at % 3] ?? 'lamp');
    const deliveries = await Promise.all(
      all.map((kind, at) => bus.publish({ ...command, topic: `${kind}/${at}/set` })),
    );
    const outcome = { lamp: 'delivered', fan: 'nobody', door: 'refused' } as const;
    expect(deliveries).toEqual(all.map((kind) => outcome[kind]));
    expect(health).toHaveLength(1);
  });

  test('that makes a broker hang up never reaches it', async () => {
    const { bus, health } = await setUp({ config: ['max_packet_size 2000'] });
    await until(() => health.at(-1)?.state === 'up');
    for (const topic of ['', 'a/+', '#', 'a\u0000', 'a\nb', '\ufffe', '\ud800', '$SYS/x'])
      expect(await bus.publish({ ...command, topic })).toBe('unfit');
    expect(await bus.publish({ ...command, payload: 'x'.repeat(2_000) })).toBe('unfit');
    bus.retain('hearthd/kitchen/state', 'x'.repeat(2_000));
    expect(await bus.publish(command)).toBe('nobody');
    expect(health).toHaveLength(1);
  });
});

describe.skipIf(noMosquitto)(titled('subscriptions', noMosquitto), () => {
  test('of thousands of topics are made, and each message comes once', async () => {
    const { bus, health, broker } = await setUp();
    const heard: string[] = [];
    await until(() => health.at(-1)?.state === 'up');
    const listener = ({ topic }: { topic: string }) => void heard.push(topic);
    const topics = Array.from({ length: 3_000 }, (_, at) => `home/${at}/state`);
    for (const topic of topics) bus.subscribe(topic, listener);
    bus.subscribe('home/+/state', listener);
    const stranger = await client(broker);
    await until(async () => {
      await stranger.publishAsync('home/x/state', 'x', { qos: 1 });
      return heard.includes('home/x/state');
    });
    heard.length = 0;
    for (const topic of topics) await stranger.publishAsync(topic, 'x', { qos: 0 });
    await until(() => heard.length >= topics.length);
    expect(heard.toSorted()).toEqual(topics.toSorted());
  });

  test('bring nothing of what was published here', async () => {
    const { bus, health, broker } = await setUp();
    const heard: string[] = [];
    await until(() => health.at(-1)?.state === 'up');
    bus.subscribe('lamp/+', ({ payload }) => void heard.push(payload.toString()));
    expect(await bus.publish({ topic: 'lamp/set', payload: 'of this', qos: 1 })).toBe('delivered');
    const stranger = await client(broker);
    await stranger.publishAsync('lamp/set', 'of another', { qos: 1 });
    await until(() => heard.includes('of another'));
    expect(heard).toEqual(['of another']);
  });

  test('take 30,000 messages at once without a loss', async () => {
    const { bus, health, broker } = await setUp();
    await until(() => health.at(-1)?.state === 'up');
    const counts = new Map<string, number>();
    for (let at = 0; at < 2_000; at++)
      bus.subscribe(`home/${at}/state`, ({ topic }) =>
        counts.set(topic, (counts.get(topic) ?? 0) + 1),
      );
    let ends = 0;
    bus.subscribe('end', () => {
      ends += 1;
    });
    const stranger = await client(broker);
    await until(async () => {
      await stranger.publishAsync('end', '', { qos: 1 });
      return ends > 0;
    });
    ends = 0;
    for (let n = 0; n < 30_000; n++) {
      stranger.publish(`home/${n % 2_000}/state`, 'x'.repeat(100));
      // QoS 0 is thrown away by Mosquitto for a client that has too much before it.
      if (n % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await stranger.publishAsync('end', '', { qos: 1 });
    await until(() => ends > 0);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(30_000);
    expect(health).toHaveLength(1);
  });
});

describe.skipIf(noMosquitto)(titled('a broker that is cut off', noMosquitto), () => {
  test('is noticed within 20 s, and nothing that was said to it meanwhile arrives later', async () => {
    const { broker, health, bus, proxy } = await behindProxy();
    const { seen } = await device(broker);
    await until(() => health.at(-1)?.state === 'up');
    proxy.swallow();
    const swallowedMs = performance.now();
    expect(await bus.publish({ topic: 'lamp/set', payload: 'ON', qos: 1, expiryS: 10 })).toBe(
      'away',
    );
    await until(() => health.at(-1)?.state === 'down', 60_000);
    // The limit of the matter, with time to spare for this machine.
    expect(performance.now() - swallowedMs).toBeLessThan(25_000);
    proxy.pass();
    await until(() => health.at(-1)?.state === 'up', 60_000);
    await bus.publish({ topic: 'end', payload: '', qos: 1 });
    await until(() => seen.includes('end '));
    expect(seen).not.toContain('lamp/set ON');
  });
});

describe.skipIf(noMosquitto || !hasOpenssl)(titled('Mosquitto behind TLS', noMosquitto), () => {
  test('knows this device by its certificate, and tells a stranger that it does not', async () => {
    const { folder, ca, server, client, stranger } = makeCertificates();
    open.push(async () => rmSync(folder, { recursive: true, force: true }));
    const config = [
      `cafile ${ca}`,
      `certfile ${server.cert}`,
      `keyfile ${server.key}`,
      'require_certificate true',
    ];
    const broker = await startMosquitto({ config });
    open.push(() => broker.remove());
    const url = broker.url.replace('mqtt:', 'mqtts:');
    const known = connect({ url, tls: { ca, ...client } });
    const unknown = connect({ url, tls: { ca, ...stranger } });
    await until(() => known.health.at(-1)?.state === 'up' && unknown.health.length > 0);
    expect(unknown.health[0]).toMatchObject({ reason: expect.stringContaining('"mqtt.cert"') });
  });
});

async function behindProxy() {
  const broker = await startMosquitto();
  open.push(() => broker.remove());
  const proxy = await startProxy(broker.port);
  open.push(() => proxy.close());
  return { broker, proxy, ...connect({ url: proxy.url }) };
}

/** A device that subscribes to everything but what the daemon tells of itself, and can leave. */
async function device(broker: Mosquitto, { clean = true } = {}) {
  const seen: string[] = [];
  const options = {
    clientId: 'device',
    clean,
    properties: { sessionExpiryInterval: clean ? 0 : 3_600 },
  };
  let now = await client(broker, options);
  const listen = () => now.on('message', (topic, payload) => void seen.push(`${topic} ${payload}`));
  listen();
  await now.subscribeAsync(['lamp/set', 'end'], { qos: 1 });
  return {
    seen,
    leave: () => now.endAsync(),
    comeBack: async () => {
      now = mqtt.connect(broker.url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
      open.push(() => now.endAsync(true));
      listen();
      await new Promise<void>((resolve) => now.once('connect', () => resolve()));
    },
  };
}

async function setUp(options: Parameters<typeof startMosquitto>[0] = {}) {
  const broker = await startMosquitto(options);
  open.push(() => broker.remove());
  return { broker, ...connect({ url: broker.url }) };
}

function connect(changes: Pick<MqttBusOptions, 'url'> & Partial<MqttBusOptions>) {
  const health: Health[] = [];
  const bus = new MqttBus({
    clientId: 'hearthd-kitchen',
    credentials: () => ({}),
    tls: { ca: undefined, cert: undefined, key: undefined },
    availabilityTopic: AVAILABILITY,
    clock: systemClock,
    log: silentLog,
    ...changes,
  });
  open.push(() => bus.close());
  bus.start((state) => health.push(state));
  return { bus, health };
}

async function client(broker: Mosquitto, options = {}): Promise<MqttClient> {
  const client = mqtt.connect(broker.url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  client.on('error', () => {});
  open.push(() => client.endAsync(true));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return client;
}
