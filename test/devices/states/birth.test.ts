import { expect, test } from 'vitest';
import { Birth } from '../../../src/devices/states/birth.ts';
import { silentLog } from '../../../src/system/log.ts';
import { FakeBus } from '../../fakes/fake-bus.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

const STATUS = 'homeassistant/status';
const said = { topic: STATUS, payload: 'online', qos: 0 };

test('somebody is said to be there when no hub was heard for some seconds', async () => {
  const { bus, pass, clock } = setUp();
  await pass(9_999);
  expect(bus.published).toEqual([]);
  await pass(1);
  expect(bus.published).toEqual([said]);
  await pass(60_000);
  expect(bus.published).toEqual([said]);
  expect(clock.pending).toBe(0);
});

test('it is said again at each connection, as long as no hub is heard', async () => {
  const { bus, birth, pass } = setUp();
  await pass(10_000);
  birth.connected();
  await pass(9_999);
  expect(bus.published).toHaveLength(1);
  await pass(1);
  expect(bus.published).toEqual([said, said]);
  birth.connected();
  bus.say(STATUS, 'online', { retained: true });
  await pass(60_000);
  birth.connected();
  await pass(60_000);
  expect(bus.published).toHaveLength(2);
});

test('a hub that is heard only after it was said stops it', async () => {
  const { bus, birth, pass, clock } = setUp();
  await pass(10_000);
  bus.say(STATUS, 'online');
  birth.connected();
  await pass(60_000);
  expect(bus.published).toEqual([said]);
  expect([bus.listeners, clock.pending]).toEqual([0, 0]);
});

test('a hub has its time from each connection on, be it the first', async () => {
  const { bus, birth, pass } = setUp();
  await pass(9_000);
  birth.connected();
  await pass(9_000);
  birth.connected();
  await pass(9_000);
  expect(bus.published).toEqual([]);
  await pass(1_000);
  expect(bus.published).toEqual([said]);
});

test.each([true, false])(
  'nothing is said where a hub is heard (retained: %s)',
  async (retained) => {
    const { bus, pass, clock } = setUp();
    bus.say(STATUS, 'online', { retained });
    await pass(60_000);
    expect(bus.published).toEqual([]);
    expect([bus.listeners, clock.pending]).toEqual([0, 0]);
  },
);

test.each(['offline', '', 'onlineish', `${' '.repeat(100)}online`, Buffer.alloc(1_000_000)])(
  'it is said where a hub is not there, or something else is heard (case %#)',
  async (payload) => {
    const { bus, pass } = setUp();
    bus.say(STATUS, payload);
    await pass(10_000);
    expect(bus.published).toEqual([said]);
  },
);

test('it is said once the broker is there', async () => {
  const { bus, pass } = setUp();
  bus.delivery = 'away';
  await pass(10_000);
  await pass(10_000);
  expect(bus.published).toHaveLength(2);
  bus.delivery = 'delivered';
  await pass(10_000);
  await pass(60_000);
  expect(bus.published).toHaveLength(3);
});

test('nothing is said any more at the end, not even when the broker has still to answer', async () => {
  const { bus, pass, clock, birth } = setUp();
  bus.delivery = 'away';
  clock.advance(10_000);
  birth.close();
  await pass(60_000);
  expect(bus.published).toHaveLength(1);
  expect([bus.listeners, clock.pending]).toEqual([0, 0]);
});

function setUp() {
  const bus = new FakeBus();
  const clock = new FakeClock();
  const birth = new Birth({ bus, clock, prefix: 'homeassistant', log: silentLog });
  const pass = async (ms: number) => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { bus, clock, birth, pass };
}
