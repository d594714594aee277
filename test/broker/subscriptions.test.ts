import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Received } from '../../src/broker/bus.ts';
import { Subscriptions } from '../../src/broker/subscriptions.ts';
import { matches } from '../../src/broker/topic-filter.ts';
import { silentLog } from '../../src/system/log.ts';

describe('a message', () => {
  test('that matches two filters of one listener comes once to it', () => {
    const { subscriptions, say } = setUp();
    const heard: string[] = [];
    const listener = ({ topic }: Received) => void heard.push(topic);
    subscriptions.add('lamp/state', listener);
    subscriptions.add('lamp/+', listener);
    subscriptions.add('lamp/#', listener);
    say('lamp/state');
    expect(heard).toEqual(['lamp/state']);
  });

  test('comes to every listener, until that one stops', () => {
    const { subscriptions, say } = setUp();
    const heard: string[] = [];
    const stop = subscriptions.add('lamp', () => heard.push('first'));
    subscriptions.add('lamp', () => heard.push('second'));
    say('lamp');
    stop();
    stop();
    say('lamp');
    expect(heard).toEqual(['first', 'second', 'second']);
  });

  test('still comes to a listener that listens twice and stops once', () => {
    const { subscriptions, say } = setUp();
    let heard = 0;
    const listener = () => void heard++;
    const stop = subscriptions.add('lamp', listener);
    subscriptions.add('lamp', listener);
    stop();
    say('lamp');
    expect(heard).toBe(1);
  });

  test('comes to exactly those whose filters it matches, whatever came and went', () => {
    const level = fc.constantFrom('a', 'b', 'c');
    const topic = fc.array(level, { minLength: 1, maxLength: 3 }).map((each) => each.join('/'));
    const filter = fc
      .array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 3 })
      .chain((levels) => fc.constantFrom(levels.join('/'), `${levels.join('/')}/#`));
    const steps = fc.array(fc.tuple(filter, fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(steps, topic, (all, topic) => {
        const { subscriptions, say } = setUp();
        const heard: number[] = [];
        for (const [at, [filter, stays]] of all.entries()) {
          const stop = subscriptions.add(filter, () => heard.push(at));
          if (!stays) stop();
        }
        say(topic);
        const expected = all.flatMap(([filter, stays], at) =>
          stays && matches(filter, topic) ? [at] : [],
        );
        expect(heard.sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });
});

describe('a message that a broker sends once for each filter that it matches', () => {
  const copies = [
    ['each with the number of one', [[1], [2], [3]]],
    ['in another order', [[3], [2], [1]]],
    ['or once with all numbers', [[2, 3, 1]]],
  ] as const;

  test.each(copies)('comes once to each listener: %s', (_, ids) => {
    const { subscriptions, say } = setUp('connected');
    const heard: string[] = [];
    const listener = () => void heard.push('several');
    subscriptions.add('lamp/state', listener);
    subscriptions.add('lamp/+', listener);
    subscriptions.add('lamp/#', () => heard.push('one'));
    for (const each of ids) say('lamp/state', each);
    expect(heard).toEqual(['several', 'one']);
  });

  test('comes by one of the others when one has gone', () => {
    const { subscriptions, say } = setUp('connected');
    let heard = 0;
    const stop = subscriptions.add('lamp/state', () => {});
    subscriptions.add('lamp/+', () => heard++);
    stop();
    say('lamp/state', [2]);
    expect(heard).toBe(1);
  });

  test('and kept comes whatever the number: it is for those who have just subscribed', () => {
    const { subscriptions } = setUp('connected');
    let heard = 0;
    subscriptions.add('lamp/state', () => {});
    subscriptions.add('lamp/+', () => heard++);
    const message = { topic: 'lamp/state', payload: Buffer.from('x'), retained: true };
    subscriptions.received(message, [2]);
    expect(heard).toBe(1);
  });
});

describe('the broker', () => {
  test('is told of thousands of filters in a few packets', async () => {
    const { subscriptions, told } = setUp('connected');
    for (let at = 0; at < 4_000; at++) subscriptions.add(`home/lamp-${at}/state`, () => {});
    await Promise.resolve();
    expect(told).toHaveLength(20);
    expect(new Set(told.flatMap(({ filters }) => filters)).size).toBe(4_000);
  });

  test('is told of long filters in packets that are not too long', async () => {
    const { subscriptions, told } = setUp('connected');
    for (let at = 0; at < 40; at++) subscriptions.add(`${at}/${'x'.repeat(2_000)}`, () => {});
    await Promise.resolve();
    expect(told.flatMap(({ filters }) => filters)).toHaveLength(40);
    for (const { filters } of told) expect(filters.join().length).toBeLessThan(16_384);
  });

  test('is told at once when something is about to be sent', () => {
    const { subscriptions, told } = setUp('connected');
    subscriptions.add('lamp', () => {});
    expect(told).toEqual([]);
    subscriptions.flush();
    expect(told).toEqual([{ what: 'subscribe', filters: ['lamp'] }]);
  });

  test('is told of nothing that nobody wants any more, and to leave out what it had been told', async () => {
    const { subscriptions, told } = setUp('connected');
    const stop = subscriptions.add('lamp', () => {});
    await Promise.resolve();
    stop();
    subscriptions.add('fan', () => {});
    await Promise.resolve();
    expect(told).toEqual([
      { what: 'subscribe', filters: ['lamp'] },
      { what: 'unsubscribe', filters: ['lamp'] },
      { what: 'subscribe', filters: ['fan'] },
    ]);
  });

  test('of a new connection is told of everything', () => {
    const { subscriptions, told, connect } = setUp();
    subscriptions.add('lamp', () => {});
    subscriptions.add('fan', () => {});
    connect();
    subscriptions.disconnected();
    connect();
    expect(told).toEqual(
      Array.from({ length: 2 }, () => ({ what: 'subscribe', filters: ['lamp', 'fan'] })),
    );
  });

  test.each(['', 'a/#/b', 'a+', '#a', 'a\u0000b', '\ud800', '$SYS/x', 'x'.repeat(65_536)])(
    'is not told of what makes it hang up, and the journal is: %j',
    (filter) => {
      const { subscriptions, told, warnings } = setUp('connected');
      subscriptions.add(filter, () => {})();
      subscriptions.flush();
      expect(told).toEqual([]);
      expect(warnings).toEqual([
        [expect.stringContaining('not subscribed'), { topic: filter.slice(0, 200) }],
      ]);
    },
  );

  test('that refuses some is heard of in the journal', () => {
    const { subscriptions, warnings, answers } = setUp('connected');
    for (const filter of ['lamp', 'fan', 'door']) subscriptions.add(filter, () => {});
    subscriptions.flush();
    answers[0]?.([0, 135, 0]);
    expect(warnings).toEqual([
      [expect.stringContaining('refuses'), { count: 1, topic: 'fan', reason: 135 }],
    ]);
  });
});

function setUp(state: 'connected' | 'alone' = 'alone') {
  const told: { what: string; filters: readonly string[] }[] = [];
  const answers: ((codes: readonly number[]) => void)[] = [];
  const warnings: unknown[] = [];
  const subscriptions = new Subscriptions({
    log: { ...silentLog, warn: (...line) => void warnings.push(line) },
  });
  const connect = () =>
    subscriptions.connected({
      subscribe: (filters, _id, answered) => {
        told.push({ what: 'subscribe', filters });
        answers.push(answered);
      },
      unsubscribe: (filters) => void told.push({ what: 'unsubscribe', filters }),
    });
  if (state === 'connected') connect();
  const say = (topic: string, ids?: readonly number[]) =>
    subscriptions.received({ topic, payload: Buffer.from('x'), retained: false }, ids);
  return { subscriptions, told, answers, warnings, connect, say };
}
