import { describe, expect, test } from 'vitest';
import { CollapsedLog } from '../../src/system/collapsed-log.ts';
import { pinoLog } from '../../src/system/pino-log.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const TEN_MINUTES_MS = 600_000;

describe('a fault that comes again and again', () => {
  test('is told at once, and then every ten minutes as a number with what is known of the last time', () => {
    const { log, lines, clock } = setUp();
    const service = log.child('service');
    for (let second = 0; second < 1_200; second += 1) {
      service.warn('no answer', { reason: 'timeout', attempt: second, tookMs: second * 3 });
      clock.advance(1_000);
    }
    const line = { level: 'warn', part: 'service', message: 'no answer', reason: 'timeout' };
    expect(lines()).toEqual([
      { ...line, attempt: 0, tookMs: 0 },
      { ...line, attempt: 599, tookMs: 1_797, count: 599 },
      { ...line, attempt: 1_199, tookMs: 3_597, count: 600 },
    ]);
  });

  test('is a new one after ten minutes without it, and leaves no timer', () => {
    const { log, lines, clock } = setUp();
    log.error('lost');
    clock.advance(TEN_MINUTES_MS);
    expect(clock.pending).toBe(0);
    log.error('lost');
    expect(lines()).toEqual([
      { level: 'error', message: 'lost' },
      { level: 'error', message: 'lost' },
    ]);
  });

  test('is another one in another part, at another level, with other words or fields', () => {
    const { log, lines } = setUp();
    const [one, other] = [log.child('one'), log.child('other')];
    const tell = () => {
      one.warn('a');
      one.error('a');
      one.warn('b');
      one.warn('a', { reason: 'x' });
      one.warn('a', { reason: 'y' });
      one.child('two').warn('a');
      other.warn('a');
      log.warn('a');
    };
    tell();
    expect(lines()).toHaveLength(8);
    tell();
    expect(lines()).toHaveLength(8);
  });

  test('is one kind when its words are never the same twice', () => {
    const { log, lines, clock } = setUp();
    for (let time = 0; time < 1_000; time += 1) log.warn('lost', { reason: `at ${time}` });
    expect(lines()).toHaveLength(9);
    clock.advance(TEN_MINUTES_MS);
    expect(lines().slice(9)).toEqual([
      { level: 'warn', message: 'lost', reason: 'at 999', count: 991 },
    ]);
  });

  test('is told within bounds when there are very many kinds', () => {
    const { log, lines, clock } = setUp();
    for (let time = 0; time < 10_000; time += 1) log.warn(`fault ${time}`);
    expect(lines()).toHaveLength(65);
    clock.advance(TEN_MINUTES_MS);
    expect(lines().slice(65)).toEqual([
      { level: 'warn', message: 'very many kinds of faults', newest: 'fault 9999', count: 9_935 },
    ]);
  });

  test('is told in full at the end, and as it comes after it', () => {
    const { log, lines, clock } = setUp();
    for (const attempt of [1, 2, 3]) log.warn('lost', { attempt });
    log.close();
    log.warn('lost', { attempt: 4 });
    expect(lines().map(({ attempt, count }) => [attempt, count])).toEqual([
      [1, undefined],
      [3, 2],
      [4, undefined],
    ]);
    expect(clock.pending).toBe(0);
  });

  test('does no harm with fields that nobody can write', () => {
    const { log, lines } = setUp();
    const circle: Record<string, unknown> = { error: new Error('x') };
    circle['self'] = circle;
    Object.defineProperty(circle, 'broken', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    log.warn('odd', circle);
    log.warn('odd', circle);
    expect(lines()).toHaveLength(1);
  });
});

describe('what is told as it comes', () => {
  test.each([
    ['a change of state', { from: 'thinking', to: 'idle' }],
    ['how a part is', { state: 'down', reason: 'gone' }],
    ['what somebody has counted', { reason: 'x', count: 7 }],
  ])('is %s', (_, fields) => {
    const { log, lines, clock } = setUp();
    for (let time = 0; time < 3; time += 1) log.warn('again', fields);
    expect(lines()).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  test('is whatever is no fault', () => {
    const { log, lines } = setUp('debug');
    for (let time = 0; time < 3; time += 1) {
      log.info('changed');
      log.debug('message');
      log.child('live').info('changed');
      log.child('live').debug('message');
    }
    expect(lines()).toHaveLength(12);
  });
});

describe('a secret', () => {
  test('is in no line, neither the first nor a later one, also when it became one meanwhile', () => {
    const secrets = new Set(['hunter2-hunter2']);
    const { log, text, clock } = setUp('info', secrets);
    const long = `${'x'.repeat(990)}hunter2-hunter2`;
    for (const word of ['first', 'second']) {
      log.warn('refused', { url: 'wss://h/?key=hunter2-hunter2', long, apiKey: word });
      log.warn('refused, again', { answer: 'not yet known' });
    }
    secrets.add('not yet known');
    clock.advance(TEN_MINUTES_MS);
    log.warn('hunter2-hunter2');
    log.close();
    const told = text();
    expect(told.slice(2).join('')).not.toContain('not yet known');
    expect(told.join('')).not.toMatch(/hunter2|"(first|second)"/);
    expect(told).toHaveLength(5);
  });
});

type Line = Readonly<Record<string, unknown>>;

function setUp(level: 'debug' | 'info' = 'info', secrets: ReadonlySet<string> = new Set()) {
  const clock = new FakeClock();
  const text: string[] = [];
  const destination = { write: (line: string) => void text.push(line) };
  const pino = pinoLog({ level, journal: true, destination, secrets: () => [...secrets] });
  const log = new CollapsedLog(pino, { clock });
  return {
    clock,
    log,
    text: () => text,
    lines: () => text.map((line) => JSON.parse(line.replace(/^<\d>/, '')) as Line),
  };
}
