import { describe, expect, test } from 'vitest';
import { Route } from '../../src/broker/route.ts';

const urls = ['mqtt://a', 'mqtt://b', 'mqtt://c'];

describe('the nodes of a cluster', () => {
  test('are tried in turn at once, and all again after a wait that grows', () => {
    const route = new Route({ urls, random: () => 1 });
    const tried = Array.from({ length: 7 }, () => {
      const { url } = route;
      return [url, route.failed().inMs];
    });
    expect(tried).toEqual([
      ['mqtt://a', 0],
      ['mqtt://b', 0],
      ['mqtt://c', 1_000],
      ['mqtt://a', 0],
      ['mqtt://b', 0],
      ['mqtt://c', 2_000],
      ['mqtt://a', 0],
    ]);
  });

  test('are gone on with after a loss, at a time of chance', () => {
    const route = new Route({ urls, random: () => 0.5 });
    expect(route.lost(60_000)).toEqual({ inMs: 500, hope: 'none' });
    expect(route.url).toBe('mqtt://b');
  });

  test('are waited for longer when connections do not hold', () => {
    const route = new Route({ urls: ['mqtt://a'], random: () => 1 });
    const waits = [10, 10, 10, 40_000, 10].map((heldMs) => route.lost(heldMs).inMs);
    expect(waits).toEqual([1_000, 2_000, 4_000, 1_000, 2_000]);
  });

  test('are waited for a minute at most', () => {
    const route = new Route({ urls: ['mqtt://a'], random: () => 1 });
    const waits = Array.from({ length: 20 }, () => route.failed().inMs);
    expect(Math.max(...waits)).toBe(60_000);
  });

  test('are named without what may be secret', () => {
    expect(new Route({ urls: ['wss://u:p@host:1/path'] }).place).toBe('wss://host:1');
  });
});
