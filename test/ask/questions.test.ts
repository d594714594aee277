import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { questions } from '../../src/ask/questions.ts';

it('takes each line that says something, also the last one without an end, and those that came early', async () => {
  const { input, next, shown } = make();
  input.write('one\r\n\n   \n  two \nthr');
  input.end('ee');
  expect(await next()).toBe('one');
  await new Promise((resolve) => setImmediate(resolve));
  expect(await next()).toBe('two');
  expect(await next()).toBe('three');
  expect(await next()).toBeUndefined();
  expect(shown()).toBe('');
});

it('has a prompt on a terminal', async () => {
  const { input, next, shown } = make('terminal');
  const first = next();
  expect(shown()).toContain('> ');
  input.write('one\n');
  expect(await first).toBe('one');
  const second = next();
  input.end();
  expect(await second).toBeUndefined();
  expect(shown()).toMatch(/> .*\n$/);
});

it('ends when it is told to, while it waits and while a question is being answered', async () => {
  const waiting = make();
  const first = waiting.next();
  waiting.stop();
  expect(await first).toBeUndefined();

  const busy = make();
  busy.input.write('one\ntwo\n');
  expect(await busy.next()).toBe('one');
  busy.stop();
  expect(await busy.next()).toBeUndefined();
});

it('hears Ctrl-C on a terminal', async () => {
  const { input, next, interruptions } = make('terminal');
  const first = next();
  input.write('\x03');
  input.write('\x04');
  expect(await first).toBeUndefined();
  expect(interruptions()).toBe(1);
});

function make(kind?: 'terminal') {
  const input = Object.assign(new PassThrough(), { isTTY: kind === 'terminal' });
  const output = new PassThrough();
  const stop = new AbortController();
  let count = 0;
  const lines = questions({
    input,
    output,
    signal: stop.signal,
    interrupted: () => {
      count += 1;
    },
  });
  return {
    input,
    next: async () => (await lines.next()).value ?? undefined,
    stop: () => stop.abort(),
    shown: () => String(output.read() ?? ''),
    interruptions: () => count,
  };
}
