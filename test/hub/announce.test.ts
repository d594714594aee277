import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { announce } from '../../src/hub/announce.ts';
import { FakeBus } from '../fakes/fake-bus.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const TOPIC = 'homeassistant/device/hearthd_kitchen/config';
const STATUS = 'homeassistant/status';

describe('a device that announces itself', () => {
  test('has the broker keep what it is', () => {
    const { told } = setUp();
    expect(told).toEqual([expect.stringContaining(`${TOPIC} {"device":{"identifiers":`)]);
  });

  test('says it again when a hub comes to life', () => {
    const { bus, told } = setUp();
    bus.say(STATUS, 'online');
    expect(told).toHaveLength(2);
    expect(told[1]).toBe(told[0]);
  });

  test.each([
    ['goes', 'offline', {}],
    ['was there before, as the broker has kept', 'online', { retained: true }],
    ['says nothing', '', {}],
    ['says too much', 'online'.repeat(100_000), {}],
  ])('does not when a hub %s', (_, payload, how) => {
    const { bus, told } = setUp();
    bus.say(STATUS, payload, how);
    expect(told).toHaveLength(1);
  });

  test('is not kept busy by somebody who says that all the time', () => {
    const { bus, told, clock } = setUp();
    for (let time = 0; time < 100; time += 1) {
      bus.say(STATUS, 'online');
      clock.advance(1_000);
    }
    expect(told).toHaveLength(11);
  });
});

describe('a device that does not announce itself', () => {
  test('publishes nothing where nothing is kept, nor answers a hub', () => {
    const { bus, told } = setUp({ announce: false });
    bus.say(STATUS, 'online');
    expect(told).toEqual([]);
  });

  test('takes back what the broker has kept of it', () => {
    const { payload } = setUp();
    const { bus, told } = setUp({ announce: false });
    bus.say(TOPIC, payload, { retained: true });
    expect(told).toEqual([`${TOPIC} `]);
  });

  test.each([
    ['is about another device', (payload: string) => payload.replaceAll('hearthd/', 'voices/')],
    ['is gone', () => ''],
    ['makes no sense', () => '{'.repeat(100_000)],
  ])('leaves alone what %s', (_, changed) => {
    const { payload } = setUp();
    const { bus, told } = setUp({ announce: false });
    bus.say(TOPIC, changed(payload), { retained: true });
    expect(told).toEqual([]);
  });

  test('leaves alone what somebody says just now, as long as the broker does not bring it as kept', () => {
    const { payload } = setUp();
    const { bus, told } = setUp({ announce: false });
    for (let time = 0; time < 100; time += 1) bus.say(TOPIC, payload);
    expect(told).toEqual([]);
  });
});

function setUp(mqtt: object = {}) {
  const told: string[] = [];
  const bus = new FakeBus();
  const clock = new FakeClock();
  const config = configSchema.parse({ id: 'kitchen', mqtt });
  announce({
    config,
    base: 'hearthd/kitchen',
    software: { version: '1.2.3', url: undefined },
    bus: {
      retain: (topic, payload) => {
        told.push(`${topic} ${payload}`);
        bus.retain(topic, payload);
      },
      subscribe: (filter, listener) => bus.subscribe(filter, listener),
    },
    clock,
  });
  return { bus, clock, told, payload: bus.retained.get(TOPIC) ?? '' };
}
