import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FilterTree } from '../../src/broker/filter-tree.ts';
import { matches } from '../../src/broker/topic-filter.ts';

describe('the filters that a topic falls under', () => {
  test.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/c', false],
    ['a/b', 'a', false],
    ['a', 'a/b', false],
    ['+', 'a', true],
    ['+', 'a/b', false],
    ['+', '', true],
    ['a/+', 'a/', true],
    ['a/+/c', 'a/b/c', true],
    ['a/+/c', 'a/b/d', false],
    ['a/#', 'a/b/c', true],
    ['a/#', 'a', true],
    ['a/#', 'ab', false],
    ['#', 'a/b', true],
    ['#', '$SYS/x', false],
    ['+/x', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', true],
    ['a/+', 'a/$x', true],
  ])('are those of MQTT: %s and %s', (filter, topic, does) => {
    expect(found([filter], topic)).toEqual(does ? [filter] : []);
    expect(matches(filter, topic)).toBe(does);
  });

  test('are the same as when each is tried, whatever they are', () => {
    const level = fc.constantFrom('a', 'b', '', '$c', '__proto__', 'constructor');
    const filterLevel = fc.oneof({ weight: 3, arbitrary: level }, fc.constant('+'));
    const filter = fc
      .tuple(fc.array(filterLevel, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '#'))
      .map(([levels, end]) => [...levels, ...(end === '' ? [] : [end])].join('/'));
    const topic = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(filter, { maxLength: 12 }), topic, (filters, topic) => {
        expect(found(filters, topic).sort()).toEqual(
          filters.filter((filter) => matches(filter, topic)).sort(),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('are gone once they are deleted, and only they', () => {
    const tree = new FilterTree<string>();
    for (const filter of ['a/+', 'a/#', 'a/+/b']) tree.add(filter, filter);
    tree.delete('a/+', 'a/+');
    tree.delete('x/y', 'a/#');
    const seen: string[] = [];
    tree.match('a/x', (filter) => seen.push(filter));
    tree.match('a/x/b', (filter) => seen.push(filter));
    expect(seen.sort()).toEqual(['a/#', 'a/#', 'a/+/b']);
  });
});

function found(filters: readonly string[], topic: string): string[] {
  const tree = new FilterTree<string>();
  for (const filter of filters) tree.add(filter, filter);
  const seen: string[] = [];
  tree.match(topic, (filter) => seen.push(filter));
  return seen;
}
