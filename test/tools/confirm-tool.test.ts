import { describe, expect, test } from 'vitest';
import type { Confirmed } from '../../src/consent/consent.ts';
import { silentLog } from '../../src/system/log.ts';
import { confirmTool } from '../../src/tools/confirm-tool.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('the tool that confirms', () => {
  test('answers with what was done', async () => {
    const { call, codes } = setUp({
      result: 'ran',
      answer: { status: 'done', message: '"Front door" says: unlocked.' },
    });
    expect(await call({ code: 'K7QF3M2A' })).toEqual({
      status: 'done',
      message: '"Front door" says: unlocked.',
    });
    expect(codes).toEqual(['K7QF3M2A']);
  });

  test('answers why nothing was done', async () => {
    const { call } = setUp({ result: 'refused', reason: 'no press', why: 'Press the button.' });
    expect(await call({ code: 'K7QF3M2A' })).toEqual({
      status: 'refused',
      reason: 'no press',
      message: 'Press the button.',
    });
  });

  test.each([
    {},
    { code: '' },
    { code: 7 },
    { code: 'x'.repeat(65) },
    { code: 'K7QF3M2A', force: true },
  ])('takes a code and nothing else: %j', async (args) => {
    const { call, codes } = setUp({ result: 'refused', reason: 'unknown', why: '' });
    expect(await call(args)).toMatchObject({ status: 'invalid_argument' });
    expect(codes).toEqual([]);
  });
});

function setUp(confirmed: Confirmed) {
  const codes: string[] = [];
  const confirm = async (code: string) => {
    codes.push(code);
    return confirmed;
  };
  const tool = confirmTool({ consent: { confirm } });
  const toolbox = new Toolbox({ tools: [tool], clock: new FakeClock(), log: silentLog });
  return {
    codes,
    call: async (args: Readonly<Record<string, unknown>>) => {
      const call = { id: '1', name: 'confirm_action', args };
      return (await toolbox.run(call, new AbortController().signal)).response;
    },
  };
}
