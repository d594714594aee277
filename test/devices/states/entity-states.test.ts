import { describe, expect, test } from 'vitest';
import type { Known } from '../../../src/devices/devices.ts';
import type { CommandMessage, Entity } from '../../../src/devices/entity.ts';
import { EntityStates } from '../../../src/devices/states/entity-states.ts';
import type { Taken } from '../../../src/devices/states/intake.ts';
import type { Recalled } from '../../../src/devices/states/states-file.ts';
import { parseJson } from '../../../src/jinja/value.ts';
import { entity, fact, inWords, rule, taken } from './things.ts';

const lamp = entity('light.lamp', { facts: [fact('lamp')] });
const onDisk: Recalled = { aspect: 'state', value: 'on', heardAtMs: 1 };

describe('what was heard', () => {
  test('is known with its time, and from where', () => {
    const { put, hear, known } = setUp();
    put(lamp);
    expect(known('light.lamp')).toEqual([]);
    hear('lamp', 'on', { heardAtMs: 5 });
    expect(known('light.lamp')).toEqual(['state: on (device at 5)']);
    hear('lamp', 'off', { heardAtMs: 6 });
    expect(known('light.lamp')).toEqual(['state: off (device at 6)']);
  });

  test('is nothing when the message says nothing, and not known when it says so', () => {
    const { put, hear, known } = setUp();
    put(lamp);
    hear('lamp', '');
    expect(known('light.lamp')).toEqual([]);
    hear('lamp', 'None');
    expect(known('light.lamp')).toEqual(['state: null (device at 1000)']);
  });

  test('is read by every fact on the topic, from JSON that is parsed once', () => {
    let parsed = 0;
    const { put, hear, known } = setUp({
      parseJson: (text) => {
        parsed += 1;
        return parseJson(text);
      },
    });
    const facts = ['a', 'b', 'c'].map((aspect) =>
      fact('lamp', { aspect, read: ({ json }) => (json === undefined ? 'none' : 'some') }),
    );
    put(entity('sensor.one', { facts }));
    put(entity('sensor.two', { facts: [fact('lamp')] }));
    hear('lamp', '{}');
    expect(parsed).toBe(1);
    expect(known('sensor.one')).toHaveLength(3);
    hear('lamp', '{]');
    expect(parsed).toBe(2);
  });

  test('is not parsed when nobody wants to know', () => {
    const { put, hear } = setUp({
      parseJson: () => {
        throw new Error('parsed');
      },
    });
    put(lamp);
    hear('lamp', '{}');
  });

  test('is bounded, and free of what is no text', () => {
    const { put, hear, states } = setUp();
    put(lamp);
    hear('lamp', `a\u0000\u001b[2Jb${'x'.repeat(5_000)}`);
    const { value } = states.state('light.lamp').known.get('state') as Known;
    expect(value).toHaveLength(1_024 - 1);
    expect(value).toMatch(/^a \[2Jbx+$/);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'is nothing if it is the number %s',
    (value) => {
      const { put, hear, known } = setUp();
      put(entity('sensor.odd', { facts: [fact('odd', { read: () => value })] }));
      hear('odd', 'x');
      expect(known('sensor.odd')).toEqual([]);
    },
  );

  test('of a filter with wildcards comes from all its topics', () => {
    const { put, hear, known } = setUp();
    put(entity('sensor.tag', { facts: [fact('+/BT/aa')] }));
    hear('gate/BT/aa', '5', { source: { filter: '+/BT/aa', kind: 'state' } });
    expect(known('sensor.tag')).toEqual(['state: 5 (device at 1000)']);
  });

  test('gives way by itself to what it becomes, and again each time that it is heard', () => {
    const { put, hear, known, states, setNow } = setUp();
    const becomes = { from: 'on', to: 'off', afterS: 30 } as const;
    put(entity('binary_sensor.hall', { facts: [fact('hall', { becomes, expiresAfterS: 600 })] }));
    const state = () => states.state('binary_sensor.hall').known.get('state');
    hear('hall', 'on', { heardAtMs: 1_000 });
    setNow(31_000);
    expect(state()).toEqual({ value: 'on', heardAtMs: 1_000, from: 'device' });
    setNow(31_001);
    expect(state()).toEqual({ value: 'off', heardAtMs: 1_000, from: 'device', since: 'passed' });
    hear('hall', 'on', { heardAtMs: 31_001 });
    expect(state()?.value).toBe('on');
    hear('hall', 'odd', { heardAtMs: 31_001 });
    setNow(600_000);
    expect(known('binary_sensor.hall')).toEqual(['state: odd (device at 31001)']);
    setNow(631_002);
    expect(state()).toMatchObject({ value: null, since: 'expired' });
  });

  test('is unknown when it is too old to hold', () => {
    const { put, hear, known, states, setNow } = setUp();
    put(entity('sensor.rain', { facts: [fact('rain', { expiresAfterS: 60 })] }));
    hear('rain', '5', { heardAtMs: 1_000 });
    setNow(61_000);
    expect(known('sensor.rain')).toEqual(['state: 5 (device at 1000)']);
    setNow(61_001);
    expect(known('sensor.rain')).toEqual(['state: null (device at 1000)']);
    expect(states.state('sensor.rain').known.get('state')?.since).toBe('expired');
    hear('rain', '6', { heardAtMs: 61_001 });
    expect(known('sensor.rain')).toEqual(['state: 6 (device at 61001)']);
  });

  test('of an entity that is not there is nothing', () => {
    const { hear, states } = setUp();
    hear('lamp', 'on');
    expect(states.state('light.lamp')).toEqual({ availability: 'unknown', known: new Map() });
    expect(states.state('__proto__').known.size).toBe(0);
  });
});

describe('what the broker kept', () => {
  test('is known as such', () => {
    const { put, hear, known } = setUp();
    put(lamp);
    hear('lamp', 'on', { retained: true });
    expect(known('light.lamp')).toEqual(['state: on (broker at 1000)']);
  });

  test('does not take the place of what the device has said by the same connection', () => {
    const { put, hear, known } = setUp();
    put(lamp);
    hear('lamp', 'off', { heardAtMs: 5 });
    hear('lamp', 'on', { retained: true, heardAtMs: 6 });
    expect(known('light.lamp')).toEqual(['state: off (device at 5)']);
  });

  test('is newer than what the device said before the connection was lost, but not the word of the device', () => {
    const { put, hear, known } = setUp();
    put(lamp);
    hear('lamp', 'off', { heardAtMs: 5 });
    hear('lamp', 'on', { retained: true, heardAtMs: 6, connection: 1 });
    expect(known('light.lamp')).toEqual(['state: on (broker at 6)']);
  });

  test('makes what the device has said no younger when it says the same', () => {
    const { put, hear, known } = setUp();
    put(lamp);
    hear('lamp', 'off', { heardAtMs: 5 });
    hear('lamp', 'off', { retained: true, heardAtMs: 6, connection: 1 });
    expect(known('light.lamp')).toEqual(['state: off (device at 5)']);
  });

  test('is no younger when the broker tells it again', () => {
    const { put, hear, known } = setUp();
    put(lamp);
    hear('lamp', 'off', { retained: true, heardAtMs: 5 });
    hear('lamp', 'off', { retained: true, heardAtMs: 6, connection: 1 });
    expect(known('light.lamp')).toEqual(['state: off (broker at 5)']);
  });

  test('leaves what is from the disk its age when it says the same', () => {
    const { put, hear, known, states } = setUp({ recall: () => [onDisk] });
    put(lamp);
    hear('lamp', 'on', { retained: true, heardAtMs: 6 });
    expect(known('light.lamp')).toEqual(['state: on (disk at 1)']);
    expect([...states.worthKeeping()]).toEqual([['light.lamp', [onDisk]]]);
  });

  test('is told with what was heard last where that is something else: neither is known to be newer', () => {
    const { put, hear, states } = setUp({ recall: () => [onDisk] });
    put(lamp);
    hear('lamp', 'off', { retained: true, heardAtMs: 6 });
    const state = () => states.state('light.lamp').known.get('state');
    const heardLast = { value: 'on', heardAtMs: 1, from: 'disk' };
    expect(state()).toEqual({ value: 'off', heardAtMs: 6, from: 'broker', heardLast });
    hear('lamp', 'dim', { retained: true, heardAtMs: 7, connection: 1 });
    expect(state()).toEqual({ value: 'dim', heardAtMs: 7, from: 'broker', heardLast });
    hear('lamp', 'on', { retained: true, heardAtMs: 8, connection: 2 });
    expect(state()).toEqual(heardLast);
    hear('lamp', 'off', { retained: true, heardAtMs: 9, connection: 3 });
    hear('lamp', 'off', { heardAtMs: 10 });
    expect(state()).toEqual({ value: 'off', heardAtMs: 10, from: 'device' });
  });

  test('does not keep what was heard before from the disk', () => {
    const { put, hear, states, away } = setUp();
    put(lamp);
    hear('lamp', 'on', { heardAtMs: 1 });
    hear('lamp', 'off', { retained: true, heardAtMs: 6, connection: 1 });
    expect([...states.worthKeeping()]).toEqual([['light.lamp', [onDisk]]]);
    states.remove('light.lamp');
    expect(away).toEqual([['light.lamp', [onDisk]]]);
  });

  test('is told alone when what was heard last does not hold any more', () => {
    const { put, hear, states, setNow } = setUp();
    put(entity('sensor.rain', { facts: [fact('rain', { expiresAfterS: 60 })] }));
    hear('rain', '5', { heardAtMs: 1_000 });
    hear('rain', '6', { retained: true, heardAtMs: 50_000, connection: 1 });
    const state = () => states.state('sensor.rain').known.get('state');
    setNow(61_000);
    expect(state()?.heardLast?.value).toBe('5');
    setNow(61_001);
    expect(state()).toEqual({ value: '6', heardAtMs: 50_000, from: 'broker' });
  });

  test('is no event that has happened', () => {
    const { put, hear, known } = setUp();
    put(entity('event.bell', { facts: [fact('bell', { aspect: 'value' })] }));
    hear('bell', 'pressed', { retained: true });
    expect(known('event.bell')).toEqual([]);
    hear('bell', 'pressed');
    expect(known('event.bell')).toEqual(['value: pressed (device at 1000)']);
  });

  test('is never told to those who watch', () => {
    const { put, hear, watch } = setUp();
    put(lamp);
    const told = watch('light.lamp');
    hear('lamp', 'on', { retained: true });
    expect(told).toEqual([]);
  });
});

describe('those who watch', () => {
  test('are told each value, also the same again, until they stop', () => {
    const { put, hear, states } = setUp();
    put(lamp);
    const told: string[] = [];
    const listener = (aspect: string, { value, from }: Known) =>
      told.push(`${aspect} ${value} ${from}`);
    const stop = states.watch('light.lamp', listener, 0);
    hear('lamp', 'on');
    hear('lamp', 'on');
    stop();
    stop();
    hear('lamp', 'off');
    expect(told).toEqual(['state on device', 'state on device']);
  });

  test('may stop while they are told, and others are told all the same', () => {
    const { put, hear, states } = setUp();
    put(lamp);
    const told: string[] = [];
    const stop = states.watch(
      'light.lamp',
      () => {
        told.push('first');
        stop();
      },
      0,
    );
    states.watch('light.lamp', () => told.push('second'), 0);
    hear('lamp', 'on');
    hear('lamp', 'on');
    expect(told).toEqual(['first', 'second', 'second']);
  });

  test('keep watching when the entity is described anew', () => {
    const { put, hear, watch } = setUp();
    put(lamp);
    const told = watch('light.lamp');
    put(entity('light.lamp', { name: 'Another name', facts: [fact('lamp')] }));
    hear('lamp', 'on');
    expect(told).toEqual(['on']);
  });

  test('are told nothing of a message that had arrived before, and is read only then', () => {
    const { put, hear, states } = setUp();
    put(lamp);
    const told: unknown[] = [];
    states.watch('light.lamp', (_, { value }) => told.push(value), 7);
    hear('lamp', 'before', { number: 7 });
    hear('lamp', 'since', { number: 8 });
    expect(told).toEqual(['since']);
  });

  test('find the state as they are told it', () => {
    const { put, hear, states, known } = setUp();
    put(lamp);
    let seen: readonly string[] = [];
    states.watch(
      'light.lamp',
      () => {
        seen = known('light.lamp');
      },
      0,
    );
    hear('lamp', 'on');
    expect(seen).toEqual(['state: on (device at 1000)']);
  });
});

describe('an entity', () => {
  test('that is described anew keeps what is still true of it', () => {
    const { put, hear, known } = setUp();
    const facts = [
      fact('lamp'),
      fact('temperature', { aspect: 'value', unit: '°F' }),
      fact('gone', { aspect: 'mode' }),
    ];
    put(entity('sensor.a', { facts }));
    for (const topic of ['lamp', 'temperature', 'gone']) hear(topic, '20');
    const other = [fact('another/lamp'), fact('temperature', { aspect: 'value', unit: '°C' })];
    put(entity('sensor.a', { facts: other }));
    expect(known('sensor.a')).toEqual(['state: 20 (device at 1000)']);
    hear('lamp', '30');
    expect(known('sensor.a')).toEqual(['state: 20 (device at 1000)']);
    hear('another/lamp', '40');
    expect(known('sensor.a')).toEqual(['state: 40 (device at 1000)']);
  });

  test('that is gone leaves behind what its device has said', () => {
    const { put, hear, states, away, known } = setUp();
    put(entity('sensor.a', { facts: [fact('one'), fact('two', { aspect: 'value' })] }));
    hear('one', '1');
    hear('two', '2', { retained: true });
    states.remove('sensor.a');
    expect(away).toEqual([['sensor.a', [{ aspect: 'state', value: '1', heardAtMs: 1_000 }]]]);
    expect(known('sensor.a')).toEqual([]);
  });

  test('that was there before the restart is known from the disk, with its age', () => {
    const { put, known, hear, states } = setUp({
      recall: () => [
        { aspect: 'state', value: 'on', heardAtMs: 500 },
        { aspect: 'gone', value: 'on', heardAtMs: 500 },
      ],
    });
    put(lamp);
    expect(known('light.lamp')).toEqual(['state: on (disk at 500)']);
    expect([...states.worthKeeping()]).toEqual([
      ['light.lamp', [{ aspect: 'state', value: 'on', heardAtMs: 500 }]],
    ]);
    hear('lamp', 'off');
    expect(known('light.lamp')).toEqual(['state: off (device at 1000)']);
  });

  test('was not heard in the future, whatever the clock said', () => {
    const { put, known } = setUp({
      recall: () => [{ aspect: 'state', value: 'on', heardAtMs: 5_000_000 }],
    });
    put(lamp);
    expect(known('light.lamp')).toEqual(['state: on (disk at 1000)']);
  });

  test('may be asked as long as nothing was heard of it by this connection', () => {
    const ask: CommandMessage = { topic: 'lamp/get', payload: '{"state":""}', qos: 1 };
    const { put, hear, states } = setUp({
      recall: () => [{ aspect: 'state', value: 'on', heardAtMs: 500 }],
    });
    put(lamp);
    put(entity('light.z', { facts: [fact('z', { ask }), fact('other', { aspect: 'effect' })] }));
    expect(states.questions('light.lamp')).toEqual([]);
    expect(states.openQuestions('light.z', 0)).toEqual([ask]);
    hear('other', 'x');
    expect(states.openQuestions('light.z', 0)).toEqual([ask]);
    hear('z', 'on');
    expect(states.openQuestions('light.z', 0)).toEqual([]);
    expect(states.openQuestions('light.z', 1)).toEqual([ask]);
    expect(states.questions('light.z')).toEqual([ask]);
    expect(states.openQuestions('light.none', 0)).toEqual([]);
  });
});

describe('availability', () => {
  test('without rules is that it is there', () => {
    const { put, availability } = setUp();
    put(lamp);
    expect(availability('light.lamp')).toBe('online');
  });

  test.each([
    ['latest', '- -', 'unknown'],
    ['latest', 'a:online -', 'online'],
    ['latest', 'a:online b:offline', 'offline'],
    ['latest', 'b:offline a:online', 'online'],
    ['all', '- -', 'unknown'],
    ['all', 'a:online -', 'unknown'],
    ['all', 'a:offline -', 'offline'],
    ['all', 'a:online b:online', 'online'],
    ['all', 'a:online b:offline', 'offline'],
    ['any', '- -', 'unknown'],
    ['any', 'a:offline -', 'unknown'],
    ['any', 'a:online -', 'online'],
    ['any', 'a:online b:offline', 'online'],
    ['any', 'a:offline b:offline', 'offline'],
  ] as const)('of mode %s after %s is %s', (mode, words, expected) => {
    const { put, hear, availability } = setUp();
    put(entity('light.a', { availability: { mode, rules: [rule('a'), rule('b')] } }));
    for (const word of words.split(' ').filter((each) => each !== '-')) {
      const [topic = '', text = ''] = word.split(':');
      hear(topic, text);
    }
    expect(availability('light.a')).toBe(expected);
  });

  test('is not changed by what says nothing of it', () => {
    const { put, hear, availability } = setUp();
    put(entity('light.a', { availability: { mode: 'latest', rules: [rule('a')] } }));
    hear('a', 'online');
    hear('a', 'gibberish');
    expect(availability('light.a')).toBe('online');
  });

  test('may be what the broker kept, but not against what was sent since', () => {
    const { put, hear, availability } = setUp();
    put(entity('light.a', { availability: { mode: 'latest', rules: [rule('a')] } }));
    hear('a', 'online', { retained: true });
    expect(availability('light.a')).toBe('online');
    hear('a', 'offline');
    hear('a', 'online', { retained: true });
    expect(availability('light.a')).toBe('offline');
    hear('a', 'online', { retained: true, connection: 1 });
    expect(availability('light.a')).toBe('online');
  });

  test('that entities share is read once, and is known of one that comes later', () => {
    let reads = 0;
    const shared = {
      filter: 'bridge',
      read: () => {
        reads += 1;
        return 'online' as const;
      },
    };
    const availability = { mode: 'all', rules: [shared] } as const;
    const { put, hear, states, availability: of } = setUp();
    for (const id of ['light.a', 'light.b']) put(entity(id, { availability }));
    hear('bridge', 'x');
    put(entity('light.c', { availability }));
    expect(reads).toBe(1);
    expect(of('light.c')).toBe('online');
    for (const id of ['light.a', 'light.b', 'light.c']) states.remove(id);
    put(entity('light.d', { availability }));
    expect(of('light.d')).toBe('unknown');
  });
});

function setUp(
  parts: Partial<Pick<ConstructorParameters<typeof EntityStates>[0], 'recall' | 'parseJson'>> = {},
) {
  let nowMs = 1_000;
  const away: (readonly [string, readonly Recalled[]])[] = [];
  const states = new EntityStates({
    parseJson,
    date: () => new Date(nowMs),
    recall: () => [],
    away: (id, known) => away.push([id, known]),
    heard: () => {},
    ...parts,
  });
  return {
    states,
    away,
    put: (one: Entity) => states.put(one),
    hear: (topic: string, text: string, more: Partial<Taken> = {}) =>
      void [...states.read(taken(topic, text, more))],
    known: (id: string) => inWords(states.state(id).known),
    availability: (id: string) => states.state(id).availability,
    watch: (id: string) => {
      const told: unknown[] = [];
      states.watch(id, (_, { value }) => told.push(value), 0);
      return told;
    },
    setNow: (ms: number) => {
      nowMs = ms;
    },
  };
}
