import { describe, expect, test } from 'vitest';
import { MAX_STATE_BYTES } from '../../../src/devices/heard.ts';
import { Intake, type IntakeParts, type Taken } from '../../../src/devices/states/intake.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { Turns } from './turns.ts';

const source = { filter: 'lamp', kind: 'state' } as const;

describe('the intake', () => {
  test('reads a message in another turn of the event loop, never in that of the broker', () => {
    const { intake, turns, read } = setUp();
    intake.take(source, message('ON'));
    expect(read).toEqual([]);
    turns.one();
    expect(read).toEqual(['ON']);
    expect(turns.due).toBe(0);
  });

  test('leaves room for everything else after some milliseconds', () => {
    const { intake, turns, clock, read } = setUp({ tookMs: () => clock.advance(0.5) });
    for (let at = 0; at < 10; at += 1) intake.take(source, message(`${at}`));
    turns.one();
    expect(read).toEqual(['0', '1', '2', '3']);
    turns.one();
    expect(read).toHaveLength(8);
    turns.all();
    expect(read).toHaveLength(10);
  });

  test('leaves room also while it reads one message that many want', () => {
    const steps: number[] = [];
    const { intake, turns, clock } = setUp({
      read: function* () {
        for (let step = 0; step < 10; step += 1) {
          steps.push(step);
          clock.advance(0.5);
          yield;
        }
      },
    });
    intake.take(source, message('ON'));
    turns.one();
    expect(steps).toHaveLength(4);
    turns.all();
    expect(steps).toHaveLength(10);
  });

  test('does the other work as well while messages never end', () => {
    const { intake, turns, clock, done } = setUp({ tookMs: () => clock.advance(1), steps: 3 });
    for (let at = 0; at < 100; at += 1) intake.take(source, message('ON'));
    turns.one();
    expect(done()).toBe(3);
  });

  test('does the other work when it is woken for it', () => {
    const { intake, turns, done } = setUp({ steps: 5 });
    intake.wake();
    turns.all();
    expect(done()).toBe(5);
  });

  test('drops what is too long, and what is no text, and says so', () => {
    const { intake, turns, read, lost } = setUp();
    intake.take(source, message('x'.repeat(MAX_STATE_BYTES)));
    intake.take(source, message('x'.repeat(MAX_STATE_BYTES + 1)));
    intake.take(source, { ...message(''), payload: Buffer.alloc(5 * 1_048_576) });
    intake.take(source, { ...message(''), payload: Buffer.from([0xc3, 0x28]) });
    turns.all();
    expect(read.map((text) => text.length)).toEqual([MAX_STATE_BYTES]);
    expect(lost).toEqual(['it was too long', 'it was too long', 'it was not text']);
  });

  test('takes descriptions that are longer, and says of those that cannot be read that they came', () => {
    const { intake, turns, taken, lost } = setUp();
    const described = { filter: 'home/+/config', kind: 'discovery' } as const;
    const say = (topic: string, bytes: number) =>
      intake.take(described, { ...message('x'.repeat(bytes)), topic });
    say('home/long/config', 1_048_576);
    say('home/longer/config', 1_048_577);
    const payload = Buffer.from([0xc3, 0x28]);
    intake.take(described, { ...message(''), topic: 'home/odd/config', payload });
    turns.all();
    expect(taken.map(({ topic, text, condition }) => [topic, text.length, condition])).toEqual([
      ['home/long/config', 1_048_576, 'readable'],
      ['home/longer/config', 0, 'too long'],
      ['home/odd/config', 0, 'not text'],
    ]);
    expect(lost).toEqual(['it was too long', 'it was not text']);
  });

  test('counts what it could not keep in a storm', () => {
    const { intake, turns, read, lost } = setUp();
    for (let at = 0; at < 20_000; at += 1) intake.take(source, message(`${at}`));
    turns.all();
    expect(read).toHaveLength(1_000);
    expect(read.at(-1)).toBe('19999');
    expect(lost).toHaveLength(19_000);
  });

  test('goes on with the next message when one ends badly', () => {
    const { intake, turns, broken, read } = setUp({
      read: function* ({ text }) {
        yield;
        if (text === 'evil') throw new Error('met evil');
        read.push(text);
      },
    });
    for (const text of ['evil', 'good']) intake.take(source, message(text));
    turns.all();
    expect(read).toEqual(['good']);
    expect(broken).toEqual(['Error: met evil']);
  });

  test('tells when it was heard, not when it is read', () => {
    const { intake, turns, clock, taken } = setUp();
    intake.take(source, message('ON'));
    clock.advance(500);
    turns.all();
    expect(taken).toMatchObject([{ heardAtMs: 0, topic: 'lamp', retained: false }]);
  });

  test('does nothing more when it is closed, be it in the middle of its work', () => {
    const { intake, turns, read } = setUp({ tookMs: () => read.length === 2 && intake.close() });
    for (const text of ['a', 'b', 'c']) intake.take(source, message(text));
    turns.all();
    intake.take(source, message('d'));
    intake.wake();
    turns.all();
    expect(read).toEqual(['a', 'b']);
  });

  test('leaves nothing due when it is closed', () => {
    const { intake, turns } = setUp();
    intake.take(source, message('ON'));
    intake.close();
    expect(turns.due).toBe(0);
  });
});

function setUp({
  tookMs = () => {},
  steps = 0,
  ...parts
}: Partial<IntakeParts> & { tookMs?: () => unknown; steps?: number } = {}) {
  const clock = new FakeClock();
  const turns = new Turns();
  const read: string[] = [];
  const taken: Taken[] = [];
  const lost: string[] = [];
  const broken: string[] = [];
  let left = steps;
  const intake = new Intake({
    clock,
    date: () => new Date(clock.now()),
    soon: turns.soon,
    connection: () => 0,
    eachCounts: () => false,
    *read(message) {
      taken.push(message);
      read.push(message.text);
      tookMs();
      yield;
    },
    step() {
      if (left === 0) return 'nothing';
      left -= 1;
      return 'done';
    },
    lost: (why) => lost.push(why),
    broken: (error) => broken.push(`${error}`),
    ...parts,
  });
  return { intake, clock, turns, read, taken, lost, broken, done: () => steps - left };
}

const message = (text: string) => ({ topic: 'lamp', payload: Buffer.from(text), retained: false });
