import { expect, it } from 'vitest';
import type { Act, Model, Turn } from '../../src/live-peer/model.ts';
import { type ScriptedTurn, scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';

it('plays its script turn by turn, and a tone when there is no more of it', async () => {
  const model = scriptedModel([[{ said: 'One' }], [{ said: 'Two' }, { delayMs: 5 }]]);
  expect(await acts(model)).toEqual([{ said: 'One' }]);
  expect(await acts(model)).toEqual([{ said: 'Two' }, { delayMs: 5 }]);
  expect(await acts(model)).toEqual([{ audio: tone({ durationMs: 200 }) }]);
});

it('takes what is added to its script later', async () => {
  const script: ScriptedTurn[] = [];
  const model = scriptedModel(script);
  script.push([{ said: 'Late' }]);
  expect(await acts(model)).toEqual([{ said: 'Late' }]);
});

it('hands a turn to a model of its own, with what the user said and the answers to its calls', async () => {
  const model = scriptedModel([
    async function* (turn) {
      const answers = yield { toolCall: [{ name: turn.text }] };
      yield { said: JSON.stringify(answers) };
    },
  ]);
  const running = model({ ...turn, text: 'light' });
  expect((await running.next()).value).toEqual({ toolCall: [{ name: 'light' }] });
  const answer = { id: '1', name: 'light', response: { output: 'on' } };
  expect((await running.next([answer])).value).toEqual({ said: JSON.stringify([answer]) });
});

it('makes tones of the length and pitch asked for', () => {
  const pcm = tone({ durationMs: 100, frequencyHz: 1_000 });
  expect(pcm.length).toBe(4_800);
  // A quarter of a period of 24 samples is its top.
  expect(pcm.readInt16LE(6 * 2)).toBe(0x1fff);
  expect(pcm.readInt16LE(18 * 2)).toBe(-0x1fff);
});

const turn: Turn = {
  audio: Buffer.alloc(0),
  rateHz: 16_000,
  chunkBytes: [],
  text: '',
  images: [],
  answers: [],
  activityStartedAtMs: 0,
  activityEndedAtMs: 0,
  setup: { model: 'models/gemini-3.8-live' },
  session: { id: '1', resumedWith: undefined, history: [], seeded: [] },
  signal: new AbortController().signal,
};

async function acts(model: Model): Promise<readonly Act[]> {
  const all: Act[] = [];
  const running = model(turn);
  for (let next = await running.next([]); !next.done; next = await running.next([]))
    all.push(next.value);
  return all;
}
