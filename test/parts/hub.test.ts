/** The program itself on a real broker, and a hub that knows of it what it describes. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import type { Value } from '../../src/devices/entity.ts';
import { heard, sent } from '../devices/components/entity-of.ts';
import { until } from '../fakes/until.ts';
import { hubOf } from '../hub/hub.ts';
import { repository } from './support/lab.ts';
import { type Mosquitto, noMosquitto, startMosquitto } from './support/mosquitto.ts';
import { startDaemon } from './support/running-daemon.ts';
import { titled } from './support/skipping.ts';
import { client } from './support/voiced-home.ts';

const TOPIC = 'homeassistant/device/hearthd_kitchen/config';
const NAME = 'Kitchen voice';
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe.skipIf(noMosquitto)(titled('a hub on Mosquitto', noMosquitto), () => {
  test('finds the device as the broker has kept it, mutes it and sets its volume', async () => {
    const broker = await started();
    await daemonAt(broker);
    const { retained, shows, does } = await hubAt(broker);
    expect(retained()).toBe(true);
    await until(() => shows('mute') === 'off' && shows('volume') === 70);
    await does('mute', { state: 'on' });
    await until(() => shows('mute') === 'on');
    await does('volume', { value: 35 });
    await until(() => shows('volume') === 35);
    await does('mute', { state: 'off' });
    await until(() => shows('mute') === 'off');
    expect(shows('phase')).toBe('idle');
    expect(shows('cost_today')).toBe(0);
  });

  test('sees when it goes', async () => {
    const broker = await started();
    const daemon = await daemonAt(broker);
    const { isThere } = await hubAt(broker);
    await until(() => isThere() === 'online');
    await daemon.stop();
    await until(() => isThere() === 'offline');
  });

  test('is told at each connection, after it was told that the device is there', async () => {
    const broker = await started();
    const onlooker = await client(broker);
    open.push(() => onlooker.endAsync(true));
    const seen: string[] = [];
    onlooker.on('message', (topic) => void seen.push(topic));
    await onlooker.subscribeAsync('#');
    await daemonAt(broker);
    await until(() => seen.includes(TOPIC));
    expect(seen.slice(0, 2)).toEqual(['hearthd/kitchen/availability', TOPIC]);
    // It has kept nothing.
    await broker.stop();
    await broker.start();
    const { retained } = await hubAt(broker);
    expect(retained()).toBe(true);
  });

  test('that comes to life is told again', async () => {
    const broker = await started();
    await daemonAt(broker);
    const { hub, told } = await hubAt(broker);
    expect(told).toHaveLength(1);
    await hub.publishAsync('homeassistant/status', 'online', { qos: 1 });
    await until(() => told.length === 2);
    expect(told[1]).toBe(told[0]);
  });

  test('is told nothing, and what the broker has kept is taken back, where that is not wanted', async () => {
    const broker = await started();
    const before = await daemonAt(broker);
    const { told } = await hubAt(broker);
    await before.stop();
    await daemonAt(broker, { announce: false });
    await until(() => told.at(-1) === '');
    const late = await client(broker);
    open.push(() => late.endAsync(true));
    const kept: string[] = [];
    late.on('message', (topic) => void kept.push(topic));
    await late.subscribeAsync(['homeassistant/#', 'hearthd/kitchen/availability']);
    await until(() => kept.length > 0);
    expect(kept).toEqual(['hearthd/kitchen/availability']);
  });
});

describe.skipIf(noMosquitto)(titled('"hearthd devices" on Mosquitto', noMosquitto), () => {
  test('leaves out the device itself and others like it, and says so', async () => {
    const broker = await started();
    await daemonAt(broker);
    await daemonAt(broker, { topicPrefix: 'voices' }, 'attic');
    const attic = 'homeassistant/device/hearthd_attic/config';
    await hubAt(broker, attic);
    const { devices, leftOut } = await devicesAt(broker);
    expect(devices).toEqual([]);
    const reason = 'It is this voice, or another like it: none is operated by what is said.';
    expect(leftOut).toHaveLength(2);
    expect(leftOut).toEqual(
      expect.arrayContaining([
        { id: TOPIC, name: NAME, reason },
        { id: attic, name: NAME, reason },
      ]),
    );
  });
});

async function started(): Promise<Mosquitto> {
  const broker = await startMosquitto();
  open.push(() => broker.remove());
  return broker;
}

/** The whole program, without a button, a sound card or a service. */
async function daemonAt(broker: Mosquitto, mqtt: object = {}, id = 'kitchen') {
  const daemon = await startDaemon(
    {
      id,
      name: NAME,
      room: 'Kitchen',
      live: { baseUrl: 'http://127.0.0.1:9' },
      mqtt: { url: broker.url, ...mqtt },
    },
    { GEMINI_API_KEY: 'key' },
  );
  let stopped: Promise<number | null> | undefined;
  const stop = () => {
    stopped ??= daemon.stop();
    return stopped;
  };
  open.push(stop);
  return { stop };
}

/** Comes when everything has been said, so that it knows only what the broker has kept. */
async function hubAt(broker: Mosquitto, topic = TOPIC) {
  const onlooker = await client(broker);
  open.push(() => onlooker.endAsync(true));
  const announced = new Promise((resolve) => onlooker.once('message', resolve));
  await onlooker.subscribeAsync(topic);
  await announced;
  const hub = await client(broker);
  open.push(() => hub.endAsync(true));
  const told: string[] = [];
  const newest = new Map<string, string>();
  let kept = false;
  hub.on('message', (at, payload, { retain }) => {
    newest.set(at, payload.toString());
    if (at !== topic) return;
    if (told.length === 0) kept = retain;
    told.push(payload.toString());
  });
  await hub.subscribeAsync(topic);
  await until(() => told.length > 0);
  const [payload = ''] = told;
  const { described, thing, things } = hubOf({ topic, payload });
  const topics = [...things.values()].flatMap(({ facts }) => facts.map(({ filter }) => filter));
  await hub.subscribeAsync([...new Set([...topics, described.availability_topic])]);
  return {
    hub,
    told,
    retained: () => kept,
    isThere: () => newest.get(described.availability_topic),
    shows: (name: string): Value | null | undefined => {
      const [fact] = thing(name).facts;
      const payload = newest.get(fact?.filter ?? '');
      return payload === undefined ? undefined : fact?.read(heard(fact.filter, payload));
    },
    does: async (name: string, wishes: Readonly<Record<string, Value>>) => {
      for (const message of sent(thing(name), wishes)) {
        const [at = '', command = ''] = message.split(' ');
        await hub.publishAsync(at, command, { qos: 1 });
      }
    },
  };
}

async function devicesAt(broker: Mosquitto) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-devices-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ id: 'kitchen', mqtt: { url: broker.url } }));
  const main = join(repository, 'dist/main.js');
  const program = spawn(process.execPath, [main, 'devices', '--json', '--config', file], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(program.stdout)) as { devices: unknown; leftOut: unknown };
}
