import { expect, test } from 'vitest';
import type { Entity } from '../../../src/devices/entity.ts';
import { KeptTools } from '../../../src/tools/devices/kept-tools.ts';
import type { Tool } from '../../../src/tools/toolbox.ts';
import { homeOf } from '../../devices/names/homes.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

test('the tools of before serve until those for the home as it has become are made, slice by slice', () => {
  const { kept, change, work } = setUp();
  expect(kept.current).toBe(kept.current);
  const before = kept.current;
  change('Lamp');
  kept.renew();
  expect(kept.current).toBe(before);
  work();
  expect(kept.current).toBe(before);
  work();
  work();
  expect(kept.current).not.toBe(before);
  expect(work()).toBe('nothing');
});

test('what changes while they are made is made next, even if nobody asks', () => {
  const { kept, change, work, made } = setUp();
  void kept.current;
  change('Lamp');
  kept.renew();
  change('Spot');
  kept.renew();
  while (work() === 'done');
  void kept.current;
  expect(made).toEqual(['', 'Lamp', 'Spot']);
});

test('the first ones are made to their end when they are asked for', () => {
  const { kept, change, work, made } = setUp();
  change('Lamp');
  kept.renew();
  expect(made).toEqual([]);
  const { current } = kept;
  expect(made).toEqual(['Lamp']);
  work();
  expect(kept.current).toBe(current);
});

test('after the end none are made', () => {
  const { kept, change, work, made } = setUp();
  void kept.current;
  change('Lamp');
  kept.renew();
  kept.close();
  change('Spot');
  kept.renew();
  expect([work(), made]).toEqual(['nothing', ['']]);
});

/** Each set of tools takes ten steps of a millisecond. */
function setUp() {
  const clock = new FakeClock();
  const due: (() => void)[] = [];
  const made: string[] = [];
  let entities: ReadonlyMap<string, Entity> = new Map();
  const kept = new KeptTools({
    entities: () => entities,
    make: function* (of) {
      for (let step = 0; step < 10; step += 1) {
        clock.advance(1);
        yield;
      }
      made.push([...of.values()].map(({ name }) => name).join());
      return [] as Tool[];
    },
    clock,
    soon: (fn) => {
      due.push(fn);
      return () => void due.splice(due.indexOf(fn) >>> 0, 1);
    },
  });
  return {
    kept,
    made,
    change: (name: string) => {
      entities = homeOf([{ name }]);
    },
    work: (): 'done' | 'nothing' => {
      const next = due.shift();
      next?.();
      return next === undefined ? 'nothing' : 'done';
    },
  };
}
