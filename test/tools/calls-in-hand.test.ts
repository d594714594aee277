import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ToolAnswer } from '../../src/live/session.ts';
import { silentLog } from '../../src/system/log.ts';
import { CallsInHand, type CallsMemory } from '../../src/tools/calls-in-hand.ts';
import { type Outcome, type Tool, Toolbox } from '../../src/tools/toolbox.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

describe('calls in hand', () => {
  test('are foreseen before any of them acts', () => {
    const { take, heard, signals } = setUp({}, undefined, () => {
      heard.push(`foreseen, ${signals.length} run`);
    });
    take('a', 'b');
    expect([heard, signals.length]).toEqual([['foreseen, 0 run'], 2]);
  });

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
    expect(heard).toEqual(['left a', 'ran a, lost', 'over done, then reply']);
  });

  test('whose connection is lost are told of at once, less those that only tell or were withdrawn', () => {
    const acting = setUp();
    acting.take('a', 'b');
    acting.calls.withdraw(['b']);
    acting.calls.orphan();
    acting.calls.orphan();
    expect(acting.heard).toEqual(['left a']);
    const reading = setUp({ changes: 'nothing' });
    reading.take('a');
    reading.calls.orphan();
    expect(reading.heard).toEqual([]);
  });

  test('of one message are lost together when the connection goes before the last of them is done', async () => {
    const { calls, take, finish, heard } = setUp();
    take('a', 'b');
    finish('done');
    await Promise.resolve();
    calls.orphan();
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    expect(heard).toEqual([
      ...['left a', 'left b'],
      ...['ran a, lost', 'ran b, lost', 'over done, then reply'],
    ]);
  });

  test('that are pressed away after their connection was lost are not forgotten', async () => {
    const { calls, take, heard, signals } = setUp();
    take('a');
    calls.orphan();
    calls.cancel();
    expect(signals[0]?.aborted).toBe(true);
    await until(() => heard.includes('ran a, lost'));
    expect(heard).toEqual(['left a', 'ran a, lost']);
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

  test('that come again on the same connection are answered each time, with what came of them', async () => {
    const { take, finish, heard, signals } = setUp();
    take('a');
    expect(take('a')).toBe('known');
    expect(heard).toEqual([]);
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    expect(heard).toEqual(['answered a done', 'ran a, told', 'over done, then reply']);
    for (const _ of [1, 2]) {
      heard.length = 0;
      expect(take('a')).toBe('known');
      await until(() => heard.length === 2);
      expect(heard).toEqual(['answered a done', 'repeated a done']);
    }
    expect(signals).toHaveLength(1);
  });

  test('that come again after the user cancelled them are answered with that', async () => {
    const { calls, take, heard } = setUp();
    take('a');
    calls.cancel();
    await until(() => heard.includes('ran a, cancelled'));
    take('a');
    await until(() => heard.includes('answered a cancelled'));
  });

  test.each(['cancel', 'orphan', 'withdraw'] as const)(
    'that come again and wait are answered to nobody after: %s',
    async (end) => {
      const { calls, take, finish, heard } = setUp();
      take('a');
      calls.orphan();
      take('a');
      if (end === 'withdraw') calls.withdraw(['a']);
      else calls[end]();
      finish('done');
      await until(() => heard.some((line) => line.startsWith('ran a')));
      await new Promise((resolve) => setImmediate(resolve));
      expect(heard.filter((line) => /^answered|^repeated/.test(line))).toEqual([]);
    },
  );

  test('that another connection brings again are answered with what came of them, once each time', async () => {
    const { calls, take, finish, heard, signals } = setUp();
    take('a');
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    for (const connection of [1, 2]) {
      calls.orphan();
      heard.length = 0;
      expect(take('a')).toBe('known');
      expect(take('a')).toBe('known');
      await until(() => heard.length > 1);
      expect([connection, heard]).toEqual([connection, ['answered a done', 'repeated a done']]);
    }
    expect(signals).toHaveLength(1);
  });

  test('that another connection brings again while they run are answered there when they are done', async () => {
    const { calls, take, finish, heard, signals } = setUp();
    take('a');
    calls.orphan();
    expect(take('a')).toBe('known');
    expect(heard).toEqual(['left a']);
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    expect(heard.toSorted()).toEqual([
      ...['answered a done', 'left a'],
      ...['over done, then reply', 'ran a, lost', 'repeated a done'],
    ]);
    expect(signals).toHaveLength(1);
  });

  test('that are known are answered beside new ones of the same message, which are run', async () => {
    const { calls, take, finish, heard, signals } = setUp();
    take('a');
    finish('done');
    await until(() => heard.includes('over done, then reply'));
    calls.orphan();
    heard.length = 0;
    expect(take('a', 'b')).toBe('taken');
    finish('sent');
    await until(() => heard.includes('over not-done, then reply'));
    expect(heard.filter((line) => line.startsWith('answered'))).toEqual([
      'answered a done',
      'answered b sent',
    ]);
    expect(signals).toHaveLength(2);
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

describe('calls that a resumed session may bring again after a restart', () => {
  test('are run when it is kept that they are, each message as one', async () => {
    let written = () => {};
    const kept: (readonly string[])[] = [];
    const keepCalls = (ids: readonly string[]) => {
      kept.push(ids);
      return new Promise<void>((resolve) => {
        written = resolve;
      });
    };
    const { take, finish, heard, signals } = setUp({}, { calls: [], keepCalls });
    take('a', 'b');
    await new Promise((resolve) => setImmediate(resolve));
    expect([kept, signals]).toEqual([[['a', 'b']], []]);
    written();
    await until(() => signals.length === 2);
    finish('done', 'done');
    await until(() => heard.includes('over done, then reply'));
  });

  test('and are taken back meanwhile are not run', async () => {
    let written = () => {};
    const keepCalls = () =>
      new Promise<void>((resolve) => {
        written = resolve;
      });
    const { calls, take, heard, signals } = setUp({}, { calls: [], keepCalls });
    take('a');
    calls.withdraw(['a']);
    written();
    await until(() => heard.includes('ran a, cancelled'));
    expect(signals).toEqual([]);
  });

  test('are not run again: nobody knows what came of them', async () => {
    const { take, heard, signals } = setUp({}, { calls: ['a'], keepCalls: () => undefined });
    expect(take('a')).toBe('known');
    await until(() => heard.includes('answered a unknown'));
    expect(signals).toEqual([]);
  });

  test('are not kept where they only tell', () => {
    const keepCalls = () => {
      throw new Error('it is');
    };
    const { take, signals } = setUp({ changes: 'nothing' }, { calls: [], keepCalls });
    take('a');
    expect(signals).toHaveLength(1);
  });
});

function setUp(
  manner: Pick<Tool, 'scheduling' | 'announces' | 'changes'> = {},
  memory?: CallsMemory,
  foresee?: () => void,
) {
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
    ...(memory && { memory }),
    ...(foresee && { foresee }),
    ran: ({ id }, _, fate) => void heard.push(`ran ${id}, ${fate}`),
    left: ({ id }) => void heard.push(`left ${id}`),
    repeated: ({ id }, { response }) => void heard.push(`repeated ${id} ${response['status']}`),
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
