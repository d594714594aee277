import { describe, expect, test } from 'vitest';
import { KnownCalls } from '../../src/tools/known-calls.ts';

const answer = (id: string) =>
  Promise.resolve({ id, name: 'light', response: { status: 'done', message: id } });

describe('known calls', () => {
  test('are known on every connection', () => {
    const calls = new KnownCalls();
    calls.add('a', answer('a'));
    calls.reconnected();
    calls.reconnected();
    expect(calls.has('a')).toBe(true);
    expect(calls.has('b')).toBe(false);
  });

  test('are answered again, on another connection or the same, unless that answer is on its way', async () => {
    const calls = new KnownCalls();
    const again = () => calls.again({ id: 'a', name: 'light' });
    const told = calls.add('a', answer('a'));
    expect(again()).toBeUndefined();
    told();
    const onTheSame = again();
    expect(await onTheSame?.answer).toMatchObject({ id: 'a', response: { status: 'done' } });
    expect(again()).toBeUndefined();
    onTheSame?.told();
    expect(again()).toBeDefined();
    calls.reconnected();
    expect(await again()?.answer).toMatchObject({ id: 'a' });
    expect(again()).toBeUndefined();
    expect(calls.again({ id: 'b', name: 'light' })).toBeUndefined();
  });

  test('whose answer came for an earlier connection are still awaited on this one', () => {
    const calls = new KnownCalls();
    const told = calls.add('a', answer('a'));
    calls.reconnected();
    expect(calls.again({ id: 'a', name: 'light' })).toBeDefined();
    told();
    expect(calls.again({ id: 'a', name: 'light' })).toBeUndefined();
  });

  test('of an earlier run are known, but not what came of them', async () => {
    const calls = new KnownCalls(['a']);
    expect(calls.has('a')).toBe(true);
    const again = calls.again({ id: 'a', name: 'light' });
    expect(await again?.answer).toMatchObject({
      ...{ id: 'a', name: 'light' },
      response: { status: 'unknown', message: expect.stringContaining('Nothing was done now') },
    });
    expect(calls.again({ id: 'a', name: 'light' })).toBeUndefined();
  });

  test('are forgotten only when there are very many newer ones', () => {
    const calls = new KnownCalls();
    for (let at = 0; at < 1_001; at++) calls.add(`${at}`, answer(`${at}`));
    expect(calls.has('0')).toBe(false);
    expect(calls.has('1')).toBe(true);
    expect(calls.has('1000')).toBe(true);
  });
});
