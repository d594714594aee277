import { beforeEach, describe, expect, it } from 'vitest';
import type { Answered } from '../../src/ask/answer.ts';
import { Printout } from '../../src/ask/printout.ts';
import type { News } from '../../src/ask/text-talk.ts';
import { used } from './fake-service.ts';

let printed: string;
let faults: string[];
let printout: Printout;

beforeEach(() => {
  printed = '';
  faults = [];
  printout = new Printout({
    print: (text) => {
      printed += text;
    },
    printError: (line) => faults.push(line),
    model: 'gemini-3.8-live',
    prices: {
      textIn: 1,
      audioIn: 2,
      imageIn: 3,
      videoIn: 4,
      textOut: 5,
      audioOut: 6,
      thoughts: 7,
      cachedIn: undefined,
    },
  });
});

describe('what is printed of a question', () => {
  it('is the answer as it comes, then what it took', () => {
    tell(said(' '), said(' It is'), said(' on.'));
    expect(printed).toBe('It is on.');
    printout.end(answered());
    expect(printed).toBe(
      'It is on.\n  100 tokens in (100 text), 50 out (50 audio): 0.000400 USD\n',
    );
  });

  it('holds each call on a line of its own, between the words', () => {
    tell(said('One moment.'), called({ state: 'ON' }), said('Done.'));
    printout.end(answered());
    expect(printed.split('\n')).toEqual([
      'One moment.',
      '  lamp {"state":"ON"} → done: It reported "ON".',
      'Done.',
      expect.stringMatching(/USD$/),
      '',
    ]);
  });

  it('shows no PIN', () => {
    tell(called({ name: 'Front door', code: '4711' }));
    expect(printed).toContain('Front door');
    expect(printed).not.toContain('4711');
  });

  it('keeps very long arguments short', () => {
    tell(called({ text: 'x'.repeat(10_000) }));
    expect(printed.length).toBeLessThan(300);
  });

  it('names the sources', () => {
    printout.end({
      ...answered(),
      sources: [{ title: 'Weather\nreport', url: 'https://example.org/' }],
    });
    expect(printed.split('\n')[0]).toBe('  source: Weather report, https://example.org/');
  });

  it('tells all kinds of tokens', () => {
    const usage = {
      prompt: { text: 1, audio: 2, image: 3, video: 4 },
      toolUse: { text: 5, audio: 0, image: 0, video: 0 },
      response: { text: 6, audio: 7, image: 0, video: 0 },
      thoughts: 8,
      cached: 9,
      total: 45,
    };
    printout.end({ ...answered(), usage });
    expect(printed).toBe(
      "  10 tokens in (1 text, 2 audio, 3 image, 4 video), 5 of the service's tools (5 text), 13 out (6 text, 7 audio), 8 thoughts, 9 cached: 0.000163 USD\n",
    );
  });

  it('admits that the service did not say what it took', () => {
    printout.end({ ...answered(), usage: undefined });
    expect(printed).toBe('  The service did not say what it took.\n');
  });

  it('cannot steer the terminal', () => {
    tell(said('\x1b]0;title\x07\x1b[2Jplain\u202e \u{1f600}\n'), called({ x: '\x9b2J' }));
    expect(printed).toBe(
      ']0;title[2Jplain \u{1f600}\n  lamp {"x":"2J"} → done: It reported "ON".\n',
    );
  });
});

describe('what goes wrong', () => {
  it('is told by its cause, and the line of the answer ended', () => {
    tell(said('Well'));
    printout.end({ type: 'lost', cause: 'model', reason: 'models/x is not found (1008)' });
    expect(printed).toBe('Well\n');
    expect(faults).toEqual([
      expect.stringMatching(/^hearthd: .*"gemini-3\.8-live".*models\/x is not found/),
    ]);
  });

  it.each<[string, () => void, RegExp]>([
    ['silence', () => printout.end({ type: 'silence', afterMs: 20_000 }), /no sign for 20 s/],
    [
      'an early end',
      () => printout.end({ ...answered(), why: 'BLOCKLIST' }),
      /early: BLOCKLIST\.$/,
    ],
    ['a lost memory', () => tell({ type: 'begun-anew' }), /forgotten this conversation/],
    [
      'a setting that is not taken',
      () => tell({ type: 'simplified', fields: ['topK'], reason: 'it says so' }),
      /does not take topK, and answers without: it says so$/,
    ],
    ['anything', () => printout.error('It\nis\x1b so.'), /^hearthd: It is so\.$/],
  ])('is one line: %s', (_, happen, line) => {
    happen();
    expect(faults).toEqual([expect.stringMatching(line)]);
    expect(faults[0]).not.toContain('\n');
  });

  it('is nothing when the user leaves, but the line ends', () => {
    tell(said('Well'));
    printout.end({ type: 'stopped' });
    expect(printed).toBe('Well\n');
    expect(faults).toEqual([]);
  });
});

const tell = (...news: News[]): void => {
  for (const item of news) printout.news(item);
};

const said = (text: string): News => ({ type: 'said', text });

const called = (args: Record<string, unknown>): News => ({
  type: 'called',
  call: { id: 'c1', name: 'lamp', args },
  answer: { id: 'c1', name: 'lamp', response: { status: 'done', message: 'It reported "ON".' } },
});

const answered = (): Answered => ({
  type: 'answered',
  usage: used(100, 50),
  sources: [],
  why: undefined,
});
