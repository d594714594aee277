import { beforeEach, describe, expect, it } from 'vitest';
import { type AskAllParts, askAll } from '../../src/ask/ask-all.ts';
import { Printout } from '../../src/ask/printout.ts';
import { TextTalk } from '../../src/ask/text-talk.ts';
import { pricesFor } from '../../src/cost/prices.ts';
import type { SessionEvent } from '../../src/live/session.ts';
import { silentLog } from '../../src/system/log.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { complete, FakeService, lost, opened, said } from './fake-service.ts';

let replies: SessionEvent[][];
let asked: string[];
let faults: string[];

beforeEach(() => {
  asked = [];
  faults = [];
});

describe('questions one after the other', () => {
  it('are all answered', async () => {
    replies = [answer, answer];
    expect(await askBy('program', ['one', 'two'])).toBe('answered');
    expect(asked).toEqual(['one', 'two']);
  });

  it('of a program end with the first that is not answered', async () => {
    replies = [[said('On'), lost()], answer];
    expect(await askBy('program', ['one', 'two'])).toBe('failed');
    expect(asked).toEqual(['one']);
    expect(faults).toHaveLength(1);
  });

  it('of a person go on after one that is not answered', async () => {
    replies = [[said('On'), lost()], answer];
    expect(await askBy('person', ['one', 'two'])).toBe('failed');
    expect(asked).toEqual(['one', 'two']);
  });

  it.each(['key', 'model', 'setup'] as const)(
    'of a person end when trying again is of no use: %s',
    async (cause) => {
      replies = [[said('On'), { type: 'closed', cause, reason: 'no' }], answer];
      expect(await askBy('person', ['one', 'two'])).toBe('failed');
      expect(asked).toEqual(['one']);
    },
  );

  it('count as not answered when the service ends an answer early', async () => {
    replies = [[said('On'), { type: 'turnComplete', why: 'BLOCKLIST' }]];
    expect(await askBy('program', ['one'])).toBe('failed');
  });

  it('are not sent when they are longer than any question', async () => {
    replies = [answer];
    expect(await askBy('person', ['x'.repeat(20_001), 'two'])).toBe('failed');
    expect(asked).toEqual(['two']);
    expect(faults).toEqual([expect.stringContaining('20000 characters')]);
  });
});

const answer: SessionEvent[] = [said('Yes.'), complete];

/** The service answers each question with the next of `replies`. */
async function askBy(asker: AskAllParts['asker'], list: string[]) {
  const service = new FakeService();
  const clock = new FakeClock();
  const printout = new Printout({
    print: () => {},
    printError: (line) => faults.push(line),
    model: 'gemini-3.8-live',
    prices: pricesFor('gemini-3.8-live', {}).prices,
  });
  const talk = new TextTalk({
    connector: {
      open: (options, emit) => {
        const session = service.open(options, emit);
        const ask = session.ask.bind(session);
        session.ask = (text) => {
          ask(text);
          asked.push(text);
          queueMicrotask(() => service.last.says(...(replies.shift() ?? [])));
        };
        queueMicrotask(() => service.last.says(opened));
        return session;
      },
    },
    toolbox: new Toolbox({ tools: [], clock, log: silentLog }),
    clock,
    tell: (news) => printout.news(news),
  });
  const outcome = await askAll({ questions: list, talk, printout, asker });
  await talk.close();
  return outcome;
}
