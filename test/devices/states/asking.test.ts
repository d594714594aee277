import { describe, expect, test } from 'vitest';
import type { CommandMessage } from '../../../src/devices/entity.ts';
import { Asking } from '../../../src/devices/states/asking.ts';
import { FakeBus } from '../../fakes/fake-bus.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

const get = (topic: string, payload = '{"state":""}'): CommandMessage => ({
  topic,
  payload,
  qos: 1,
});

describe('a question', () => {
  test('is put once in three seconds on a topic, and on each topic by itself', async () => {
    const { asking, clock, bus, topics } = setUp();
    await asking.ask([get('lamp/get')]);
    await asking.ask([get('lamp/get')]);
    await asking.ask([get('plug/get')]);
    expect(topics()).toEqual(['lamp/get', 'plug/get']);
    clock.advance(2_999);
    await asking.ask([get('lamp/get')]);
    expect(bus.published).toHaveLength(2);
    clock.advance(1);
    await asking.ask([get('lamp/get')]);
    expect(bus.published[2]).toEqual(get('lamp/get'));
  });

  test('asks for all that is wanted of a topic in one message', async () => {
    const { asking, bus } = setUp();
    const names = ['state', '__proto__', 'color', 'state'];
    await asking.ask(names.map((name) => get('lamp/get', `{"${name}":""}`)));
    expect(bus.published.map(({ payload }) => payload)).toEqual([
      '{"state":"","__proto__":"","color":""}',
    ]);
  });

  test('is never put where no device is commanded', async () => {
    const { asking, topics } = setUp();
    expect(await asking.ask([get('ours/get'), get('lamp/get')])).toBe('asked');
    expect(topics()).toEqual(['lamp/get']);
  });

  test('asks for a few things at once only', async () => {
    const { asking, bus } = setUp();
    const all = Array.from({ length: 50 }, (_, at) => get('lamp/get', `{"p${at}":""}`));
    await asking.ask(all);
    expect(Object.keys(JSON.parse(bus.published[0]?.payload ?? ''))).toHaveLength(8);
  });

  test.each([
    ['', ''],
    ['[]', ''],
    ['{', '{"a":""}'],
  ])('of another form is put as it is: %j', async (payload, other) => {
    const { asking, bus } = setUp();
    await asking.ask([get('lamp/get', payload)]);
    expect(bus.published.map((message) => message.payload)).toEqual([payload]);
    await asking.ask([get('plug/get', payload), get('plug/get', other)]);
    expect(bus.published).toHaveLength(2);
  });

  test.each(['', '+/get', 'a/#', '$SYS/get', 'a\u0000/get'])(
    'is not put on %j, which is no topic',
    async (topic) => {
      const { asking, bus } = setUp();
      await asking.ask([get(topic)]);
      expect(bus.published).toEqual([]);
    },
  );

  test('that could not be put may be put again at once', async () => {
    const { asking, bus } = setUp();
    bus.delivery = 'away';
    expect(await asking.ask([get('lamp/get')])).toBe('away');
    bus.delivery = 'delivered';
    expect(await asking.ask([get('lamp/get')])).toBe('asked');
    expect(bus.published).toHaveLength(2);
  });
});

describe('entities of which nothing was heard', () => {
  test('are asked one after the other', async () => {
    const { later, pass, topics } = setUp();
    for (let at = 0; at < 5; at += 1) later(`light.${at}`);
    await pass(4_999);
    expect(topics()).toEqual([]);
    await pass(1);
    expect(topics()).toEqual(['light.0/get']);
    await pass(500);
    expect(topics()).toEqual(['light.0/get', 'light.1/get']);
    await pass(5_000);
    expect(topics()).toHaveLength(5);
  });

  test('are asked once each, and leave no timer behind', async () => {
    const { later, pass, clock, topics } = setUp();
    for (const id of ['light.a', 'light.a']) later(id);
    await pass(60_000);
    expect(topics()).toEqual(['light.a/get']);
    expect(clock.pending).toBe(0);
  });

  test('are not asked when something is heard of them in time', async () => {
    const { later, pass, heard, topics } = setUp();
    for (const id of ['light.a', 'light.b', 'light.c']) later(id);
    heard.add('light.a').add('light.b');
    await pass(5_000);
    expect(topics()).toEqual(['light.c/get']);
  });

  test('are asked later when the broker is away', async () => {
    const { later, pass, bus, topics } = setUp();
    bus.delivery = 'away';
    for (const id of ['light.a', 'light.b']) later(id);
    await pass(5_000);
    await pass(5_000);
    expect(topics()).toEqual(['light.a/get']);
    bus.delivery = 'delivered';
    await pass(5_000);
    await pass(500);
    await pass(500);
    expect(topics()).toEqual(['light.a/get', 'light.b/get', 'light.a/get']);
  });

  test('of one device are asked in one message, and not one instead of the others', async () => {
    const { asking, bus, heard, pass } = setUp((id) => [get('plug/get', `{"${id}":""}`)]);
    for (const id of ['linkquality', 'power', 'state', 'energy']) asking.askLater(id, 'plug/get');
    heard.add('energy');
    await pass(60_000);
    expect(bus.published.map(({ payload }) => payload)).toEqual([
      '{"linkquality":"","power":"","state":""}',
    ]);
  });

  test('of one device that tells many things are asked in several messages', async () => {
    const { asking, bus, pass } = setUp((id) => [get('plug/get', `{"${id}":""}`)]);
    for (let at = 0; at < 20; at += 1) asking.askLater(`p${at}`, 'plug/get');
    await pass(5_000);
    await pass(2_500);
    expect(bus.published).toHaveLength(1);
    await pass(60_000);
    const asked = bus.published.map(({ payload }) => Object.keys(JSON.parse(payload)));
    expect(asked.map((names) => names.length)).toEqual([8, 8, 4]);
    expect(new Set(asked.flat()).size).toBe(20);
  });

  test('are not asked any more at the end', async () => {
    const { asking, later, pass, clock, topics } = setUp();
    for (const id of ['light.a', 'light.b']) later(id);
    await pass(5_000);
    asking.close();
    later('light.c');
    expect(clock.pending).toBe(0);
    await pass(60_000);
    expect(topics()).toEqual(['light.a/get']);
  });
});

function setUp(questions = (id: string) => [get(`${id}/get`)]) {
  const bus = new FakeBus();
  const clock = new FakeClock();
  const heard = new Set<string>();
  const asking = new Asking({
    bus,
    clock,
    mayCommand: (topic) => topic !== 'ours/get',
    open: (id) => (heard.has(id) ? [] : questions(id)),
  });
  return {
    asking,
    later: (id: string) => asking.askLater(id, `${id}/get`),
    bus,
    clock,
    heard,
    topics: () => bus.published.map(({ topic }) => topic),
    /** Time passes, and whatever was published is answered for. */
    async pass(ms: number) {
      const steps = Math.max(1, Math.floor(ms / 500));
      for (let step = 0; step < steps; step += 1) {
        clock.advance(ms / steps);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
