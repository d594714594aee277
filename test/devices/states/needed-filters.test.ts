import { describe, expect, test } from 'vitest';
import { NeededFilters } from '../../../src/devices/states/needed-filters.ts';

describe('the filters that entities need', () => {
  test('are subscribed once the need for them has settled, each once', () => {
    const { filters, log, work } = setUp();
    filters.need(new Set(['lamp', 'bridge']));
    filters.need(new Set(['plug', 'bridge']));
    work();
    expect(log).toEqual([]);
    filters.settle();
    work();
    expect(log).toEqual(['+lamp', '+bridge', '+plug']);
  });

  test('are brought about one by one', () => {
    const { filters, log } = setUp();
    filters.need(new Set(['lamp', 'bridge']));
    filters.settle();
    expect(filters.step()).toBe('done');
    expect(log).toEqual(['+lamp']);
    expect(filters.step()).toBe('done');
    expect(filters.step()).toBe('nothing');
    expect(log).toEqual(['+lamp', '+bridge']);
  });

  test('are not forgotten when others come to be needed in the middle', () => {
    const { filters, log, work } = setUp();
    filters.need(new Set(['a', 'b', 'c']));
    filters.settle();
    filters.step();
    filters.need(new Set(['d']));
    filters.settle();
    work();
    expect(log).toEqual(['+a', '+b', '+c', '+d']);
  });

  test('are given up when nobody needs them any more', () => {
    const { filters, log, settle } = setUp();
    for (const id of ['lamp', 'plug']) filters.need(new Set([id, 'bridge']));
    settle();
    log.splice(0);
    filters.release(new Set(['lamp', 'bridge']));
    settle();
    expect(log).toEqual(['-lamp']);
    filters.release(new Set(['plug', 'bridge', 'never needed']));
    settle();
    expect(log).toEqual(['-lamp', '-plug', '-bridge']);
  });

  test('are subscribed anew for one that comes later, and never given up for a moment', () => {
    const { filters, log, settle } = setUp();
    filters.need(new Set(['bridge']));
    settle();
    filters.need(new Set(['bridge']));
    settle();
    expect(log).toEqual(['+bridge', '+bridge', '-bridge']);
  });

  test('are left alone when they are not needed and needed again before that has settled', () => {
    const { filters, log, settle } = setUp();
    filters.need(new Set(['lamp']));
    filters.release(new Set(['lamp']));
    settle();
    expect(log).toEqual([]);
  });

  test.each(['#', '+', '+/+', '$SYS/x', 'a/#b', 'a/b+', '', 'a\nb', 'a\u0000', '/'])(
    'are not subscribed if they are no topic of a device: %j',
    (filter) => {
      const { filters, log, refused, settle } = setUp();
      filters.need(new Set([filter, '+/BT/aa']));
      settle();
      expect(log).toEqual(['++/BT/aa']);
      expect(refused).toEqual(['it is no topic that may be subscribed']);
      filters.release(new Set([filter]));
      settle();
      expect(log).toHaveLength(1);
    },
  );

  test('are bounded in number, those with wildcards more than others', () => {
    const { filters, log, refused, settle } = setUp();
    filters.need(new Set(Array.from({ length: 300 }, (_, at) => `+/${at}`)));
    settle();
    expect([log.length, refused.length]).toEqual([200, 100]);
    filters.need(new Set(Array.from({ length: 20_000 }, (_, at) => `t/${at}`)));
    settle();
    expect([log.length, refused.length]).toEqual([20_000, 300]);
    filters.release(new Set(['t/0']));
    filters.need(new Set(['new']));
    settle();
    expect(log.slice(-2)).toEqual(['-t/0', '+new']);
  });

  test('are all given up at the end', () => {
    const { filters, log, settle } = setUp();
    filters.need(new Set(['lamp', 'bridge']));
    settle();
    filters.close();
    expect(log.slice(2)).toEqual(['-lamp', '-bridge']);
  });
});

function setUp() {
  const log: string[] = [];
  const refused: string[] = [];
  const filters = new NeededFilters({
    subscribe(filter) {
      log.push(`+${filter}`);
      return () => void log.push(`-${filter}`);
    },
    refused: (why) => refused.push(why),
  });
  const work = () => {
    while (filters.step() === 'done');
  };
  const settle = () => {
    filters.settle();
    work();
  };
  return { filters, log, refused, work, settle };
}
