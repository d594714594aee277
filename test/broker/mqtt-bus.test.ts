import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Aedes, type AedesOptions } from 'aedes';
import { afterEach, describe, expect, test } from 'vitest';
import { MqttBus } from '../../src/broker/mqtt-bus.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { until } from '../fakes/until.ts';

const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

describe('the bus on an MQTT 3.1.1 broker', () => {
  test('finds the version that the broker speaks, and says that it is there', async () => {
    const { broker, health } = await setUp();
    await until(() => health.at(-1)?.state === 'up');
    expect(health).toEqual([{ state: 'up', by: 'MQTT 3.1.1' }]);
    await until(() => broker.retained.get('hearthd/kitchen/availability') === 'online');
  });

  test('says that it leaves', async () => {
    const { bus, broker, health } = await setUp();
    await until(() => health.at(-1)?.state === 'up');
    await bus.close();
    expect(broker.retained.get('hearthd/kitchen/availability')).toBe('offline');
  });

  test('delivers a command once, unretained', async () => {
    const { bus, broker, health } = await setUp();
    await until(() => health.at(-1)?.state === 'up');
    expect(await bus.publish({ topic: 'lamp/set', payload: 'ON', qos: 1 })).toBe('delivered');
    await bus.publish({ topic: 'mark', payload: '', qos: 1 });
    await until(() => broker.seen.includes('mark '));
    expect(broker.seen.filter((line) => line.startsWith('lamp/'))).toEqual(['lamp/set ON']);
    expect(broker.retained.has('lamp/set')).toBe(false);
  });

  test('hears what it subscribed to, and tells old messages from new ones', async () => {
    const { bus, broker, health } = await setUp();
    broker.publish('lamp', 'OFF', true);
    const heard: unknown[] = [];
    bus.subscribe('lamp', ({ payload, retained }) => heard.push([payload.toString(), retained]));
    await until(() => health.at(-1)?.state === 'up' && heard.length === 1);
    broker.publish('lamp', 'ON', true);
    await until(() => heard.length === 2);
    expect(heard).toEqual([
      ['OFF', true],
      ['ON', false],
    ]);
  });

  test('hears nothing any more after it unsubscribed', async () => {
    const { bus, broker, health } = await setUp();
    const heard: string[] = [];
    const unsubscribe = bus.subscribe('lamp', ({ payload }) => heard.push(payload.toString()));
    bus.subscribe('end', () => heard.push('end'));
    await until(() => health.at(-1)?.state === 'up');
    unsubscribe();
    broker.publish('lamp', 'ON', false);
    await until(() => {
      broker.publish('end', '', false);
      return heard.includes('end');
    });
    expect(heard).not.toContain('ON');
  });
});

describe('a broker that goes away', () => {
  test('gets its subscriptions and retained values anew when it is back', async () => {
    const { bus, broker, health } = await setUp();
    const heard: string[] = [];
    bus.subscribe('lamp', ({ payload }) => heard.push(payload.toString()));
    bus.retain('hearthd/kitchen/state', 'one');
    await until(() => broker.retained.get('hearthd/kitchen/state') === 'one');
    broker.dropClients();
    bus.retain('hearthd/kitchen/state', 'two');
    await until(() => health.filter(({ state }) => state === 'up').length === 2);
    await until(() => broker.retained.get('hearthd/kitchen/state') === 'two');
    await until(() => {
      broker.publish('lamp', 'ON', false);
      return heard.length > 0;
    });
  });

  test('never gets a command that was given while it was away', async () => {
    const { bus, broker, health } = await setUp();
    await until(() => health.at(-1)?.state === 'up');
    broker.dropClients();
    await until(() => health.at(-1)?.state === 'down');
    expect(await bus.publish({ topic: 'garage/set', payload: 'OPEN', qos: 1 })).toBe('away');
    await until(() => health.at(-1)?.state === 'up');
    await bus.publish({ topic: 'mark', payload: '', qos: 1 });
    await until(() => broker.seen.includes('mark '));
    expect(broker.seen.filter((line) => line.startsWith('garage'))).toEqual([]);
  });

  test('leaves a command that it did not acknowledge as not known', async () => {
    const { bus, broker, health } = await setUp({
      authorizePublish: (_client, { topic }, done) => {
        // Never answered: the acknowledgement does not come.
        if (topic !== 'garage/set') done(null);
      },
    });
    await until(() => health.at(-1)?.state === 'up');
    const delivery = bus.publish({ topic: 'garage/set', payload: 'OPEN', qos: 1 });
    broker.dropClients();
    expect(await delivery).toBe('unknown');
  });

  test('is tried again after it refused the password, with the password of then', async () => {
    const passwords: (string | undefined)[] = [];
    const { health } = await setUp(
      {
        authenticate: (_client, _username, password, done) => {
          passwords.push(password?.toString());
          done(null, password?.toString() === 'right');
        },
      },
      () => ({ username: 'hearthd', password: passwords.length < 1 ? 'wrong' : 'right' }),
    );
    await until(() => health.at(-1)?.state === 'up');
    expect(health.some(({ state }) => state === 'down')).toBe(true);
    expect(JSON.stringify(health)).not.toContain('wrong');
  });

  test('that is gone for good is a fault with its address, tried again and again', async () => {
    const { health, broker, bus } = await setUp();
    await until(() => health.at(-1)?.state === 'up');
    await broker.close();
    await until(() => health.at(-1)?.state === 'down');
    await until(() => health.filter(({ state }) => state === 'down').length > 1);
    expect(JSON.stringify(health.at(-1))).toContain('mqtt://127.0.0.1:');
    await bus.close();
  });
});

async function setUp(options: AedesOptions = {}, credentials = () => ({})) {
  const broker = await startBroker(options);
  const health: Health[] = [];
  const bus = new MqttBus({
    url: broker.url,
    clientId: 'hearthd-kitchen',
    credentials,
    ca: undefined,
    availabilityTopic: 'hearthd/kitchen/availability',
    clock: systemClock,
  });
  bus.start((state) => health.push(state));
  open.push(bus);
  return { bus, broker, health };
}

async function startBroker(options: AedesOptions) {
  const aedes = await Aedes.createBroker(options);
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const retained = new Map<string, string>();
  const seen: string[] = [];
  aedes.on('publish', ({ topic, payload, retain }) => {
    if (retain) retained.set(topic, payload.toString());
    if (!topic.startsWith('$SYS')) seen.push(`${topic} ${payload}`);
  });
  const broker = {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    retained,
    seen,
    publish: (topic: string, payload: string, retain: boolean) =>
      aedes.publish({ cmd: 'publish', topic, payload, retain, qos: 0, dup: false }, () => {}),
    dropClients: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => aedes.close(resolve));
      await closed;
    },
  };
  open.push(broker);
  return broker;
}
