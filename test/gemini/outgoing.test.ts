import { describe, expect, test } from 'vitest';
import { decode } from '../../src/gemini/decode.ts';
import { modelTraits } from '../../src/gemini/models.ts';
import { type Channel, Outgoing } from '../../src/gemini/outgoing.ts';
import type { ToolAnswer } from '../../src/live/session.ts';

const begun: ToolAnswer = {
  id: 'c1',
  name: 'lamp',
  response: { status: 'begun' },
  scheduling: 'SILENT',
  willContinue: true,
};
const done: ToolAnswer = {
  id: 'c1',
  name: 'lamp',
  response: { status: 'done' },
  scheduling: 'WHEN_IDLE',
};

describe('the answer to a call', () => {
  test('says when it is to be spoken of, where the model takes that', () => {
    expect(answersTo('gemini-3.8-live', [begun, done])).toEqual([begun, done]);
  });

  test('leaves that out where the model does not take it', () => {
    const { scheduling: _, ...plain } = done;
    expect(answersTo('gemini-3.8-live-extended-thinking', [done])).toEqual([plain]);
  });

  test('goes back without an id when the call came without one', () => {
    const events = decode({ toolCall: { functionCalls: [{ name: 'lamp' }] } });
    const [call] = events.flatMap((event) => (event.type === 'toolCall' ? event.calls : []));
    expect(call?.id).toMatch(/./);
    expect(answersTo('gemini-3.8-live', [{ ...done, id: `${call?.id}` }])).toEqual([
      { ...done, id: '' },
    ]);
  });

  test('is given once to a model that waits for every answer', () => {
    const { scheduling: _, ...plain } = done;
    expect(answersTo('gemini-3.1-flash-live-preview', [begun])).toEqual([]);
    expect(answersTo('gemini-3.1-flash-live-preview', [done])).toEqual([plain]);
  });
});

function answersTo(model: string, answers: readonly ToolAnswer[]): object[] {
  const sent: object[] = [];
  const channel: Channel = {
    sendRealtimeInput: () => {},
    sendClientContent: () => {},
    sendToolResponse: ({ functionResponses }) => void sent.push(...functionResponses),
  };
  new Outgoing({ channel, activity: 'manual', taken: modelTraits(model) }).answer(answers);
  return sent;
}
