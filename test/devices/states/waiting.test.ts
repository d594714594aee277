import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Arrived, Waiting } from '../../../src/devices/states/waiting.ts';
import { arrived } from './things.ts';

const each = { eachCounts: () => true };
const newest = { eachCounts: () => false };

describe('messages that wait', () => {
  test('come out in their order', () => {
    const waiting = new Waiting(newest);
    for (const text of ['a', 'b', 'c']) waiting.push(arrived(text, text));
    expect(texts(waiting)).toEqual(['a', 'b', 'c']);
    expect(waiting.shift()).toBeUndefined();
  });

  test('are all kept while they are few, as each may tell of something else', () => {
    const waiting = new Waiting(newest);
    waiting.push(arrived('stat/RESULT', '{"POWER":"ON"}'));
    waiting.push(arrived('stat/RESULT', '{"Dimmer":50}'));
    expect(texts(waiting)).toEqual(['{"POWER":"ON"}', '{"Dimmer":50}']);
  });

  test('give way to the newest of their topic when they are many', () => {
    const waiting = crowded(newest);
    expect(waiting.push(arrived('lamp', 'one'))).toBe('waits');
    expect(waiting.push(arrived('lamp', 'two'))).toBe('replaced');
    expect(waiting.push(arrived('lamp', 'three'))).toBe('replaced');
    expect(texts(waiting).slice(1_000)).toEqual(['three']);
  });

  test('are each kept where each tells of something that has happened', () => {
    const waiting = crowded(each);
    for (const text of ['one', 'two']) expect(waiting.push(arrived('bell', text))).toBe('waits');
    expect(texts(waiting).slice(1_000)).toEqual(['one', 'two']);
  });

  test('do not give way, when they were sent just then, to what the broker kept', () => {
    const waiting = crowded(newest);
    waiting.push(arrived('lamp', 'live'));
    expect(waiting.push(arrived('lamp', 'kept', { retained: true }))).toBe('dropped');
    expect(texts(waiting).at(-1)).toBe('live');
  });

  test('give way, when the broker kept them, to what was sent just then', () => {
    const waiting = crowded(newest);
    waiting.push(arrived('lamp', 'kept', { retained: true }));
    expect(waiting.push(arrived('lamp', 'live'))).toBe('replaced');
    expect(waiting.push(arrived('lamp', 'kept', { retained: true }))).toBe('dropped');
    expect(texts(waiting).at(-1)).toBe('live');
  });

  test('that the broker kept, and tells again, are one', () => {
    const waiting = new Waiting(newest);
    for (const text of ['1', '2'])
      expect(waiting.push(arrived('lamp', text, { retained: true }))).toBe('waits');
    waiting.push(arrived('lamp', '3'));
    expect(waiting.push(arrived('lamp', '4', { retained: true }))).toBe('waits');
    expect(texts(waiting)).toEqual(['2', '3', '4']);
  });

  test('are dropped beyond a number, and beyond a number of bytes', () => {
    const many = new Waiting(newest);
    const fates = Array.from({ length: 6_000 }, (_, at) => many.push(arrived(`t${at}`, 'x')));
    expect(fates.filter((fate) => fate === 'dropped')).toHaveLength(1_000);
    const long = new Waiting(newest);
    const payload = Buffer.alloc(200_000);
    const kept = Array.from({ length: 100 }, (_, at) => long.push(arrived(`t${at}`, payload)));
    expect(kept.filter((fate) => fate === 'waits')).toHaveLength(41);
  });

  test('have room again when others were read', () => {
    const waiting = new Waiting(newest);
    for (let at = 0; at < 5_000; at += 1) waiting.push(arrived(`t${at}`, 'x'));
    expect(waiting.push(arrived('more', 'x'))).toBe('dropped');
    waiting.shift();
    expect(waiting.push(arrived('more', 'x'))).toBe('waits');
  });

  test('do not take the room of descriptions, of which the newest of a topic is enough', () => {
    const waiting = new Waiting(newest);
    for (let at = 0; at < 5_000; at += 1) waiting.push(arrived(`t${at}`, 'x'));
    const source = { filter: 'homeassistant/+/+/config', kind: 'discovery' } as const;
    expect(waiting.push(arrived('homeassistant/a/b/config', '1', { source }))).toBe('waits');
    expect(waiting.push(arrived('homeassistant/a/b/config', '2', { source }))).toBe('replaced');
    expect(waiting.push(arrived('homeassistant/a/c/config', '3', { source }))).toBe('waits');
    expect(waiting.descriptions).toBe(2);
    expect(texts(waiting).slice(5_000)).toEqual(['2', '3']);
    expect(waiting.descriptions).toBe(0);
  });

  test('are all kept when the broker kept them, as many as there are descriptions', () => {
    const waiting = new Waiting(newest);
    const push = (at: number, retained: boolean) =>
      waiting.push(arrived(`t${at}`, Buffer.alloc(1_000), { retained }));
    for (let at = 0; at < 5_000; at += 1) push(at, false);
    expect(push(5_000, false)).toBe('dropped');
    const fates = Array.from({ length: 21_000 }, (_, at) => push(10_000 + at, true));
    expect(fates.filter((fate) => fate === 'waits')).toHaveLength(20_000);
    waiting.shift();
    expect(push(5_000, false)).toBe('waits');
  });

  test('of one filter with wildcards leave room for all others', () => {
    const waiting = new Waiting(newest);
    const source = { filter: 'flood/+', kind: 'state' } as const;
    const flood = (at: number, text = 'x') =>
      waiting.push(arrived(`flood/${at}`, text, { source }));
    const fates = Array.from({ length: 6_000 }, (_, at) => flood(at));
    expect(fates.filter((fate) => fate === 'waits')).toHaveLength(500);
    expect(waiting.push(arrived('lamp', 'on'))).toBe('waits');
    expect(flood(7, 'newest')).toBe('replaced');
    expect(texts(waiting)).toEqual(
      Array.from({ length: 501 }, (_, at) => (at === 7 ? 'newest' : at === 500 ? 'on' : 'x')),
    );
    expect(flood(600)).toBe('waits');
  });

  test('of a filter with wildcards are no fewer where they describe something', () => {
    const waiting = new Waiting(newest);
    const source = { filter: 'homeassistant/+/+/config', kind: 'discovery' } as const;
    for (let at = 0; at < 600; at += 1)
      waiting.push(arrived(`homeassistant/light/${at}/config`, '{}', { source }));
    expect(waiting.descriptions).toBe(600);
  });

  test('of two subscriptions are two, even on one topic', () => {
    const waiting = crowded(newest);
    waiting.push(arrived('home/lamp', 'one'));
    const source = { filter: 'home/+', kind: 'state' } as const;
    expect(waiting.push(arrived('home/lamp', 'two', { source }))).toBe('waits');
  });

  test('are never out of order on a topic, and lose none without saying so', () => {
    const actions = fc.array(fc.oneof(fc.nat(3), fc.constant('read' as const)), {
      maxLength: 4_000,
      minLength: 2_000,
    });
    fc.assert(
      fc.property(actions, fc.boolean(), (all, counts) => {
        const waiting = new Waiting({ eachCounts: () => counts });
        const read: Arrived[] = [];
        let [pushed, lost] = [0, 0];
        for (const action of all) {
          if (action === 'read') {
            const message = waiting.shift();
            if (message) read.push(message);
            continue;
          }
          pushed += 1;
          if (waiting.push(arrived(`t${action}`, `${pushed}`)) !== 'waits') lost += 1;
        }
        for (let next = waiting.shift(); next; next = waiting.shift()) read.push(next);
        expect(read.length + lost).toBe(pushed);
        for (const topic of ['t0', 't1', 't2', 't3']) {
          const numbers = read.filter((m) => m.topic === topic).map((m) => Number(m.payload));
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        }
      }),
      { numRuns: 30 },
    );
  });
});

function crowded(parts: ConstructorParameters<typeof Waiting>[0]): Waiting {
  const waiting = new Waiting(parts);
  for (let at = 0; at < 1_000; at += 1) waiting.push(arrived(`t${at}`, 'x'));
  return waiting;
}

function texts(waiting: Waiting): readonly string[] {
  const all: string[] = [];
  for (let next = waiting.shift(); next; next = waiting.shift()) all.push(`${next.payload}`);
  return all;
}
