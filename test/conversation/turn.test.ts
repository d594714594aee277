import { describe, expect, test } from 'vitest';
import type { Effect } from '../../src/conversation/effect.ts';
import type { Event } from '../../src/conversation/event.ts';
import { nextTurn } from '../../src/conversation/turn.ts';
import type { After, Turn } from '../../src/conversation/turn-state.ts';

const idle: Turn = { name: 'idle' };
const pressed: Turn = { name: 'pressed' };
const listening: Turn = { name: 'listening' };
const trailing: Turn = { name: 'trailing' };
const thinking = after('speech');
const thinkingAgain = after('speech-again');
const thinkingAfterTool = after('tool');
const thinkingAfterSound = after('sound');
const acting: Turn = {
  name: 'acting',
  calls: 1,
  sound: 'off',
  outcome: 'done',
  next: 'silence',
  reply: 'due',
};
const actingAloud: Turn = { ...acting, sound: 'on' };
const speaking: Turn = { name: 'speaking', reply: 'arriving' };
const allGenerated: Turn = { name: 'speaking', reply: 'generated' };
const lastWords: Turn = { name: 'speaking', reply: 'complete' };
const open: Turn = { name: 'open', calls: 0, sound: 'off' };
const openAloud: Turn = { ...open, sound: 'on' };
const muted: Turn = { name: 'muted' };
const everywhere = [
  ...[idle, pressed, listening, trailing, thinking, acting, speaking, lastWords, open],
];

const press: Event = { type: 'press' };
const release: Event = { type: 'release' };
const lost: Event = { type: 'closed', cause: 'network' };
const ask: Event = { type: 'ask', text: 'Is it raining?' };
const denied: Event = { type: 'denied' };
const toggle: Event = { type: 'toggle' };
const soundStarted: Event = { type: 'soundStarted' };
const replyEnded: Event = { type: 'replyEnded' };
const answered: Event = { type: 'toolsAnswered', outcome: 'done', next: 'reply' };
const answeredSilently: Event = { type: 'toolsAnswered', outcome: 'done', next: 'silence' };
const answeredBadly: Event = { type: 'toolsAnswered', outcome: 'not-done', next: 'reply' };

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
  [{ ...acting, calls: 2 }, answered, { ...acting, next: 'reply' }, []],
  [acting, answered, thinkingAfterTool, []],
  [acting, answeredSilently, thinkingAfterTool, []],
  [acting, replyEnded, { ...acting, reply: 'ended' }, []],
  [{ ...acting, reply: 'ended' }, answered, thinkingAfterTool, []],
  [{ ...acting, reply: 'ended' }, answeredSilently, idle, ['cue done']],
  [acting, lost, { ...acting, reply: 'lost' }, []],
  [{ ...acting, reply: 'lost' }, answered, idle, ['cue done']],
  [{ ...acting, reply: 'lost' }, answeredBadly, idle, ['cue error']],
  [{ ...actingAloud, reply: 'lost' }, answered, lastWords, []],
  [acting, { type: 'soundStarted' }, actingAloud, []],
  [actingAloud, { type: 'soundEnded' }, acting, []],
  [actingAloud, answered, speaking, []],
  [acting, press, pressed, ['dropTurn', 'cutReply', 'record quiet']],
  [actingAloud, press, pressed, ['dropTurn', 'cutReply', 'record own-voice']],
  [speaking, { type: 'toolCalled' }, actingAloud, []],
  [speaking, { type: 'soundEnded' }, thinkingAfterSound, []],
  [speaking, { type: 'replyEnded' }, lastWords, []],
  [speaking, press, pressed, ['dropTurn', 'cutReply', 'record own-voice']],
  [lastWords, { type: 'soundEnded' }, idle, []],
  [thinkingAfterSound, replyEnded, idle, []],
  [thinkingAfterSound, { type: 'replyGenerated' }, after('reply'), []],
  [speaking, { type: 'replyGenerated' }, allGenerated, []],
  [lastWords, { type: 'replyGenerated' }, lastWords, []],
  [allGenerated, { type: 'soundEnded' }, after('reply'), []],
  [after('reply'), soundStarted, allGenerated, []],
  [after('reply'), replyEnded, idle, []],
  [after('reply'), timer('settle'), idle, ['dropTurn', 'cutReply']],
  [after('reply'), lost, idle, []],
  [thinking, replyEnded, after('nothing'), []],
  [thinkingAgain, replyEnded, after('nothing'), []],
  [after('nothing'), replyEnded, after('nothing'), []],
  [after('nothing'), soundStarted, speaking, []],
  [after('nothing'), lost, thinkingAgain, []],
  [thinkingAfterTool, replyEnded, after('tool-only'), []],
  [after('tool-only'), soundStarted, speaking, []],
  [after('tool-only'), timer('settle'), idle, ['cue done']],
  [after('tool-only'), lost, idle, ['cue done']],
  [thinking, timer('answer'), thinkingAgain, []],
  [thinkingAgain, lost, thinkingAgain, []],
  [idle, soundStarted, allGenerated, []],
  [idle, { type: 'toolCalled' }, acting, []],
  [idle, ask, thinking, ['sendText']],
  [speaking, ask, thinking, ['dropTurn', 'cutReply', 'sendText']],
  [listening, ask, listening, []],
  [muted, ask, muted, []],
  [idle, denied, idle, ['cue denied']],
  [speaking, denied, idle, ['dropTurn', 'cutReply', 'cue denied']],
  [listening, denied, listening, []],
  [idle, toggle, open, ['openMicrophone']],
  [speaking, toggle, open, ['dropTurn', 'cutReply', 'openMicrophone']],
  [open, toggle, idle, ['closeMicrophone', 'cutReply']],
  [open, denied, idle, ['closeMicrophone', 'cutReply', 'cue denied']],
  [open, timer('open-idle'), idle, ['closeMicrophone', 'cutReply', 'cue muted']],
  [open, soundStarted, openAloud, ['pauseMicrophone']],
  [openAloud, { type: 'soundEnded' }, open, ['openMicrophone']],
  [open, { type: 'toolCalled' }, { ...open, calls: 1 }, []],
  [{ ...open, calls: 1 }, answered, open, []],
  [open, replyEnded, open, []],
  [open, lost, open, []],
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
    expect(signOf(after('nothing'), timer('settle'))).toBe('error');
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

  test.each([thinkingAfterTool, thinkingAfterSound])(
    'fails when the network is lost after the model had begun: %o',
    (from) => {
      expect(signOf(from, lost)).toBe('error');
    },
  );

  test('is heard to the end of what arrived when the network is lost while speaking', () => {
    expect(nextTurn(speaking, lost)).toEqual([lastWords]);
  });

  test.each(['quota', 'key', 'model', 'setup'] as const)(
    'fails at once when trying again is no use: %s',
    (cause) => {
      for (const from of [pressed, listening, trailing, thinking, thinkingAgain, open])
        expect(signOf(from, { type: 'closed', cause })).toBe('error');
    },
  );

  test.each([
    [thinking, timer('connection')],
    [thinking, timer('longest-wait')],
    [thinkingAgain, timer('answer')],
    [thinkingAfterTool, timer('answer')],
    [thinkingAfterSound, timer('answer')],
    [open, timer('connection')],
    [openAloud, timer('longest-reply')],
    [{ ...open, calls: 1 } as const, timer('tools')],
    [open, { type: 'microphoneLost' } as const],
    [acting, timer('tools')],
    [speaking, timer('longest-reply')],
    [speaking, { type: 'soundBroken' } as const],
  ])('that waits too long fails: %o at %o', (from, event) => {
    expect(signOf(from, event)).toBe('error');
  });
});

function after(after: After): Turn {
  return { name: 'thinking', after };
}

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
