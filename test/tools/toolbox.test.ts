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
});

function setUp(run: Tool['run'] = async (): Promise<Outcome> => ({ status: 'done', message: '' })) {
  const clock = new FakeClock();
  const light: Tool = {
    declaration: { name: 'light', description: 'A light.' },
    parameters: z.strictObject({ state: z.enum(['ON', 'OFF']) }),
    run,
  };
  return { clock, toolbox: new Toolbox({ tools: [light], clock, log: silentLog }) };
}

const call = (args: Record<string, unknown>, id = 'c1') => ({ id, name: 'light', args });
