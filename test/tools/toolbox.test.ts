import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../src/system/log.ts';
import { type Outcome, type Tool, Toolbox } from '../../src/tools/toolbox.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const never = new AbortController().signal;

describe('the toolbox', () => {
  test('answers a call with its id, its name and what happened', async () => {
    const { toolbox } = setUp(async ({ state }) => ({ status: 'done', message: `${state}` }));
    expect(await toolbox.run(call({ state: 'ON' }), never)).toEqual({
      id: 'c1',
      name: 'light',
      response: { status: 'done', message: 'ON' },
    });
  });

  test('answers a tool that it does not have by naming those that it has', async () => {
    const { toolbox } = setUp();
    const answer = await toolbox.run({ id: 'c1', name: 'oven', args: {} }, never);
    expect(answer).toMatchObject({ id: 'c1', name: 'oven', response: { status: 'unknown_tool' } });
    expect(answer.response['message']).toContain('light');
  });

  test('runs nothing when the arguments break the schema, and says which', async () => {
    let runs = 0;
    const { toolbox } = setUp(async () => {
      runs += 1;
      return { status: 'done', message: '' };
    });
    const answer = await toolbox.run(call({ state: 'PURPLE', more: 1 }), never);
    expect(answer.response['status']).toBe('invalid_argument');
    expect(answer.response['message']).toContain('state');
    expect(runs).toBe(0);
  });

  test('answers a call of which the arguments were not taken in at once, shortly, and runs nothing', async () => {
    let runs = 0;
    const { toolbox } = setUp(async () => {
      runs += 1;
      return { status: 'done', message: '' };
    });
    const unfit = {
      ...call({ state: 'ON' }),
      unfit: 'a tool call has arguments that no tool takes',
    };
    const answer = await toolbox.run(unfit, never);
    expect(answer).toMatchObject({ id: 'c1', response: { status: 'invalid_argument' } });
    expect(JSON.stringify(answer).length).toBeLessThan(500);
    expect([runs, toolbox.acts(unfit), toolbox.beginning(unfit)]).toEqual([0, false, []]);
  });

  test('answers for a tool that breaks', async () => {
    const { toolbox } = setUp(() => Promise.reject(new Error('secret inner words')));
    const answer = await toolbox.run(call({ state: 'ON' }), never);
    expect(answer.response['status']).toBe('failed');
    expect(answer.response['message']).not.toContain('secret');
  });

  test('answers in time for a tool that never ends, and tells it to stop', async () => {
    let signal: AbortSignal | undefined;
    const { toolbox, clock } = setUp((_, given) => {
      signal = given;
      return new Promise(() => {});
    });
    const answer = toolbox.run(call({ state: 'ON' }), never);
    clock.advance(12_000);
    expect((await answer).response['status']).toBe('timeout');
    expect(signal?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test('does not begin what nobody waits for any more', async () => {
    let runs = 0;
    const { toolbox } = setUp(async () => {
      runs += 1;
      return { status: 'done', message: '' };
    });
    const answer = await toolbox.run(call({ state: 'ON' }), AbortSignal.abort());
    expect(answer.response['status']).toBe('cancelled');
    expect(runs).toBe(0);
  });

  test('says of what the user breaks off that it may have been done, unless it only tells', async () => {
    const messages: unknown[] = [];
    for (const changes of [undefined, 'nothing'] as const) {
      const stop = new AbortController();
      const { toolbox } = setUp(() => new Promise(() => {}), changes);
      const answer = toolbox.run(call({ state: 'ON' }), stop.signal);
      stop.abort();
      messages.push((await answer).response['message']);
    }
    expect(messages).toEqual([
      expect.stringContaining('may have been done'),
      expect.stringContaining('nothing was done'),
    ]);
  });

  test('offers what comes and goes beside what is always there, as it is at that moment', async () => {
    const { toolbox, changing } = setUp();
    expect(namesOf(toolbox)).toEqual(['light']);
    changing.push(tool('fan', 'a fan of the home'));
    expect(namesOf(toolbox)).toEqual(['light', 'fan']);
    const answer = await toolbox.run({ id: 'c1', name: 'fan', args: {} }, never);
    expect(answer.response['message']).toBe('a fan of the home');
  });

  test('answers a call for a tool that has gone by saying so', async () => {
    const { toolbox, changing } = setUp();
    changing.push(tool('fan', ''));
    expect(namesOf(toolbox)).toContain('fan');
    changing.pop();
    const answer = await toolbox.run({ id: 'c1', name: 'fan', args: {} }, never);
    expect(answer).toMatchObject({ id: 'c1', name: 'fan', response: { status: 'gone' } });
  });

  test('declares a name once: that of what is always there', async () => {
    const { toolbox, changing } = setUp(async () => ({ status: 'done', message: 'always' }));
    changing.push(tool('light', 'of the home'));
    expect(namesOf(toolbox)).toEqual(['light']);
    expect((await toolbox.run(call({ state: 'ON' }), never)).response['message']).toBe('always');
  });

  test('hands on whatever more a tool answers', async () => {
    const { toolbox } = setUp(async () => ({ status: 'which_one', message: '', devices: ['a'] }));
    const answer = await toolbox.run(call({ state: 'ON' }), never);
    expect(answer.response['devices']).toEqual(['a']);
  });
});

const namesOf = (toolbox: Toolbox) => toolbox.declarations.map(({ name }) => name);

const tool = (name: string, message: string): Tool => ({
  declaration: { name, description: '' },
  parameters: z.strictObject({}),
  run: async () => ({ status: 'done', message }),
});

function setUp(
  run: Tool['run'] = async (): Promise<Outcome> => ({ status: 'done', message: '' }),
  changes?: 'nothing',
) {
  const clock = new FakeClock();
  const light: Tool = {
    declaration: { name: 'light', description: 'A light.' },
    parameters: z.strictObject({ state: z.enum(['ON', 'OFF']) }),
    ...(changes && { changes }),
    run,
  };
  const changing: Tool[] = [];
  const toolbox = new Toolbox({ tools: [light], changing: () => changing, clock, log: silentLog });
  return { clock, changing, toolbox };
}

const call = (args: Record<string, unknown>, id = 'c1') => ({ id, name: 'light', args });
