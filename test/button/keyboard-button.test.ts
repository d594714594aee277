import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { KeyboardButton, type Keys } from '../../src/button/keyboard-button.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { hear } from './heard.ts';

test('holding the space bar talks until its repeats stop', () => {
  const { clock, type, told } = keyboard();
  type(' ');
  clock.advance(500);
  for (let repeats = 0; repeats < 20; repeats++) {
    type(' ');
    clock.advance(33);
  }
  expect(told).toEqual(['press']);
  clock.advance(150 - 33);
  expect(told).toEqual(['press', 'release']);
});

test('tapping the space bar talks until it is tapped again', () => {
  const { clock, type, told } = keyboard();
  type(' ');
  clock.advance(5_000);
  expect(told).toEqual(['press']);
  type(' ');
  clock.advance(149);
  expect(told).toEqual(['press']);
  clock.advance(1);
  expect(told).toEqual(['press', 'release']);
  type(' ');
  expect(told).toEqual(['press', 'release', 'press']);
});

test('repeats that arrive in one piece are repeats all the same', () => {
  const { clock, type, told } = keyboard();
  type('   ');
  clock.advance(100);
  type('  ');
  clock.advance(100);
  expect(told).toEqual(['press']);
});

test('other keys mean nothing, and Ctrl-C quits', () => {
  const { type, told, onQuit } = keyboard();
  type('x\r\u001b[A');
  expect(told).toEqual([]);
  expect(onQuit).not.toHaveBeenCalled();
  type('\u0003');
  expect(onQuit).toHaveBeenCalledTimes(1);
});

test('the terminal is raw while the button is in use, and quiet afterwards', async () => {
  const { clock, type, told, raw, it } = keyboard();
  type(' ');
  type(' ');
  await it.close();
  await it.close();
  type(' ');
  expect(raw).toEqual([true, false]);
  expect(told).toEqual(['press']);
  expect(clock.pending).toBe(0);
});

test('a terminal that goes away ends a press and is told', async () => {
  const { keys, type, told, health } = keyboard();
  type(' ');
  keys.end();
  await vi.waitFor(() => expect(told).toEqual(['press', 'release']));
  expect(health.at(-1)).toEqual({ state: 'down', reason: 'The terminal is gone.' });
});

test('the standard input of a process can be used', () => {
  const keys: Keys = process.stdin;
  expect(keys).toBeDefined();
});

function keyboard() {
  const raw: boolean[] = [];
  const keys = Object.assign(new PassThrough(), {
    setRawMode: (on: boolean) => raw.push(on),
  });
  const clock = new FakeClock();
  const onQuit = vi.fn();
  const it = new KeyboardButton({ keys, clock, onQuit });
  const heard = hear(it);
  return {
    it,
    keys,
    clock,
    onQuit,
    raw,
    type: (text: string) => keys.emit('data', Buffer.from(text)),
    ...heard,
  };
}
