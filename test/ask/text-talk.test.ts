import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type News, TextTalk, type TurnEnd } from '../../src/ask/text-talk.ts';
import { silentLog } from '../../src/system/log.ts';
import { type Outcome, type Tool, Toolbox } from '../../src/tools/toolbox.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import {
  calls,
  complete,
  FakeService,
  generated,
  lost,
  opened,
  refused,
  said,
  used,
} from './fake-service.ts';

let service: FakeService;
let clock: FakeClock;
let news: News[];
let ends: TurnEnd[];
let lamp: Lamp;
let talk: TextTalk;

beforeEach(() => {
  service = new FakeService();
  clock = new FakeClock();
  news = [];
  ends = [];
  lamp = new Lamp();
  talk = talkWith(lamp.tool);
});

afterEach(async () => {
  await talk.close();
  expect(clock.pending).toBe(0);
});

describe('a question', () => {
  it('is asked on a connection of its own, once that stands, and brings the answer as it comes', async () => {
    ask('Is the light on?');
    expect(service.last.options).toEqual({
      handle: undefined,
      tools: [lamp.tool.declaration],
      recap: [],
    });
    expect(service.last.asked).toEqual([]);
    service.last.says(opened);
    expect(service.last.asked).toEqual(['Is the light on?']);
    service.last.says(said(' It'), said(' is.'));
    expect(words()).toBe(' It is.');
    service.last.says({ type: 'usage', usage: used(10, 1) }, generated, complete);
    await over();
    expect(ends).toEqual([{ type: 'answered', usage: used(10, 1), sources: [], why: undefined }]);
  });

  it('takes the newest report of what it took, also one that comes right after the end', async () => {
    askOpen();
    service.last.says({ type: 'usage', usage: used(10, 1) }, said('Yes.'), complete, {
      type: 'usage',
      usage: used(20, 2),
    });
    await over();
    expect(ends).toMatchObject([{ type: 'answered', usage: used(20, 2) }]);
  });

  it('brings its sources, each once', async () => {
    askOpen();
    const page = { title: 'Weather', url: 'https://example.org/' };
    service.last.says({ type: 'sources', sources: [page] }, said('Sunny.'));
    service.last.says({ type: 'sources', sources: [page] }, complete);
    await over();
    expect(ends).toMatchObject([{ sources: [page] }]);
  });

  it('may be ended early by the service, which says why', async () => {
    askOpen();
    service.last.says({ type: 'turnComplete', why: 'PROHIBITED_INPUT_CONTENT' });
    await over();
    expect(ends).toMatchObject([{ type: 'answered', why: 'PROHIBITED_INPUT_CONTENT' }]);
  });

  it('is not answered by what the service repeats of it', async () => {
    askOpen();
    service.last.says({ type: 'transcript', speaker: 'user', text: 'Hello' });
    expect(news).toEqual([]);
    clock.advance(20_000);
    await over();
    expect(ends).toEqual([{ type: 'silence', afterMs: 20_000 }]);
  });
});

describe('a tool', () => {
  it('is run, answered and told of, and the turn goes on until the model has spoken', async () => {
    askOpen();
    service.last.says(calls('c1'));
    lamp.finish({ status: 'done', message: 'It reported "ON".' });
    await until(() => service.last.answers.length > 0);
    expect(service.last.answers).toEqual([
      { id: 'c1', name: 'lamp', response: { status: 'done', message: 'It reported "ON".' } },
    ]);
    expect(news).toMatchObject([
      { type: 'called', call: { id: 'c1' }, answer: { response: { status: 'done' } } },
    ]);
    expect(ends).toEqual([]);
    service.last.says(said('Done.'), complete);
    await over();
    expect(ends).toMatchObject([{ type: 'answered' }]);
  });

  it('is not run twice for one call', async () => {
    askOpen();
    service.last.says(calls('c1'), calls('c1'));
    lamp.finish();
    await until(() => service.last.answers.length > 0);
    expect(lamp.runs).toBe(1);
    service.last.says(said('Done.'), complete);
    await over();
  });

  it('is not answered when the service took the call back', async () => {
    askOpen();
    service.last.says(calls('c1'), { type: 'toolCancelled', ids: ['c1'] });
    await until(() => news.length > 0);
    service.last.says(said('Never mind.'), complete);
    await over();
    expect(service.last.answers).toEqual([]);
    expect(lamp.stopped).toBe(1);
  });

  it('may be followed by the end that Vertex AI puts between call and answer', async () => {
    askOpen();
    service.last.says(calls('c1'), generated, complete);
    lamp.finish();
    await until(() => service.last.answers.length > 0);
    service.last.says(complete);
    clock.advance(9_000);
    service.last.says(said('Done.'), generated, complete);
    await over();
    expect(words()).toBe('Done.');
    expect(ends).toMatchObject([{ type: 'answered' }]);
  });

  it('may be all there is: the turn ends when nothing follows its end', async () => {
    askOpen();
    service.last.says(calls('c1'));
    lamp.finish();
    await until(() => service.last.answers.length > 0);
    service.last.says(complete);
    clock.advance(9_999);
    await Promise.resolve();
    expect(ends).toEqual([]);
    clock.advance(1);
    await over();
    expect(ends).toMatchObject([{ type: 'answered' }]);
  });

  it('that the model does not wait for keeps the turn open, until its answer has been spoken of', async () => {
    askOpen();
    service.last.says(calls('c1'), said('I am at it.'), generated, complete);
    lamp.finish();
    await until(() => service.last.answers.length > 0);
    expect(ends).toEqual([]);
    service.last.says(said(' Done.'), complete);
    await over();
    expect(words()).toBe('I am at it. Done.');
  });

  it('that is answered in silence ends the turn when the model has ended it', async () => {
    await talk.close();
    talk = talkWith({ ...lamp.tool, scheduling: 'SILENT' });
    askOpen();
    service.last.says(calls('c1'), said('I am at it.'), complete);
    lamp.finish();
    await over();
    expect(ends).toMatchObject([{ type: 'answered' }]);
  });
});

describe('a service that', () => {
  it('gives no sign is given up after twenty seconds', async () => {
    ask('Hello?');
    clock.advance(19_999);
    expect(service.last.state).toBe('used');
    clock.advance(1);
    await over();
    expect(ends).toEqual([{ type: 'silence', afterMs: 20_000 }]);
    await until(() => service.last.state === 'closed');
  });

  it('falls silent in the middle is given up twenty seconds after its last word', async () => {
    askOpen();
    clock.advance(19_000);
    service.last.says(said('Well'));
    clock.advance(19_000);
    service.last.says({ type: 'audio', pcm: Buffer.alloc(4_800) });
    clock.advance(19_999);
    expect(ends).toEqual([]);
    clock.advance(1);
    await over();
    expect(ends).toEqual([{ type: 'silence', afterMs: 20_000 }]);
  });

  it('has answered and forgets to say so is waited for as long as the answer would be heard', async () => {
    askOpen();
    service.last.says(said('Once upon a time'), { type: 'audio', pcm: Buffer.alloc(48 * 30_000) });
    service.last.says(generated);
    clock.advance(49_999);
    await Promise.resolve();
    expect(ends).toEqual([]);
    clock.advance(1);
    await over();
    expect(ends).toMatchObject([{ type: 'answered' }]);
  });

  it('ends a turn before it has said anything is heard out', async () => {
    askOpen();
    service.last.says(complete);
    clock.advance(9_000);
    service.last.says(said('Hello.'), complete);
    await over();
    expect(words()).toBe('Hello.');
  });

  it('refuses says why', async () => {
    ask('Hello?');
    service.last.says({ type: 'closed', cause: 'key', reason: 'API key not valid (1007)' });
    await over();
    expect(ends).toEqual([{ type: 'lost', cause: 'key', reason: 'API key not valid (1007)' }]);
    expect(service.connections).toHaveLength(1);
  });

  it('goes on without a setting is heard, and told of', async () => {
    ask('Hello?');
    const simplified = {
      type: 'simplified',
      fields: ['temperature'],
      reason: 'no (1007)',
    } as const;
    service.last.says(simplified, opened, said('Hello.'), complete);
    await over();
    expect(news[0]).toEqual(simplified);
  });
});

describe('the next question', () => {
  it('is asked on the same connection', async () => {
    await answered('one');
    ask('two');
    expect(service.connections).toHaveLength(1);
    expect(service.last.asked).toEqual(['one', 'two']);
    service.last.says(said('Two.'), complete);
    await over(2);
  });

  it('is asked on a new one, with the way back, when the old one was lost meanwhile', async () => {
    await answered('one');
    service.last.says({ type: 'resumable', handle: 'h1' }, lost());
    ask('two');
    expect(service.connections).toHaveLength(2);
    expect(service.last.options.handle).toBe('h1');
    service.last.says(opened, said('Two.'), complete);
    await over(2);
  });

  it('is asked again, once, when the old connection turns out to be dead', async () => {
    await answered('one');
    service.last.says({ type: 'resumable', handle: 'h1' });
    ask('two');
    service.last.says(lost());
    expect(service.last.options.handle).toBe('h1');
    service.last.says(opened);
    expect(service.last.asked).toEqual(['two']);
    service.last.says(lost('gone again'));
    await over(2);
    expect(ends[1]).toEqual({ type: 'lost', cause: 'network', reason: 'gone again' });
    expect(service.connections).toHaveLength(2);
  });

  it('begins a new conversation when the service has forgotten the old one', async () => {
    await answered('one');
    service.last.says({ type: 'resumable', handle: 'h1' }, lost());
    ask('two');
    service.last.says(refused);
    expect(service.last.options.handle).toBeUndefined();
    expect(news.at(-1)).toEqual({ type: 'begun-anew' });
    service.last.says(opened, said('Two.'), complete);
    await over(2);
    expect(ends[1]).toMatchObject({ type: 'answered' });
  });

  it('is asked on a new connection when the service has said that it will end the old one', async () => {
    await answered('one');
    const [old] = service.connections;
    service.last.says({ type: 'resumable', handle: 'h1' }, { type: 'goAway', timeLeftMs: 5_000 });
    ask('two');
    await until(() => service.connections.length === 2);
    expect(old?.state).toBe('closed');
    expect(service.last.options.handle).toBe('h1');
    service.last.says(opened, said('Two.'), complete);
    await over(2);
  });

  it('hears nothing of a late answer to the one before', async () => {
    askOpen();
    const late = service.last;
    clock.advance(20_000);
    await over();
    ask('two');
    await until(() => service.connections.length === 2);
    late.says(said('Late.'), complete);
    service.last.says(opened, said('Two.'), complete);
    await over(2);
    expect(words()).toBe('Two.');
  });
});

describe('an answer that is lost', () => {
  it('after its first word is not asked for again', async () => {
    await answered('one');
    ask('two');
    service.last.says(said('Tw'), lost());
    await over(2);
    expect(ends[1]).toMatchObject({ type: 'lost', cause: 'network' });
    expect(service.connections).toHaveLength(1);
  });

  it('after a call is not asked for again, and the call is not answered elsewhere', async () => {
    await answered('one');
    ask('two');
    service.last.says(calls('c1'), lost());
    await over(2);
    ask('three');
    service.last.says(opened);
    lamp.finish();
    await until(() => news.some(({ type }) => type === 'called'));
    expect(service.last.answers).toEqual([]);
    service.last.says(said('Three.'), complete);
    await over(3);
    expect(lamp.runs).toBe(1);
  });
});

describe('closing', () => {
  it('ends the question, stops its tools and hangs up', async () => {
    askOpen();
    service.last.says(calls('c1'));
    await talk.close();
    await over();
    expect(ends).toEqual([{ type: 'stopped' }]);
    expect(service.last.state).toBe('closed');
    expect(lamp.stopped).toBe(1);
    ask('and then?');
    await over(2);
    expect(service.connections).toHaveLength(1);
  });
});

/** Runs until the test lets it finish. */
class Lamp {
  runs = 0;
  stopped = 0;
  finish: (outcome?: Outcome) => void = () => {};
  readonly tool: Tool = {
    declaration: { name: 'lamp', description: 'Switches the lamp.' },
    parameters: z.strictObject({ state: z.string() }),
    run: (_, signal) => {
      this.runs += 1;
      signal.addEventListener('abort', () => {
        this.stopped += 1;
      });
      return new Promise((resolve) => {
        this.finish = (outcome = { status: 'done', message: 'It is on.' }) => resolve(outcome);
      });
    },
  };
}

function talkWith(tool: Tool): TextTalk {
  return new TextTalk({
    connector: service,
    toolbox: new Toolbox({ tools: [tool], clock, log: silentLog }),
    clock,
    tell: (item) => news.push(item),
  });
}

function ask(text: string): void {
  void talk.ask(text).then((end) => ends.push(end));
}

function askOpen(): void {
  ask('Switch on the light.');
  service.last.says(opened);
}

async function answered(text: string): Promise<void> {
  ask(text);
  service.last.says(opened, said(''), complete);
  await over();
}

const over = (count = 1) => until(() => ends.length === count);

const words = () => news.map((item) => (item.type === 'said' ? item.text : '')).join('');
