/** What the example files for Mosquitto give the daemon, what they keep from it, and what the doctor says of both. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MqttBus } from '../../src/broker/mqtt-bus.ts';
import { OwnTopics } from '../../src/broker/own-topics.ts';
import { matches } from '../../src/broker/topic-filter.ts';
import { environmentFrom } from '../../src/config/environment.ts';
import { openHome } from '../../src/daemon/home.ts';
import { settled } from '../../src/devices/settled.ts';
import { examine } from '../../src/doctor/examine.ts';
import { networkChecks } from '../../src/doctor/network/real-network-checks.ts';
import { announce } from '../../src/hub/announce.ts';
import { systemClock as clock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog as log } from '../../src/system/log.ts';
import { messagesIn } from '../devices/components/published.ts';
import { contextOf, words } from '../doctor/context.ts';
import { until } from '../fakes/until.ts';
import { type Certificates, hasOpenssl, makeCertificates } from '../ways-in/certificates.ts';
import { repository } from './support/lab.ts';
import { noMosquitto, startMosquitto } from './support/mosquitto.ts';
import { titled } from './support/skipping.ts';

const EXAMPLES = join(repository, 'systemd/mosquitto');
const PASSWORD = 'of-the-daemon-0815';
const HOUSE_PASSWORD = 'of-the-house-4711';
const BASE = 'hearthd/kitchen';
const OURS = 'homeassistant/device/hearthd_kitchen/config';
/** As the file has it, and for whoever else there is in this house. */
const acl = readFileSync(join(EXAMPLES, 'hearthd.acl'), 'utf8');
const HOUSE = '\nuser house\ntopic readwrite #\n';

const hasTools = spawnSync('mosquitto_passwd', ['--help']).error === undefined;
const missing =
  noMosquitto ??
  (hasTools ? undefined : 'no mosquitto_passwd here') ??
  (hasOpenssl ? undefined : 'no openssl here');

let certificates: Certificates;
const open: (() => unknown)[] = [];

beforeAll(() => {
  if (missing === undefined) certificates = makeCertificates();
});

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

afterAll(() => {
  if (certificates) rmSync(certificates.folder, { recursive: true, force: true });
});

describe.skipIf(missing)(titled('the example files for Mosquitto', missing), () => {
  test('let the daemon be missed by its last will, and tell how it is', async () => {
    const { house, url, heard } = await setUp();
    const { daemon, bus } = await startDaemonParts(url);
    new OwnTopics({ bus, base: BASE }).tell(STATE);
    await until(() => heard.get(`${BASE}/availability`) === 'online');
    await until(() => heard.get(`${BASE}/state`) === JSON.stringify(STATE));
    expect(heard.get(OURS)).toContain('"availability_topic":"hearthd/kitchen/availability"');
    // Thrown out by another of its name, it has no time to say goodbye.
    const usurper = await client(url, { ...AS_DAEMON, clientId: 'hearthd-kitchen' });
    await until(() => heard.get(`${BASE}/availability`) === 'offline');
    await usurper.endAsync(true);
    expect(daemon.health.at(0)).toEqual({ state: 'up', by: 'MQTT 5' });
    expect(house.connected).toBe(true);
  });

  test('let it find a device, command it, and hear it confirm', async () => {
    const { house, url } = await setUp();
    house.on('message', (topic) => {
      if (topic === 'zigbee2mqtt/Lamp/set') house.publish('zigbee2mqtt/Lamp', '{"state":"ON"}');
    });
    const { home } = await startDaemonParts(url);
    await settled({ home, clock, connectedInMs: 0 });
    const call = { id: 'call-1', name: 'set_light', args: { name: 'Lamp', state: 'on' } };
    const { response } = await home.toolbox.run(call, new AbortController().signal);
    expect(response).toMatchObject({ status: 'done' });
  });

  test('let what is sent to it reach it', async () => {
    const { house, url } = await setUp();
    const { bus } = await startDaemonParts(url);
    const asked: string[] = [];
    bus.subscribe(`${BASE}/mute/set`, ({ payload }) => void asked.push(payload.toString()));
    await until(async () => {
      await house.publishAsync(`${BASE}/mute/set`, 'ON', { qos: 1 });
      return asked.includes('ON');
    });
  });

  test.each([
    ['hearthd/bathroom/talk/set', 'PRESS'],
    ['homeassistant/device/hearthd_bathroom/config', '{}'],
    ['homeassistant/light/lamp/light/config', ''],
    ['homeassistant/status', 'online'],
    ['zigbee2mqtt/bridge/request/permit_join', '{"time":254}'],
    ['zigbee2mqtt/Lamp', '{"state":"OFF"}'],
    ['tasmota/discovery/A/config', ''],
    ['garage/door/set', 'OPEN'],
  ])('keep it from publishing on %s', async (topic, payload) => {
    const { url } = await setUp();
    const { bus } = await startDaemonParts(url);
    expect(await bus.publish({ topic, payload, qos: 1 })).toBe('refused');
  });

  test('keep from it what is none of its business', async () => {
    const { house, url } = await setUp();
    const { bus } = await startDaemonParts(url);
    const overheard: string[] = [];
    bus.subscribe('#', ({ topic }) => void overheard.push(topic));
    await until(async () => {
      for (const topic of ['hearthd/bathroom/turn', 'zigbee2mqtt/bridge/info', 'camera/image'])
        await house.publishAsync(topic, 'private', { retain: true });
      await house.publishAsync(`${BASE}/end`, '', { qos: 1 });
      return overheard.includes(`${BASE}/end`);
    });
    const strange = overheard.filter((topic) => !may('read', topic));
    expect(strange).toEqual([]);
    expect(overheard).not.toContain('hearthd/bathroom/turn');
    expect(overheard).toContain('zigbee2mqtt/Lamp');
  });

  test('let nobody in without a name and its password', async () => {
    const { url } = await setUp();
    await expect(client(url, {})).rejects.toThrow(/Not authorized/i);
    await expect(client(url, { username: 'hearthd', password: 'guessed' })).rejects.toThrow(
      /Not authorized/i,
    );
  });

  test('for several of them give each what is its own', async () => {
    const uncommented = acl
      .replace(/^(topic (readwrite hearthd|write homeassistant\/device)\/.*)$/gm, '')
      .replace(/^#(pattern .*)$/gm, '$1');
    const patterns = uncommented.match(/^pattern .*$/gm) ?? [];
    expect(patterns).toHaveLength(2);
    const { url } = await setUp({ list: `${patterns.join('\n')}\n${HOUSE}`, user: 'kitchen' });
    const kitchen = await client(url, { username: 'kitchen', password: PASSWORD });
    const may = (topic: string) =>
      kitchen.publishAsync(topic, 'x', { qos: 1 }).then(
        () => 'yes',
        () => 'no',
      );
    expect(await may(`${BASE}/state`)).toBe('yes');
    expect(await may(OURS)).toBe('yes');
    expect(await may('hearthd/bathroom/state')).toBe('no');
    expect(await may('homeassistant/device/hearthd_bathroom/config')).toBe('no');
  });
});

const home = messagesIn('zigbee2mqtt-2.14.1-home.jsonl');
const without = home === undefined ? 'no recorded home here' : undefined;

describe.skipIf(without)(titled('the access list', without), () => {
  test('covers every topic of a home of zigbee2mqtt that devices are commanded or heard on', () => {
    const configs = (home ?? []).filter(({ topic }) => topic.endsWith('/config'));
    const topics = configs.flatMap(({ payload }) =>
      [...payload.matchAll(/"(\w*_topic)":"([^"]+)"/g)].map(([, key = '', topic = '']) => ({
        right: /command_topic$|^set_/.test(key) ? ('write' as const) : ('read' as const),
        topic,
      })),
    );
    const outside = topics.filter(
      // What the program tells of itself is no device of the home.
      ({ right, topic }) => !OF_THE_NETWORK.test(topic) && !may(right, topic),
    );
    expect(topics.length).toBeGreaterThan(500);
    expect(outside).toEqual([]);
  });
});

describe.skipIf(missing)(titled('the doctor', missing), () => {
  test('finds nothing wrong with the example files', async () => {
    const { url } = await setUp();
    await startDaemonParts(url);
    const { bad, all, secrets } = await examined(url);
    expect(bad).toEqual([]);
    expect([...secrets]).toEqual([PASSWORD]);
    expect(all).toEqual(
      expect.arrayContaining([
        expect.stringContaining('The broker can be reached: 127.0.0.1:'),
        expect.stringContaining('lets this device in as "hearthd" (MQTT 5).'),
        'good: It may publish and hear everything of its own (hearthd/kitchen/#).',
        `good: It may describe itself to hubs (${OURS}).`,
        expect.stringMatching(
          /^good: It hears the descriptions of devices .*Tasmota.*the state zig/,
        ),
      ]),
    );
    expect(all.join('\n')).not.toContain(PASSWORD);
  });

  test.each([
    ['topic readwrite hearthd/kitchen/#', 'bad'],
    ['topic read homeassistant/#', 'bad'],
    [`topic write ${OURS}`, 'bad'],
    // There is no telling between what is withheld by Mosquitto and what nobody has said.
    ['topic read tasmota/discovery/#', 'skipped'],
    ['topic read zigbee2mqtt/#', 'skipped', 'topic read zigbee2mqtt/Lamp'],
  ])('names the line "%s" when it is not there', async (line, state, named = line) => {
    const list = acl.replace(`${line}\n`, '');
    expect(list).not.toBe(acl);
    const { url } = await setUp({ list: `${list}${HOUSE}` });
    await startDaemonParts(url);
    const { findings, bad } = await examined(url);
    const [found] = findings.filter(({ lines = [] }) => lines.includes(named));
    expect(found?.state).toBe(state);
    expect(found?.lines?.[0]).toContain('below "user hearthd"');
    expect(bad.length).toBe(state === 'bad' ? 1 : 0);
  });

  test.each([
    ['read', 'does not let this device publish below hearthd/kitchen/'],
    ['write', 'does not let this device hear what is sent to it below hearthd/kitchen/'],
  ])('tells apart what half of a right is missing: only %s', async (right, sentence) => {
    const list = acl.replace('topic readwrite hearthd', `topic ${right} hearthd`);
    const { url } = await setUp({ list: `${list}${HOUSE}` });
    await startDaemonParts(url);
    const { bad } = await examined(url);
    expect(bad).toEqual([expect.stringContaining(sentence)]);
  });

  test('changes nothing, is not announced, and leaves the daemon alone', async () => {
    const { url, heard, house } = await setUp();
    const { daemon } = await startDaemonParts(url);
    await until(() => heard.has(OURS) && heard.get(`${BASE}/availability`) === 'online');
    const before = await keptOn(house, url);
    await examined(url);
    expect(await keptOn(house, url)).toEqual(before);
    expect(daemon.health).toHaveLength(1);
    expect([...heard.keys()].filter((topic) => topic.includes('doctor'))).toEqual([
      `${BASE}/doctor`,
    ]);
  });

  test('does not announce a device that was never there', async () => {
    const { url, heard } = await setUp();
    const { all } = await examined(url);
    expect(all).toContainEqual(expect.stringContaining(`on ${OURS} was not tried`));
    expect(heard.has(OURS)).toBe(false);
  });

  test('says what a wrong password is answered with', async () => {
    const { url } = await setUp();
    const { bad, all } = await examined(url, { password: 'guessed-wrong' });
    expect(bad).toEqual([expect.stringContaining('see "mqtt.username" and "mqtt.passwordFile"')]);
    expect(all.join()).toContain('mosquitto_passwd');
    expect(all.join()).not.toContain('guessed-wrong');
  });

  test('says whose certificate it does not trust', async () => {
    const { url } = await setUp();
    const { bad, all } = await examined(url, { mqtt: { ca: certificates.stranger.cert } });
    expect(bad).toEqual([expect.stringContaining('signed by "ca"')]);
    expect(all.join()).toContain('mqtt.ca');
  });

  test('comes to an end on a broker that hangs', async () => {
    const { url, broker } = await setUp();
    broker.pause();
    const { bad } = await examined(url);
    broker.resume();
    expect(bad).toEqual([expect.stringContaining('cannot be reached')]);
  });
});

const STATE = {
  phase: 'idle',
  link: 'offline',
  muted: false,
  volume: 60,
  fault: null,
} as const;
const AS_DAEMON = { username: 'hearthd', password: PASSWORD };

const LAMP = {
  name: 'Lamp',
  unique_id: 'lamp_light',
  command_topic: 'zigbee2mqtt/Lamp/set',
  state_topic: 'zigbee2mqtt/Lamp',
  schema: 'json',
  origin: { name: 'Zigbee2MQTT' },
};

/** The example files as they are, but for paths, port and whoever else there is; and a house on the broker. */
async function setUp({
  list = `${acl}${HOUSE}`,
  user = 'hearthd',
}: {
  readonly list?: string;
  readonly user?: string;
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-rights-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  const passwords = join(folder, 'hearthd.passwd');
  writeFileSync(passwords, '', { mode: 0o600 });
  for (const [name, password] of [
    [user, PASSWORD],
    ['house', HOUSE_PASSWORD],
  ] as const)
    execFileSync('mosquitto_passwd', ['-b', passwords, name, password], { stdio: 'ignore' });
  writeFileSync(join(folder, 'hearthd.acl'), list, { mode: 0o600 });
  const port = await freePort();
  const config = readFileSync(join(EXAMPLES, 'hearthd.conf'), 'utf8')
    .replaceAll('/etc/mosquitto/certs/hearthd-server.crt', certificates.server.cert)
    .replaceAll('/etc/mosquitto/certs/hearthd-server.key', certificates.server.key)
    .replaceAll('/etc/mosquitto/', `${folder}/`)
    .replace('listener 8883', `listener ${port} 127.0.0.1`);
  const broker = await startMosquitto({ config: config.split('\n') });
  open.push(() => broker.remove());
  const url = `mqtts://127.0.0.1:${port}`;
  const house = await client(url, { username: 'house', password: HOUSE_PASSWORD });
  const heard = new Map<string, string>();
  house.on('message', (topic, payload) => heard.set(topic, payload.toString()));
  await house.subscribeAsync('#');
  const keep = (topic: string, payload: object) =>
    house.publishAsync(topic, JSON.stringify(payload), { retain: true, qos: 1 });
  await keep('homeassistant/light/lamp/light/config', LAMP);
  await keep('tasmota/discovery/DC4F22000001/config', { t: 'plug' });
  await keep('zigbee2mqtt/Lamp', { state: 'OFF' });
  return { broker, url, house, heard };
}

const configOf = (url: string, more: object = {}) => ({
  id: 'kitchen',
  mqtt: { url, username: 'hearthd', ca: certificates.ca, ...more },
  commands: [
    {
      name: 'lamp',
      description: 'The lamp.',
      topic: 'zigbee2mqtt/Lamp/set',
      payload: 'ON',
      state: { topic: 'zigbee2mqtt/Lamp', expect: 'ON' },
    },
  ],
});

/** The parts of the daemon that are on the broker, put together as it does. */
async function startDaemonParts(url: string) {
  const { config } = contextOf({ config: { ...configOf(url), commands: [] } });
  const health: Health[] = [];
  const bus = new MqttBus({
    ...{ url, clock, log },
    clientId: 'hearthd-kitchen',
    credentials: () => AS_DAEMON,
    tls: { ca: certificates.ca, cert: undefined, key: undefined },
    availabilityTopic: `${BASE}/availability`,
  });
  announce({ config, base: BASE, software: { version: '1.0.0', url: undefined }, bus, clock });
  const home = await openHome(config, {
    ...{ bus, clock, log, consent: undefined, stateDir: undefined },
    date: () => new Date(),
    report: () => {},
    acted: () => {},
  });
  open.push(() => Promise.all([home.close(), bus.close()]));
  bus.start((state) => health.push(state));
  await until(() => health.at(-1)?.state === 'up');
  return { bus, home, daemon: { health } };
}

/** By the doctor's own check of the broker, as it is put together for a real device. */
async function examined(
  url: string,
  { password = PASSWORD, mqtt: more = {} }: { password?: string; mqtt?: object } = {},
) {
  const secrets = new Set<string>();
  const context = { ...contextOf({ config: configOf(url, more) }), clock };
  const environment = environmentFrom({ HEARTHD_MQTT_PASSWORD: password });
  const checks = networkChecks({ config: context.config, environment, clock, secrets });
  const { found } = await examine({
    checks: checks.filter(({ name }) => name === 'broker'),
    context,
    tell: () => {},
  });
  const all = words(found);
  return { findings: found, secrets, all, bad: all.filter((line) => line.startsWith('bad: ')) };
}

const OF_THE_NETWORK = /^zigbee2mqtt\/bridge\/(info$|request\/|response\/)/;

type Right = 'read' | 'write';

/** By the list itself, as Mosquitto goes by it: what is denied first. */
function may(right: Right, topic: string): boolean {
  const lines = [...acl.matchAll(/^topic (read|write|readwrite|deny) (.*)$/gm)];
  const fitting = lines.filter(([, , filter = '']) => matches(filter, topic));
  if (fitting.some(([, rights]) => rights === 'deny')) return false;
  return fitting.some(([, rights]) => rights?.includes(right));
}

/** Everything that the broker keeps. */
async function keptOn(house: MqttClient, url: string): Promise<string[]> {
  const onlooker = await client(url, { username: 'house', password: HOUSE_PASSWORD });
  const kept: string[] = [];
  const end = `end/${kept.length}/${Math.random()}`;
  let isOver = false;
  onlooker.on('message', (topic, payload, { retain }) => {
    if (topic === end) isOver = true;
    else if (retain) kept.push(`${topic} ${payload}`);
  });
  await onlooker.subscribeAsync('#');
  await house.publishAsync(end, '', { qos: 1 });
  await until(() => isOver);
  return kept.sort();
}

async function client(url: string, options: object): Promise<MqttClient> {
  const each = mqtt.connect(url, {
    protocolVersion: 5,
    reconnectPeriod: 0,
    ca: readFileSync(certificates.ca),
    ...options,
  });
  open.push(() => each.endAsync(true));
  await new Promise<void>((resolve, reject) => {
    each.once('connect', () => resolve());
    each.on('error', reject);
  });
  return each;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
