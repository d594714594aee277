import { describe, expect, it } from 'vitest';
import { type PinoLogOptions, pinoLog } from '../../src/system/pino-log.ts';

describe('a line', () => {
  it('is JSON with level, time, part, fields and message', () => {
    const { log, lines } = logged();
    log.child('live').info('connected', { attempt: 2, model: 'm' });
    expect(entries(lines)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        part: 'live',
        attempt: 2,
        model: 'm',
        message: 'connected',
      },
    ]);
  });

  it('carries a priority and no time when it goes to the journal', () => {
    const { log, lines } = logged({ journal: true, level: 'debug' });
    log.error('a');
    log.warn('b');
    log.info('c');
    log.child('x').debug('d');
    expect(lines).toEqual([
      '<3>{"level":"error","message":"a"}\n',
      '<4>{"level":"warn","message":"b"}\n',
      '<6>{"level":"info","message":"c"}\n',
      '<7>{"level":"debug","part":"x","message":"d"}\n',
    ]);
  });

  it('is written at its level and above only', () => {
    const { log, lines } = logged({ level: 'warn' });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(entries(lines).map(({ message }) => message)).toEqual(['c', 'd']);
  });

  it('is one line whatever it tells', () => {
    const { log, lines } = logged({ journal: true });
    log.error('two\nlines', { text: 'a\r\nb', error: new Error('c\nd') });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.split('\n')).toHaveLength(2);
  });

  it('names one part, the innermost', () => {
    const { log, lines } = logged();
    log.child('live').child('socket').info('x');
    expect(lines[0]?.match(/"part"/g)).toHaveLength(1);
    expect(entries(lines)[0]).toMatchObject({ part: 'socket' });
  });

  it('keeps its own keys from the fields', () => {
    const { log, lines } = logged();
    log.child('live').warn('real', { level: 1, time: 2, part: 3, message: 4 });
    expect(entries(lines)[0]).toMatchObject({
      level: 'warn',
      part: 'live',
      message: 'real',
      level_: 1,
      time_: 2,
      part_: 3,
      message_: 4,
    });
  });
});

describe('the fields', () => {
  it('may be errors, with their cause', () => {
    const { log, lines } = logged();
    const cause = Object.assign(new TypeError('inner'), { code: 'ECODE' });
    log.error('x', { error: new Error('outer', { cause }), err: new RangeError('other') });
    expect(entries(lines)[0]).toMatchObject({
      error: {
        name: 'Error',
        message: 'outer',
        stack: expect.stringContaining('pino-log.test'),
        cause: { name: 'TypeError', message: 'inner', code: 'ECODE' },
      },
      err: { name: 'RangeError', message: 'other' },
    });
  });

  it('never hold sound or anything else of bytes', () => {
    const { log, lines } = logged();
    log.info('x', { pcm: Buffer.alloc(640), view: new Int16Array(4), raw: new ArrayBuffer(3) });
    expect(entries(lines)[0]).toMatchObject({
      pcm: '[640 bytes]',
      view: '[8 bytes]',
      raw: '[3 bytes]',
    });
  });

  it('are cut when they are long, many or deep', () => {
    const { log, lines } = logged();
    const endless: Record<string, unknown> = { name: 'me' };
    endless['self'] = endless;
    log.info('m'.repeat(1_000_000), {
      text: 'x'.repeat(1_000_000),
      list: Array.from({ length: 1_000 }, (_, index) => index),
      record: Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 1])),
      endless,
    });
    expect(lines[0]?.length).toBeLessThan(6_000);
    expect(entries(lines)[0]).toMatchObject({
      text: expect.stringMatching(/^x{1000}… \(1000000 characters\)$/),
      list: expect.arrayContaining(['… 1000 in all']),
      record: { k0: 1, '…': '1000 in all' },
      endless: { self: { self: { self: '[…]' } } },
    });
  });

  it('may be whatever there is without harm', () => {
    const { log, lines } = logged();
    log.info('x', {
      big: 10n ** 30n,
      nothing: Number.NaN,
      none: null,
      missing: undefined,
      symbol: Symbol('s'),
      run() {},
      map: new Map([['a', 1]]),
      set: new Set([1]),
      when: new Date(0),
      invalid: new Date(Number.NaN),
      url: new URL('http://host/'),
      get trap() {
        throw new Error('no');
      },
      toJSON() {
        throw new Error('no');
      },
      odd: Object.create(null),
    });
    expect(entries(lines)[0]).toMatchObject({
      big: '1000000000000000000000000000000',
      nothing: 'NaN',
      none: null,
      symbol: 'Symbol(s)',
      map: { a: 1 },
      set: [1],
      url: 'http://host/',
      trap: '[unreadable]',
    });
  });
});

describe('a secret', () => {
  it('is in no line, wherever it was', () => {
    const { log, lines } = logged({ secrets: () => ['hunter2', 'pass"word\\'] });
    log.child('hunter2').error('hunter2 in a message', {
      text: 'hunter2',
      error: new Error('https://host/?q=hunter2', { cause: new Error('pass"word\\') }),
      deep: { list: ['pass"word\\', JSON.stringify({ a: 'pass"word\\' })] },
      hunter2: 1,
    });
    expect(lines.join()).not.toMatch(/hunter2|pass\\*"word/);
    expect(entries(lines)).toHaveLength(1);
  });

  it('is not left in halves where a long text is cut', () => {
    const secret = `${'s'.repeat(40)}-end`;
    const { log, lines } = logged({ secrets: () => [secret] });
    for (let before = 950; before <= 1_000; before += 5)
      log.info('x', { text: `${'.'.repeat(before)}${secret}${'.'.repeat(2_000)}` });
    expect(lines.join()).not.toContain('sss');
  });

  it('is taken out from when it is known', () => {
    const known: string[] = [];
    const { log, lines } = logged({ secrets: () => known });
    log.info('hunter2');
    known.push('hunter2');
    log.info('hunter2');
    expect(entries(lines).map(({ message }) => message)).toEqual(['hunter2', '[secret]']);
  });

  it('that nobody named is taken out by its looks or by its key', () => {
    const { log, lines } = logged();
    log.warn('wss://host/?key=hunter2 failed', {
      apiKey: 'hunter2',
      password: 'hunter2',
      headers: { Authorization: 'Bearer hunter2' },
      totalTokens: 5,
    });
    expect(lines.join()).not.toContain('hunter2');
    expect(entries(lines)[0]).toMatchObject({
      message: 'wss://host/?key=[secret] failed',
      apiKey: '[secret]',
      totalTokens: 5,
    });
  });
});

describe('a line in the journal', () => {
  const LINE_MAX = 49_152;

  it.each([
    [
      'many long fields',
      Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`f${at}`, 'x'.repeat(1_000)])),
    ],
    [
      'characters of several bytes',
      { text: '🙂'.repeat(2_000), list: Array(50).fill('ü'.repeat(1_000)) },
    ],
    ['control characters', { lists: Array(50).fill(Array(50).fill('\u0001'.repeat(1_000))) }],
    [
      'long names',
      Object.fromEntries(
        Array.from({ length: 80 }, (_, at) => [`${'\u0002'.repeat(990)}${at}`, 1]),
      ),
    ],
    [
      'errors in errors',
      { error: new Error('x'.repeat(5_000), { cause: new Error('y'.repeat(5_000)) }) },
    ],
    [
      'a secret that is shorter than what hides it',
      { text: 'pass'.repeat(250), more: Array(40).fill('pass'.repeat(250)) },
    ],
  ])('is one line and is not cut in two, whatever there is to tell: %s', (_, fields) => {
    const { log, lines } = logged({ journal: true, secrets: () => ['pass'] });
    log.error(`\u0001\n${'\u0001'.repeat(5_000)}`, fields);
    expect(lines).toHaveLength(1);
    expect(Buffer.byteLength(lines[0] ?? '')).toBeLessThan(LINE_MAX);
    expect(lines[0]).toMatch(/^<3>\{[^\n\0]*\}\n$/);
  });

  it('tells how long the fields are that there is no room for, and all others', () => {
    const { log, lines } = logged();
    const long = Array(50).fill('x'.repeat(1_000));
    log.warn('much', { before: 1, long, after: 2 });
    expect(entries(lines)[0]).toMatchObject({ before: 1, long: '[50159 bytes]', after: 2 });
  });
});

type Line = Readonly<Record<string, unknown>>;

function logged(options: Partial<PinoLogOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, log: pinoLog({ level: 'info', journal: false, destination, ...options }) };
}

const entries = (lines: readonly string[]): Line[] => lines.map((line) => JSON.parse(line) as Line);
