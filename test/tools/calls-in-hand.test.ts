import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ToolAnswer } from '../../src/live/session.ts';
import { silentLog } from '../../src/system/log.ts';
import { CallsInHand } from '../../src/tools/calls-in-hand.ts';
import { type Outcome, type Tool, Toolbox } from '../../src/tools/toolbox.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

describe('calls in hand', () => {
  test('are answered together, each with its own id', async () => {
    const { take, finish, heard } = setUp();
    take('a', 'b');
    finish('done', 'done');
    await until(() => heard.includes('over done, then reply'));
    expect(heard).toEqual([
      'answered a done, b done',
      'ran a, told',
      'ran b, told',
      'over done, then reply',
    ]);
  });

  test('are only done when every one of them is', async () => {
    const { take, finish, heard } = setUp();
    take('a', 'b');
    finish('done', 'not_confirmed');
    await until(() => heard.includes('over not-done, then reply'));
  });

  test('that the user cancels are stopped, and neither answered nor told of', async () => {
    const { calls, take, finish, heard, signals } = setUp();
    take('a');
    calls.cancel();
    expect(signals[0]?.aborted).toBe(true);
    await until(() => heard.includes('ran a, cancelled'));
    finish('done');
    take('b');
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    expect(heard.filter((line) => line.startsWith('answered'))).toEqual(['answered b done']);
  });

  test('whose connection is lost run to their end, and are answered to nobody', async () => {
    const { calls, take, finish, heard, signals } = setUp();
    take('a');
    calls.orphan();
    expect(signals[0]?.aborted).toBe(false);
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    expect(heard).toEqual(['ran a, lost', 'over done, then reply']);
  });

  test('of one message are lost together when the connection goes before the last of them is done', async () => {
    const { calls, take, finish, heard } = setUp();
    take('a', 'b');
    finish('done');
    await Promise.resolve();
    calls.orphan();
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    expect(heard).toEqual(['ran a, lost', 'ran b, lost', 'over done, then reply']);
  });

  test('that are pressed away after their connection was lost are not forgotten', async () => {
    const { calls, take, heard, signals } = setUp();
    take('a');
    calls.orphan();
    calls.cancel();
    expect(signals[0]?.aborted).toBe(true);
    await until(() => heard.includes('ran a, lost'));
    expect(heard).toEqual(['ran a, lost']);
  });

  test('of the same id in one message are run once', async () => {
    const { take, signals } = setUp();
    take('a', 'a');
    expect(signals).toHaveLength(1);
  });

  test('that the service withdraws are stopped and not answered', async () => {
    const { calls, take, heard, signals } = setUp();
    take('a');
    calls.withdraw(['a']);
    expect(signals[0]?.aborted).toBe(true);
    await until(() => heard.includes('over not-done, then silence'));
    expect(heard).toEqual(['ran a, cancelled', 'over not-done, then silence']);
  });

  test('are run once, however often the service sends them', async () => {
    const { take, finish, heard, signals } = setUp();
    expect(take('a')).toBe('taken');
    expect(take('a')).toBe('known');
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    expect(take('a')).toBe('known');
    expect(signals).toHaveLength(1);
  });

  test('that the model does not wait for are said to have begun, and end in silence', async () => {
    const { take, finish, heard } = setUp({ scheduling: 'SILENT', announces: 'beginning' });
    take('a');
    expect(heard).toEqual(['answered a begun SILENT, more follows']);
    finish('done');
    await until(() => heard.includes('over done, then silence'));
    expect(heard).toContain('answered a done SILENT');
  });
});

function setUp(manner: Pick<Tool, 'scheduling' | 'announces'> = {}) {
  const heard: string[] = [];
  const signals: AbortSignal[] = [];
  const ends: ((outcome: Outcome) => void)[] = [];
  const light: Tool = {
    ...manner,
    declaration: { name: 'light', description: 'A light.' },
    parameters: z.strictObject({}),
    run: (_, signal) => {
      signals.push(signal);
      return new Promise((resolve) => ends.push(resolve));
    },
  };
  const toolbox = new Toolbox({ tools: [light], clock: new FakeClock(), log: silentLog });
  const calls = new CallsInHand({
    toolbox,
    ran: ({ id }, _, fate) => void heard.push(`ran ${id}, ${fate}`),
  });
  return {
    calls,
    heard,
    signals,
    take: (...ids: string[]) =>
      calls.take(
        ids.map((id) => ({ id, name: 'light', args: {} })),
        {
          answer: (answers) => void heard.push(`answered ${answers.map(inWords).join(', ')}`),
          over: (outcome, next) => void heard.push(`over ${outcome}, then ${next}`),
        },
      ),
    /** The tools that run come to their ends, in order. */
    finish: (...statuses: string[]) => {
      for (const [index, status] of statuses.entries())
        ends.splice(0, 1)[0]?.({ status, message: `${index}` });
    },
  };
}

function inWords({ id, response, scheduling, willContinue }: ToolAnswer): string {
  const words = [id, response['status'], scheduling].filter(Boolean).join(' ');
  return willContinue ? `${words}, more follows` : words;
}
