import { rmSync } from 'node:fs';
import type { AedesOptions } from 'aedes';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { MqttBus, type MqttBusOptions } from '../../src/broker/mqtt-bus.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { type Certificates, hasOpenssl, makeCertificates } from '../ways-in/certificates.ts';
import { type Manners, startSmallBroker } from './small-broker.ts';

const open: { close(): Promise<unknown> }[] = [];
const certificates: Certificates | undefined = hasOpenssl ? makeCertificates() : undefined;

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

afterAll(() => {
  if (certificates) rmSync(certificates.folder, { recursive: true, force: true });
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

  test('lets others have their turn while what the broker kept comes by the hundred', async () => {
    const clock = new FakeClock();
    const { bus, broker, health } = await setUp({}, {}, { clock });
    for (let at = 0; at < 500; at++) broker.publish(`lamp/${at}`, 'ON', true);
    await until(() => health.at(-1)?.state === 'up' && broker.retained.has('lamp/499'));
    let heard = 0;
    let inTurn = 0;
    let most = 0;
    bus.subscribe('lamp/+', () => {
      heard += 1;
      inTurn += 1;
      most = Math.max(most, inTurn);
      // So long it takes to see to one of them.
      clock.advance(1);
      setImmediate(() => {
        inTurn = 0;
      });
    });
    await until(() => heard === 500);
    expect(most).toBeLessThan(5);
  });

  test('lets others have their turn in a storm of messages, and leaves none of them out', async () => {
    const clock = new FakeClock();
    const { bus, broker, health } = await setUp({}, {}, { clock });
    let heard = 0;
    let inTurn = 0;
    let most = 0;
    let isReady = false;
    bus.subscribe('lamp', ({ payload }) => {
      isReady = true;
      if (payload.toString() !== 'ON') return;
      heard += 1;
      inTurn += 1;
      most = Math.max(most, inTurn);
      clock.advance(0.1);
      setImmediate(() => {
        inTurn = 0;
      });
    });
    await until(() => {
      if (health.at(-1)?.state === 'up') broker.publish('lamp', 'READY', false);
      return isReady;
    });
    for (let at = 0; at < 5_000; at++) broker.publish('lamp', 'ON', false);
    await until(() => heard === 5_000);
    expect(most).toBeLessThan(50);
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
    const clock = new FakeClock();
    const { bus, broker, health } = await setUp({}, {}, { clock });
    await until(() => health.at(-1)?.state === 'up');
    broker.dropClients();
    await until(() => health.at(-1)?.state === 'down');
    expect(await bus.publish({ topic: 'garage/set', payload: 'OPEN', qos: 1 })).toBe('away');
    clock.advance(1_000);
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
      {},
      {
        credentials: () => ({
          username: 'hearthd',
          password: passwords.length < 1 ? 'wrong' : 'right',
        }),
      },
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

describe('an old broker', () => {
  test('that hangs up at MQTT 5 is spoken to as it wants', async () => {
    const { bus, broker, health } = await setUp({}, { hangsUpAt: [5] });
    await until(() => health.at(-1)?.state === 'up');
    expect(health).toEqual([{ state: 'up', by: 'MQTT 3.1.1' }]);
    expect(broker.versions).toEqual([5, 4]);
    expect(await bus.publish({ topic: 'lamp/set', payload: 'ON', qos: 1 })).toBe('delivered');
  });

  test('is asked for MQTT 5 once more after a loss, and then never again', async () => {
    const { broker, health } = await setUp({}, { hangsUpAt: [5] });
    for (let ups = 1; ups < 4; ups++) {
      await until(() => health.filter(({ state }) => state === 'up').length === ups);
      broker.dropClients();
    }
    await until(() => health.filter(({ state }) => state === 'up').length === 4);
    expect(broker.versions).toEqual([5, 4, 5, 4, 4, 4]);
  });

  test('that hangs up at whatever it is told is a fault, tried again and again', async () => {
    const { broker, health } = await setUp({}, { hangsUpAt: [4, 5] });
    await until(() => health.length === 2);
    expect(health[0]).toEqual({ state: 'down', reason: expect.stringMatching(/closed|broke/) });
    expect(broker.versions.slice(0, 4)).toEqual([5, 4, 5, 4]);
  });
});

describe('a broker that falls silent', () => {
  test('is gone within 20 s, and nothing is given to it before', async () => {
    const clock = new FakeClock();
    const { bus, broker, health } = await setUp({}, {}, { clock });
    await until(() => health.at(-1)?.state === 'up');
    broker.freeze();
    const delivery = bus.publish({ topic: 'garage/set', payload: 'OPEN', qos: 1, expiryS: 10 });
    clock.advance(2_000);
    expect(await delivery).toBe('away');
    clock.advance(16_000);
    expect(health.at(-1)).toEqual({
      state: 'down',
      reason: expect.stringContaining('does not answer any more'),
    });
    broker.dropClients();
    clock.advance(60_000);
    await until(() => health.at(-1)?.state === 'up');
    await bus.publish({ topic: 'mark', payload: '', qos: 1 });
    await until(() => broker.seen.includes('mark '));
    expect(broker.seen.filter((line) => line.startsWith('garage'))).toEqual([]);
  });

  test('is given no command, so that none is told to go out', async () => {
    const clock = new FakeClock();
    const { bus, broker, health } = await setUp({}, {}, { clock });
    await until(() => health.at(-1)?.state === 'up');
    const out: string[] = [];
    const garage = { topic: 'garage/set', payload: 'OPEN', qos: 1, expiryS: 10 } as const;
    await bus.publish(garage, undefined, () => out.push('out'));
    expect(out).toEqual(['out']);
    broker.freeze();
    clock.advance(250);
    const delivery = bus.publish(garage, undefined, () => out.push('again'));
    clock.advance(2_000);
    expect(await delivery).toBe('away');
    expect(out).toEqual(['out']);
  });

  test('after it was given a command is left at once when it does not acknowledge that', async () => {
    const clock = new FakeClock();
    const { bus, broker, health } = await setUp(
      {
        authorizePublish: (_client, { topic }, done) => {
          // Never answered: the acknowledgement does not come.
          if (topic !== 'garage/set') done(null);
        },
      },
      {},
      { clock },
    );
    await until(() => health.at(-1)?.state === 'up');
    const delivery = bus.publish({ topic: 'garage/set', payload: 'OPEN', qos: 1, expiryS: 10 });
    await until(() => broker.asked.includes('garage/set'));
    clock.advance(5_000);
    expect(await delivery).toBe('unknown');
    expect(health.at(-1)?.state).toBe('down');
  });
});

describe('several brokers of one cluster', () => {
  test('are tried in turn, and only told of when none is there', async () => {
    const [first, second] = [await startSmallBroker(), await startSmallBroker()];
    open.push(second);
    await first.close();
    const { bus, health } = await setUp({}, {}, { url: [first.url, second.url] });
    await until(() => health.length > 0);
    expect(health).toEqual([{ state: 'up', by: 'MQTT 3.1.1' }]);
    await bus.publish({ topic: 'mark', payload: '', qos: 1 });
    await until(() => second.seen.includes('mark '));
    await second.close();
    await until(() => health.at(-1)?.state === 'down');
  });
});

describe.skipIf(certificates === undefined)('a broker behind TLS', () => {
  const { ca, client, server } = certificates as Certificates;
  const tls = { ca, ...server };

  test.each([
    ['', {}],
    [' and WebSockets', { webSocket: true }],
  ])('is known by its certificate, and this device by its own%s', async (_, more) => {
    const manners = { tls, ...more };
    const { bus, broker, health } = await setUp({}, manners, { tls: { ca, ...client } });
    await until(() => health.at(-1)?.state === 'up');
    expect(await bus.publish({ topic: 'a', payload: 'b', qos: 1, expiryS: 10 })).toBe('delivered');
    broker.dropClients();
    await until(() => health.filter(({ state }) => state === 'up').length === 2);
  });

  test('of an unknown authority is not trusted', async () => {
    const { health } = await setUp({}, { tls }, { tls: { ca: undefined, ...client } });
    await until(() => health.length > 0);
    expect(health[0]).toMatchObject({ reason: expect.stringContaining('"mqtt.ca"') });
  });

  test('is not called while a file is missing, which is told', async () => {
    const { health } = await setUp({}, { tls }, { tls: { ca: '/nowhere/ca.pem', ...client } });
    await until(() => health.length > 0);
    expect(health[0]).toMatchObject({ reason: expect.stringContaining('/nowhere/ca.pem') });
  });
});

async function setUp(
  options: AedesOptions = {},
  manners: Manners = {},
  changes: Partial<MqttBusOptions> = {},
) {
  const broker = await startSmallBroker(options, manners);
  open.push(broker);
  const health: Health[] = [];
  const bus = new MqttBus({
    url: broker.url,
    clientId: 'hearthd-kitchen',
    credentials: () => ({}),
    tls: { ca: undefined, cert: undefined, key: undefined },
    availabilityTopic: 'hearthd/kitchen/availability',
    clock: systemClock,
    log: silentLog,
    ...changes,
  });
  bus.start((state) => health.push(state));
  open.push(bus);
  return { bus, broker, health };
}
