import { describe, expect, test } from 'vitest';
import type { Effect } from '../../src/conversation/effect.ts';
import type { Event } from '../../src/conversation/event.ts';
import { nextTurn, type Turn } from '../../src/conversation/turn.ts';

const idle: Turn = { name: 'idle' };
const pressed: Turn = { name: 'pressed' };
const listening: Turn = { name: 'listening' };
const trailing: Turn = { name: 'trailing' };
const thinking: Turn = { name: 'thinking', after: 'speech' };
const thinkingAfterTool: Turn = { name: 'thinking', after: 'tool' };
const thinkingAfterSound: Turn = { name: 'thinking', after: 'sound' };
const acting: Turn = { name: 'acting', calls: 1, sound: 'off' };
const actingAloud: Turn = { name: 'acting', calls: 1, sound: 'on' };
const speaking: Turn = { name: 'speaking', reply: 'arriving' };
const lastWords: Turn = { name: 'speaking', reply: 'complete' };
const muted: Turn = { name: 'muted' };
const everywhere = [idle, pressed, listening, trailing, thinking, acting, speaking, lastWords];

const press: Event = { type: 'press' };
const release: Event = { type: 'release' };
const lost: Event = { type: 'closed', cause: 'network' };

/** From, event, to, effects. */
type Arrow = readonly [Turn, Event, Turn, readonly string[]];

const arrows: readonly Arrow[] = [
  [idle, press, pressed, ['record quiet']],
  [idle, release, idle, []],
  [pressed, release, idle, ['dropTurn']],
  [pressed, timer('hold'), listening, ['beginTurn']],
  [listening, release, trailing, []],
  [listening, timer('longest-turn'), thinking, ['endTurn']],
  [trailing, timer('tail'), thinking, ['endTurn']],
  [trailing, press, listening, []],
  [thinking, { type: 'soundStarted' }, speaking, []],
  [thinking, { type: 'toolCalled' }, acting, []],
  [thinking, press, pressed, ['dropTurn', 'cutReply', 'record quiet']],
  [acting, { type: 'toolCalled' }, { ...acting, calls: 2 }, []],
  [{ ...acting, calls: 2 }, { type: 'toolsAnswered' }, acting, []],
  [acting, { type: 'toolsAnswered' }, thinkingAfterTool, []],
  [acting, { type: 'soundStarted' }, actingAloud, []],
  [actingAloud, { type: 'soundEnded' }, acting, []],
  [actingAloud, { type: 'toolsAnswered' }, speaking, []],
  [acting, press, pressed, ['dropTurn', 'cutReply', 'record quiet']],
  [actingAloud, press, pressed, ['dropTurn', 'cutReply', 'record own-voice']],
  [speaking, { type: 'toolCalled' }, actingAloud, []],
  [speaking, { type: 'soundEnded' }, thinkingAfterSound, []],
  [speaking, { type: 'replyEnded' }, lastWords, []],
  [speaking, press, pressed, ['dropTurn', 'cutReply', 'record own-voice']],
  [lastWords, { type: 'soundEnded' }, idle, []],
  [thinkingAfterSound, { type: 'replyEnded' }, idle, []],
  [muted, { type: 'unmute' }, idle, ['cue unmuted']],
  [muted, press, muted, ['cue muted']],
];

describe('a turn', () => {
  test.each(arrows)('%o at %o becomes %o', (from, event, to, effects) => {
    const [turn, ...done] = nextTurn(from, event);
    expect(turn).toEqual(to);
    expect(done.map(inWords)).toEqual(effects);
  });

  test.each(everywhere)('is muted from everywhere, here from %o', (from) => {
    const [turn, ...done] = nextTurn(from, { type: 'mute' });
    expect(turn).toEqual(muted);
    expect(done.at(-1)).toEqual({ type: 'cue', cue: 'muted' });
  });

  test('that the model answers with nothing at all ends with the error sign', () => {
    expect(nextTurn(thinking, { type: 'replyEnded' })).toEqual([
      idle,
      { type: 'dropTurn' },
      { type: 'cue', cue: 'error' },
    ]);
  });

  test('that ends with a deed but without a word ends with a sign that it was done', () => {
    expect(nextTurn(thinkingAfterTool, { type: 'replyEnded' })).toEqual([
      idle,
      { type: 'cue', cue: 'done' },
    ]);
  });

  test.each([pressed, listening, trailing])('cannot go on without a microphone: %o', (from) => {
    expect(signOf(from, { type: 'microphoneLost' })).toBe('error');
  });

  test.each([thinking, acting, speaking])(
    'that needs no microphone goes on without: %o',
    (from) => {
      expect(nextTurn(from, { type: 'microphoneLost' })).toEqual([from]);
    },
  );

  test.each([pressed, listening, trailing, thinking])(
    'outlives the loss of the network: %o',
    (from) => {
      expect(nextTurn(from, lost)).toEqual([from]);
    },
  );

  test.each([thinkingAfterTool, thinkingAfterSound, acting])(
    'fails when the network is lost after the model had begun: %o',
    (from) => {
      expect(signOf(from, lost)).toBe('error');
    },
  );

  test('is heard to the end of what arrived when the network is lost while speaking', () => {
    expect(nextTurn(speaking, lost)).toEqual([lastWords]);
  });

  test.each(['quota', 'key', 'setup'] as const)(
    'fails at once when trying again is no use: %s',
    (cause) => {
      for (const from of [pressed, listening, trailing, thinking, acting])
        expect(signOf(from, { type: 'closed', cause })).toBe('error');
    },
  );

  test.each([
    [thinking, timer('reply')],
    [acting, timer('tools')],
    [speaking, timer('longest-reply')],
    [speaking, { type: 'soundBroken' } as const],
  ])('that waits too long fails: %o at %o', (from, event) => {
    expect(signOf(from, event)).toBe('error');
  });
});

function inWords(effect: Effect): string {
  if (effect.type === 'cue') return `cue ${effect.cue}`;
  return effect.type === 'record' ? `record ${effect.before}` : effect.type;
}

function signOf(from: Turn, event: Event): string | undefined {
  const [turn, ...effects] = nextTurn(from, event);
  expect(turn).toEqual(idle);
  return effects.flatMap((effect) => ('cue' in effect ? [effect.cue] : []))[0];
}

function timer(timer: Extract<Event, { type: 'timer' }>['timer']): Event {
  return { type: 'timer', timer };
}
