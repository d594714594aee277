import { describe, expect, test } from 'vitest';
import { Conversation } from '../../src/conversation/conversation.ts';
import type { Effect } from '../../src/conversation/effect.ts';
import type { Event } from '../../src/conversation/event.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('the conversation', () => {
  test('takes a press that lasts as the beginning of speech', () => {
    const { conversation, clock, effects } = setUp();
    conversation.handle({ type: 'press' });
    clock.advance(249);
    expect(conversation.state.turn.name).toBe('pressed');
    clock.advance(1);
    expect(conversation.state.turn.name).toBe('listening');
    expect(effects).toEqual(['record', 'openSession', 'beginTurn']);
  });

  test('takes a press that is over sooner as a tap, and sends nothing', () => {
    const { conversation, clock, effects } = setUp();
    conversation.handle({ type: 'press' });
    clock.advance(249);
    conversation.handle({ type: 'release' });
    clock.advance(60_000);
    expect(effects).not.toContain('beginTurn');
  });

  test('ends the turn of a button that is stuck', () => {
    const { conversation, clock, effects } = setUp();
    conversation.handle({ type: 'press' });
    clock.advance(250 + 60_000);
    expect(effects).toContain('endTurn');
  });

  test('lets the connection linger after a turn, then hangs up', () => {
    const { conversation, clock, effects } = setUp();
    conversation.handle({ type: 'press' });
    conversation.handle({ type: 'opened' });
    conversation.handle({ type: 'release' });
    clock.advance(299_999);
    expect(effects).not.toContain('closeSession');
    clock.advance(1);
    expect(effects).toContain('closeSession');
    expect(clock.pending).toBe(0);
  });

  test('takes events that effects cause only after the effects', () => {
    const order: string[] = [];
    const { conversation } = setUp((effect) => {
      order.push(effect.type);
      if (effect.type === 'record') conversation.handle({ type: 'microphoneLost' });
    });
    conversation.handle({ type: 'press' });
    expect(order).toEqual(['record', 'openSession', 'dropTurn', 'cue']);
  });

  test('goes on after an effect that throws', () => {
    const { conversation } = setUp((effect) => {
      if (effect.type === 'record') throw new Error('the disk is on fire');
    });
    expect(() => conversation.handle({ type: 'press' })).toThrow('on fire');
    conversation.handle({ type: 'release' });
    expect(conversation.state.turn.name).toBe('idle');
  });

  test('replaces a connection over which nothing comes, once, and then gives up', () => {
    const { conversation, clock, effects } = setUp();
    conversation.handle({ type: 'ask', text: 'Hello?' });
    conversation.handle({ type: 'opened' });
    clock.advance(12_000);
    expect(effects).toEqual(['sendText', 'openSession', 'closeSession', 'openSession']);
    conversation.handle({ type: 'opened' });
    clock.advance(12_000);
    expect(effects.slice(4)).toEqual(['dropTurn', 'cutReply', 'cue', 'closeSession']);
    expect(conversation.state.turn.name).toBe('idle');
  });

  test('does not count the time without a connection as silence of the service', () => {
    const { conversation, clock, effects } = setUp();
    conversation.handle({ type: 'ask', text: 'Hello?' });
    clock.advance(11_000);
    conversation.handle({ type: 'opened' });
    clock.advance(11_000);
    expect(effects).toEqual(['sendText', 'openSession']);
  });

  test('waits for the first sign no longer than a minute, however often the connection is lost', () => {
    const { conversation, clock } = setUp();
    conversation.handle({ type: 'ask', text: 'Hello?' });
    for (let ms = 0; ms < 60_000; ms += 10_000) {
      expect(conversation.state.turn.name).toBe('thinking');
      conversation.handle({ type: 'opened' });
      clock.advance(8_000);
      conversation.handle({ type: 'closed', cause: 'network' });
      clock.advance(2_000);
    }
    expect(conversation.state.turn.name).toBe('idle');
  });

  test('opens no connection in place of one whose time is up while a tool still runs', () => {
    const { conversation, clock, effects } = setUp();
    conversation.handle({ type: 'ask', text: 'Light, please.' });
    conversation.handle({ type: 'opened' });
    conversation.handle({ type: 'toolCalled' });
    conversation.handle({ type: 'goAway', timeLeftMs: 6_000 });
    clock.advance(1_000);
    expect(effects).toEqual(['sendText', 'openSession', 'closeSession']);
    conversation.handle({ type: 'toolsAnswered', outcome: 'done', next: 'reply' });
    expect(effects.at(-1)).toBe('cue');
    conversation.handle({ type: 'press' });
    expect(effects.at(-1)).toBe('openSession');
  });

  test('knows what is overdue, and for how long', () => {
    const { conversation, clock } = setUp();
    conversation.handle({ type: 'press' });
    clock.advance(200);
    expect(conversation.overdue).toBeUndefined();
    clock.hang(12_100);
    expect(conversation.overdue).toEqual({ what: 'hold', lateMs: 12_050 });
    clock.advance(0);
    expect(conversation.state.turn.name).toBe('listening');
  });

  test('is not overdue in a long reply, nor while it has nothing to do', () => {
    const { conversation, clock } = setUp();
    conversation.handle({ type: 'ask', text: 'Tell me a story.' });
    conversation.handle({ type: 'opened' });
    conversation.handle({ type: 'soundStarted' });
    clock.advance(599_999);
    expect(conversation.state.turn.name).toBe('speaking');
    expect(conversation.overdue).toBeUndefined();
    clock.advance(86_400_000);
    expect(conversation.overdue).toBeUndefined();
  });

  test('knows when events are left that nobody takes', () => {
    const { conversation, clock } = setUp((effect) => {
      if (effect.type !== 'record') return;
      conversation.handle({ type: 'release' });
      throw new Error('the disk is on fire');
    });
    expect(() => conversation.handle({ type: 'press' })).toThrow('on fire');
    clock.hang(11_000);
    expect(conversation.overdue).toMatchObject({ what: 'queue', lateMs: 11_000 });
    conversation.handle({ type: 'mute' });
    expect(conversation.overdue?.what).not.toBe('queue');
  });

  test('leaves no timer behind when it is closed', () => {
    const { conversation, clock } = setUp();
    conversation.handle({ type: 'press' });
    expect(clock.pending).toBeGreaterThan(0);
    conversation.close();
    expect(clock.pending).toBe(0);
    conversation.handle({ type: 'release' });
    expect(conversation.state.turn.name).toBe('pressed');
  });

  test('tells each change of state once, with its cause', () => {
    const { conversation, changes } = setUp();
    conversation.handle({ type: 'press' });
    conversation.handle({ type: 'soundEnded' });
    expect(changes).toEqual(['idle → pressed at press']);
  });
});

function setUp(perform: (effect: Effect) => void = () => {}) {
  const clock = new FakeClock();
  const effects: string[] = [];
  const changes: string[] = [];
  const conversation: Conversation = new Conversation({
    clock,
    times: {
      holdMs: 250,
      longestTurnMs: 60_000,
      tailMs: 200,
      answerMs: 12_000,
      connectionMs: 20_000,
      longestWaitMs: 60_000,
      settleMs: { nothing: 3_000, 'tool-only': 1_500, reply: 5_000 },
      toolsMs: 15_000,
      longestReplyMs: 600_000,
      openIdleMs: 60_000,
      connectMs: 12_000,
      stableMs: 10_000,
      lingerMs: 300_000,
      retryMs: () => 1_000,
    },
    handle: undefined,
    perform: (effect) => {
      effects.push(effect.type);
      perform(effect);
    },
    changed: ({ from, to, event }: { from: State; to: State; event: Event }) =>
      changes.push(`${from.turn.name} → ${to.turn.name} at ${event.type}`),
  });
  return { conversation, clock, effects, changes };
}

type State = Conversation['state'];
