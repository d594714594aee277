import { expect, test } from 'vitest';
import { recapTurns } from '../../src/gemini/recap-turns.ts';
import type { Said } from '../../src/live/session.ts';

const user = (text: string): Said => ({ by: 'user', text });
const model = (text: string): Said => ({ by: 'model', text });

test('what was said becomes turns that alternate', () => {
  expect(recapTurns([user('a'), user('b'), model('c'), user('d'), model('e'), model('f')])).toEqual(
    [
      { role: 'user', parts: [{ text: 'a' }, { text: 'b' }] },
      { role: 'model', parts: [{ text: 'c' }] },
      { role: 'user', parts: [{ text: 'd' }] },
      { role: 'model', parts: [{ text: 'e' }, { text: 'f' }] },
    ],
  );
});

test('a recap in which the model speaks first begins with the user all the same', () => {
  expect(recapTurns([model('a'), user('b')]).map(({ role }) => role)).toEqual([
    'user',
    'model',
    'user',
  ]);
});

test('of nothing there are no turns', () => {
  expect(recapTurns([])).toEqual([]);
});
