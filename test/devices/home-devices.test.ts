import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Received } from '../../src/broker/bus.ts';
import type { Described } from '../../src/devices/described.ts';
import type { Description } from '../../src/devices/description.ts';
import type { Entity, LeftOut } from '../../src/devices/entity.ts';
import { HomeDevices, type HomeDevicesParts } from '../../src/devices/home-devices.ts';
import { parseJson } from '../../src/jinja/value.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakeBus } from '../fakes/fake-bus.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { entity, fact, inWords, rule } from './states/things.ts';
import { Turns } from './states/turns.ts';

describe('the devices of a home', () => {
  test('are those that are described, when that has settled', async () => {
    const { devices, describe: describing, settle, changes } = await setUp();
    describing('light.a', { state: 'lamp/a' });
    describing('light.b', { state: 'lamp/b' });
    expect(devices.entities.size).toBe(0);
    settle();
    expect([...devices.entities.keys()]).toEqual(['light.a', 'light.b']);
    expect(changes()).toBe(1);
    describing('light.a', undefined);
    settle();
    expect([...devices.entities.keys()]).toEqual(['light.b']);
  });

  test('are another map at each change, at most once a second', async () => {
    const { devices, describe: describing, settle, turns, clock, changes } = await setUp();
    describing('light.a', { state: 'lamp/a' });
    settle();
    const first = devices.entities;
    for (let ms = 0; ms < 3_000; ms += 50) {
      describing(`light.${ms}`, { state: 'lamp' });
      turns.all();
      clock.advance(50);
    }
    settle();
    expect(first.size).toBe(1);
    expect(devices.entities.size).toBe(61);
    expect(changes()).toBeLessThanOrEqual(5);
  });

  test('are the same objects when they are described again as before', async () => {
    const { devices, describe: describing, settle, changes } = await setUp();
    describing('light.a', { state: 'lamp/a' });
    settle();
    const before = devices.entities;
    describing('light.a', { state: 'lamp/a' });
    settle();
    expect(devices.entities).toBe(before);
    expect(changes()).toBe(1);
  });

  test('are heard on their own topics, each subscribed once', async () => {
    const { devices, bus, describe: describing, settle, subscribed, turns } = await setUp();
    describing('light.a', { state: 'lamp/a', availability: 'bridge' });
    describing('light.b', { state: 'lamp/b', availability: 'bridge' });
    expect(subscribed()).toEqual(['home/+/config']);
    settle();
    expect(subscribed()).toEqual(['bridge', 'home/+/config', 'lamp/a', 'lamp/b']);
    bus.say('lamp/a', 'on');
    bus.say('bridge', 'online', { retained: true });
    turns.all();
    expect(inWords(devices.state('light.a').known)).toMatchObject([
      expect.stringContaining('state: on (device'),
    ]);
    expect(devices.state('light.b')).toEqual({ availability: 'online', known: new Map() });
    describing('light.a', undefined);
    settle();
    expect(subscribed()).toEqual(['bridge', 'home/+/config', 'lamp/b']);
  });

  test('that are renamed keep what is known of them', async () => {
    const { devices, bus, describe: describing, settle, turns, subscribed } = await setUp();
    describing('light.a', { state: 'lamp/a', name: 'One' });
    settle();
    bus.say('lamp/a', 'on');
    turns.all();
    describing('light.a', { state: 'lamp/b', name: 'Other' });
    settle();
    expect(devices.entities.get('light.a')?.name).toBe('Other');
    expect(devices.state('light.a').known.get('state')?.value).toBe('on');
    expect(subscribed()).toEqual(['home/+/config', 'lamp/b']);
  });

  test('of which one comes later hear again what the broker keeps', async () => {
    const { bus, describe: describing, settle } = await setUp();
    describing('light.a', { state: 'shared' });
    settle();
    const before = bus.subscriptions.filter((filter) => filter === 'shared').length;
    describing('light.b', { state: 'shared' });
    settle();
    expect(before).toBe(1);
    expect(bus.subscriptions.filter((filter) => filter === 'shared')).toHaveLength(2);
    expect(bus.current.filter((filter) => filter === 'shared')).toHaveLength(1);
  });

  test('are watched for what they say, not for what was kept', async () => {
    const { devices, bus, describe: describing, settle, turns } = await setUp();
    describing('light.a', { state: 'lamp/a' });
    settle();
    const told: unknown[] = [];
    const stop = devices.watch('light.a', (aspect, { value }) => told.push([aspect, value]));
    bus.say('lamp/a', 'on', { retained: true });
    bus.say('lamp/a', 'off');
    turns.all();
    stop();
    bus.say('lamp/a', 'on');
    turns.all();
    expect(told).toEqual([['state', 'off']]);
  });

  test('are watched for what arrives from then on, not for what waits to be read', async () => {
    const { devices, bus, describe: describing, settle, turns } = await setUp();
    describing('light.a', { state: 'lamp/a' });
    settle();
    bus.say('lamp/a', 'before');
    const told: unknown[] = [];
    devices.watch('light.a', (_, { value }) => told.push(value));
    bus.say('lamp/a', 'since');
    turns.all();
    expect(told).toEqual(['since']);
  });

  test('are told one by one as they are described at the moment, before the map of them is another', async () => {
    const { devices, describe: describing, settle, turns, clock } = await setUp();
    describing('light.a', { state: 'lamp/a', name: 'One' });
    settle();
    clock.advance(1_000);
    describing('light.a', { state: 'lamp/a', name: 'Other' });
    turns.all();
    expect(devices.entities.get('light.a')?.name).toBe('One');
    expect(devices.entity('light.a')?.name).toBe('Other');
    describing('light.a', undefined);
    turns.all();
    expect(devices.entity('light.a')).toBeUndefined();
  });

  test('are asked by and by when nothing was heard of them, and at once when it is wanted', async () => {
    const { devices, bus, clock, describe: describing, settle, turns } = await setUp();
    for (const name of ['a', 'b']) describing(`light.${name}`, { state: `lamp/${name}`, ask: 'y' });
    settle();
    devices.ask('light.b');
    devices.ask('light.none');
    expect(bus.published.map(({ topic }) => topic)).toEqual(['lamp/b/get']);
    bus.say('lamp/b', 'on');
    turns.all();
    for (let seconds = 0; seconds < 10; seconds += 1) {
      clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(bus.published.map(({ topic }) => topic)).toEqual(['lamp/b/get', 'lamp/a/get']);
  });

  test('are the same, and are asked again, after the broker was away', async () => {
    const { devices, bus, clock, describe: describing, settle, turns } = await setUp();
    const ask = { state: 'lamp/a', ask: 'y' };
    describing('light.a', ask, { retained: true });
    settle();
    bus.say('lamp/a', 'off');
    turns.all();
    const before = devices.entities;
    describing('light.a', ask, { retained: true });
    bus.say('lamp/a', 'on', { retained: true });
    settle();
    expect(devices.entities).toBe(before);
    expect(devices.state('light.a').known.get('state')).toMatchObject({
      value: 'on',
      from: 'broker',
    });
    describing('light.a', ask, { retained: true });
    settle();
    clock.advance(10_000);
    expect(bus.published.map(({ topic }) => topic)).toEqual(['lamp/a/get']);
  });

  test('and what is left out, with what was dropped, can be told', async () => {
    const catalogue = new FakeCatalogue();
    catalogue.beyond = 7;
    const { devices, bus, describe: describing, settle } = await setUp({ catalogue });
    describing('light.a', { odd: 'yes' });
    describing('light.evil', { evil: 'yes' });
    bus.say('home/x/config', Buffer.alloc(5 * 1_048_576));
    bus.say('home/y/config', Buffer.from([0xff]));
    settle();
    expect(devices.entities.size).toBe(0);
    expect(devices.leftOut.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'of the catalogue: It is.',
      'x: It is too long.',
      'y: It is not text.',
      'light.a: It is odd.',
      expect.stringMatching(/^light\.evil: This program has a fault/),
    ]);
    expect(devices.dropped).toEqual({ messages: 2, descriptions: 7 });
  });

  test('that are more than are kept are told of in the journal, once', async () => {
    const catalogue = new FakeCatalogue();
    const { describe: describing, settle, log } = await setUp({ catalogue });
    describing('light.a', { state: 'lamp/a' });
    settle();
    expect(log).toEqual([]);
    catalogue.beyond = 1;
    describing('light.b', { state: 'lamp/b' });
    catalogue.beyond = 2;
    describing('light.c', { state: 'lamp/c' });
    settle();
    expect(log).toEqual([expect.stringMatching(/^more things are described than are kept/)]);
  });

  test('are described at length where one message describes a whole device', async () => {
    const { devices, describe: describing, settle } = await setUp();
    describing('light.a', { state: 'lamp/a', name: 'x'.repeat(500_000) });
    settle();
    expect([...devices.entities.keys()]).toEqual(['light.a']);
    expect(devices.dropped.messages).toBe(0);
  });

  test('are remembered over a restart, with the age of what they said', async () => {
    const first = await setUp();
    first.describe('light.a', { state: 'lamp/a' });
    first.settle();
    first.bus.say('lamp/a', 'on');
    first.turns.all();
    const { heardAtMs } = first.devices.state('light.a').known.get('state') ?? {};
    await first.devices.close();
    const next = await setUp({ stateDir: first.folder });
    next.clock.advance(10_000);
    next.describe('light.a', { state: 'lamp/a' });
    next.settle();
    expect(next.devices.state('light.a').known.get('state')).toEqual({
      value: 'on',
      heardAtMs,
      from: 'disk',
    });
    await next.devices.close();
    expect(readFileSync(join(first.folder, 'states.json'), 'utf8')).toContain('light.a');
  });

  test('are there while a storm of messages goes on', async () => {
    const { devices, bus, describe: describing, settle, turns, log } = await setUp();
    describing('light.a', { state: 'lamp/a' });
    settle();
    for (let at = 0; at < 10_000; at += 1) bus.say('lamp/a', `${at}`);
    for (let at = 0; at < 10_000; at += 1) describing(`light.${at}`, { state: `lamp/${at}` });
    turns.all();
    settle();
    expect(devices.state('light.a').known.get('state')?.value).toBe('9999');
    expect(devices.entities.size).toBe(10_001);
    expect(devices.dropped.messages).toBe(9_000);
    expect(log).toEqual(['messages from the broker were dropped: there were too many']);
  });

  test('leave nothing behind when they are closed', async () => {
    const {
      devices,
      bus,
      clock,
      turns,
      describe: describing,
      settle,
      changes,
    } = await setUp({
      birth: 'sent',
    });
    describing('light.a', { state: 'lamp/a', ask: 'y', availability: 'bridge' });
    settle();
    describing('light.b', { state: 'lamp/b' });
    bus.say('lamp/a', 'on');
    await devices.close();
    expect([bus.current, clock.pending, turns.due]).toEqual([[], 0, 0]);
    expect(changes()).toBe(1);
    devices.ask('light.a');
    expect(bus.published).toEqual([]);
  });

  test('say that somebody is there only where that is wanted', async () => {
    for (const birth of ['sent', 'not-sent'] as const) {
      const { bus, clock } = await setUp({ birth });
      clock.advance(60_000);
      expect(bus.published.map(({ topic }) => topic)).toEqual(
        birth === 'sent' ? ['homeassistant/status'] : [],
      );
    }
  });

  test('are told again that somebody is there when there is another connection', async () => {
    const { devices, bus, clock } = await setUp({ birth: 'sent' });
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    devices.connected();
    clock.advance(60_000);
    expect(bus.published.map(({ payload }) => payload)).toEqual(['online', 'online']);
  });
});

interface Told {
  readonly state?: string;
  readonly availability?: string;
  readonly name?: string;
  readonly ask?: string;
  readonly odd?: string;
  readonly evil?: string;
}

/** Descriptions in a form of its own, on `home/<id>/config`. */
class FakeCatalogue implements Described {
  readonly filters = ['home/+/config'];
  readonly descriptions = new Map<string, Description>();
  readonly unwanted = new Map<string, Description>();
  readonly leftOut: LeftOut[] = [{ id: 'of the catalogue', name: undefined, reason: 'It is.' }];
  beyond = 0;
  readonly #texts = new Map<string, string>();
  readonly #shared = rule('bridge');

  *take({ topic, payload }: Parameters<Described['take']>[0]): Generator<void, readonly string[]> {
    const id = topic.split('/')[1] ?? '';
    if (typeof payload !== 'string') {
      this.leftOut.push({ id, name: undefined, reason: `It is ${payload.unreadable}.` });
      return [];
    }
    yield;
    if (this.#texts.get(id) === payload) return [];
    this.#texts.set(id, payload);
    if (payload === '') return this.descriptions.delete(id) ? [id] : [];
    const options = JSON.parse(payload) as Record<string, string>;
    const rules = options['availability'] === undefined ? [] : [this.#shared];
    const availability = { mode: 'all', rules } as const;
    const identity = entity(id, { name: options['name'] ?? id });
    this.descriptions.set(id, { identity, options, availability });
    return [id];
  }
}

function build({ identity, options, availability }: Description): Entity | LeftOut {
  const { id, name } = identity;
  if (options['odd']) return { id, name, reason: 'It is odd.' };
  if (options['evil']) throw new Error('met evil');
  const topic = `${options['state']}`;
  const ask = { topic: `${topic}/get`, payload: '{"state":""}', qos: 1 } as const;
  const facts = [fact(topic, options['ask'] ? { ask } : {})];
  return entity(id, { name, facts, availability });
}

class WatchedBus extends FakeBus {
  readonly subscriptions: string[] = [];
  readonly current: string[] = [];

  override subscribe(filter: string, listener: (message: Received) => void): () => void {
    this.subscriptions.push(filter);
    this.current.push(filter);
    const unsubscribe = super.subscribe(filter, listener);
    return () => {
      this.current.splice(this.current.indexOf(filter), 1);
      unsubscribe();
    };
  }
}

async function setUp(changed: Partial<HomeDevicesParts> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-devices-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bus = new WatchedBus();
  const clock = new FakeClock();
  const turns = new Turns();
  const log: string[] = [];
  const devices = await HomeDevices.open({
    bus,
    catalogue: new FakeCatalogue(),
    build,
    parseJson,
    mayCommand: () => true,
    prefix: 'homeassistant',
    birth: 'not-sent',
    stateDir: folder,
    clock,
    date: () => new Date(1_000_000 + clock.now()),
    log: {
      ...silentLog,
      warn: (message, fields) => log.push(`${message}: ${fields?.['reason']}`),
    },
    report: () => {},
    soon: turns.soon,
    ...changed,
  });
  let changes = 0;
  devices.changed(() => {
    changes += 1;
  });
  return {
    devices,
    bus,
    clock,
    turns,
    folder,
    log,
    changes: () => changes,
    describe: (id: string, told: Told | undefined, how = {}) =>
      bus.say(`home/${id}/config`, told === undefined ? '' : JSON.stringify(told), how),
    /** All is read, and a second is over. */
    settle() {
      turns.all();
      clock.advance(1_000);
      turns.all();
    },
    subscribed: () => [...bus.current].sort(),
  };
}
