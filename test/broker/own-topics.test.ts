import { describe, expect, test } from 'vitest';
import { OwnTopics } from '../../src/broker/own-topics.ts';
import { remoteButton } from '../../src/broker/remote-button.ts';
import { takeRequests } from '../../src/broker/requests.ts';
import { matches } from '../../src/broker/topic-filter.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakeBus } from '../fakes/fake-bus.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const state = { phase: 'idle', link: 'offline', muted: false, volume: 70, fault: null } as const;

describe("the daemon's own topics", () => {
  test('keep its state, its muting and its volume for whoever asks', () => {
    const { bus, topics } = setUp();
    topics.tell(state);
    expect(Object.fromEntries(bus.retained)).toEqual({
      'hearthd/kitchen/mute': 'OFF',
      'hearthd/kitchen/volume': '70',
      'hearthd/kitchen/state': JSON.stringify(state),
    });
  });

  test('keep what was spent, and tell of a turn once', async () => {
    const { bus, topics } = setUp();
    topics.tellUsage({ today: { usd: 0.25 } });
    topics.tellTurn({ outcome: 'answered' });
    expect(bus.retained.get('hearthd/kitchen/usage')).toBe('{"today":{"usd":0.25}}');
    expect(bus.published).toEqual([
      { topic: 'hearthd/kitchen/turn', payload: '{"outcome":"answered"}', qos: 1 },
    ]);
  });
});

describe('requests on the broker', () => {
  test('set muting, volume and the budget, and ask in writing', () => {
    const { bus, set } = setUp();
    bus.say('hearthd/kitchen/mute/set', 'ON');
    bus.say('hearthd/kitchen/volume/set', '35');
    bus.say('hearthd/kitchen/budget/set', '2.50');
    bus.say('hearthd/kitchen/ask/set', ' Is it\n raining? ');
    expect(set).toEqual([true, 35, 2.5, 'Is it raining?']);
  });

  test.each([
    ['mute/set', 'on'],
    ['mute/set', ''],
    ['volume/set', '101'],
    ['volume/set', '-1'],
    ['volume/set', '1e1'],
    ['volume/set', '7.5'],
    ['volume/set', Buffer.alloc(1024 * 1024, '1')],
    ['budget/set', '-1'],
    ['budget/set', '1000.01'],
    ['budget/set', 'all of it'],
    ['ask/set', ' \n\u0000 '],
    ['ask/set', Buffer.from([0xff, 0xfe])],
    ['ask/set', 'a'.repeat(4_001)],
  ])('drop what is not meant for them: %s', (topic, payload) => {
    const { bus, set } = setUp();
    bus.say(`hearthd/kitchen/${topic}`, payload);
    expect(set).toEqual([]);
  });

  test('say once what was wrong, until it was right again', () => {
    const { bus, warnings } = setUp();
    for (let time = 0; time < 3; time += 1) bus.say('hearthd/kitchen/volume/set', 'loud');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('it takes 0 to 100');
    bus.say('hearthd/kitchen/volume/set', '20');
    bus.say('hearthd/kitchen/volume/set', 'loud');
    expect(warnings).toHaveLength(2);
  });
});

describe('the button on the broker', () => {
  test('presses and releases in turn, whatever is repeated', () => {
    const { bus, presses } = setUp();
    for (const word of ['RELEASE', 'PRESS', 'PRESS', 'RELEASE', 'RELEASE', 'PRESS'])
      bus.say('hearthd/kitchen/talk/set', word);
    expect(presses).toEqual(['press', 'release', 'press']);
  });

  test('is not pressed by a message that the broker kept', () => {
    const { bus, presses } = setUp();
    bus.say('hearthd/kitchen/talk/set', 'PRESS', { retained: true });
    expect(presses).toEqual([]);
  });
});

test.each([
  ['a/b', 'a/b', true],
  ['a/+', 'a/b', true],
  ['a/#', 'a/b/c', true],
  ['a/#', 'a', true],
  ['#', 'a/b', true],
  ['a/+', 'a/b/c', false],
  ['a/b', 'a', false],
  ['a', 'a/b', false],
])('the filter %s and the topic %s: %s', (filter, topic, expected) => {
  expect(matches(filter, topic)).toBe(expected);
});

function setUp() {
  const bus = new FakeBus();
  const set: unknown[] = [];
  const warnings: string[] = [];
  const presses: string[] = [];
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) };
  const base = 'hearthd/kitchen';
  const keep = (value: unknown) => void set.push(value);
  const topics = new OwnTopics({ bus, base });
  const sets = { setMuted: keep, setVolume: keep, setBudget: keep, ask: keep };
  takeRequests({ bus, base, log, ...sets });
  remoteButton({ bus, topic: `${base}/talk/set`, clock: new FakeClock(), log }).start({
    press: () => void presses.push('press'),
    release: () => void presses.push('release'),
    health: () => {},
  });
  return { bus, topics, set, warnings, presses };
}
