import { describe, expect, it } from 'vitest';
import type { ClientMessage } from '../../src/live-peer/client-message.ts';
import { step } from '../../src/live-peer/protocol.ts';
import type {
  Effect,
  PendingCall,
  Protocol,
  ProtocolEvent,
  Rules,
} from '../../src/live-peer/protocol-state.ts';

const manual: Rules = { detection: 'manual', handling: 'interrupt', whileCallPending: 'cancel' };
const automatic: Rules = { ...manual, detection: 'automatic' };
const invalidArgument = { code: 1007, reason: 'Request contains an invalid argument.' };

const sound = { data: 'AAA=', mimeType: 'audio/pcm;rate=16000' };
const start: ClientMessage = { realtimeInput: { activityStart: {} } };
const audio: ClientMessage = { realtimeInput: { audio: sound } };
const end: ClientMessage = { realtimeInput: { activityEnd: {} } };
const setup: ClientMessage = { setup: { model: 'models/gemini-3.8-live' } };
const hello: ClientMessage = {
  clientContent: { turns: [{ role: 'user', parts: [{ text: 'Hello' }] }], turnComplete: true },
};
const answerTo = (id: string, name = 'light'): ClientMessage => ({
  toolResponse: { functionResponses: [{ id, name, response: { output: 'on' } }] },
});

describe('the setup', () => {
  it('is the first message', () => {
    const { state, effects } = play('new', said(setup));
    expect(state.phase).toBe('setting-up');
    expect(effects).toEqual([{ type: 'setUp', setup: setup.setup }]);
  });

  it.each([start, audio, end, hello, answerTo('1')])('is missed ahead of %j', (message) => {
    expect(refusalOf(play('new', said(message)))?.code).toBe(1007);
  });

  it.each([start, audio, hello, setup])('must be complete before %j', (message) => {
    expect(refusalOf(play('new', said(setup), said(message)))?.code).toBe(1007);
  });

  it('may be sent only once', () => {
    expect(refusalOf(play(manual, said(setup)))?.code).toBe(1007);
  });

  it('is the end of it all when it was refused', () => {
    const refused = play('new', said(audio), said(setup), said(start));
    expect(refused.state).toEqual({ phase: 'closed' });
    expect(refused.effects).toHaveLength(1);
  });
});

describe('an activity, with manual detection', () => {
  it('is recorded from its start to its end and then answered', () => {
    const { state, effects } = play(manual, said(start), said(audio), said(audio), said(end));
    expect(kinds(effects)).toEqual(['startTurn', 'hear', 'hear', 'endTurn', 'reply']);
    expect(state).toMatchObject({ activity: 'none', reply: 'generating' });
  });

  it('takes start, audio and end in one message', () => {
    const whole = { realtimeInput: { activityEnd: {}, audio: sound, activityStart: {} } };
    expect(kinds(play(manual, said(whole)).effects)).toEqual([
      'startTurn',
      'hear',
      'endTurn',
      'reply',
    ]);
  });

  it.each([
    ['audio', audio],
    ['a picture', { realtimeInput: { video: { data: '', mimeType: 'image/jpeg' } } }],
    ['text', { realtimeInput: { text: 'hello' } }],
  ])('is needed around %s', (_what, message) => {
    expect(refusalOf(play(manual, said(message)))).toEqual(invalidArgument);
  });

  it('is needed again after its end', () => {
    expect(refusalOf(play(manual, said(start), said(end), said(audio)))).toEqual(invalidArgument);
  });

  it('does not start twice', () => {
    expect(refusalOf(play(manual, said(start), said(start)))?.code).toBe(1008);
  });

  it('does not end without a start', () => {
    expect(refusalOf(play(manual, said(end)))?.code).toBe(1008);
  });

  it('is not ended by the end of the stream', () => {
    const streamEnd = { realtimeInput: { audioStreamEnd: true } };
    expect(refusalOf(play(manual, said(start), said(streamEnd)))?.code).toBe(1007);
  });

  it('takes the words typed within it along', () => {
    const text = { realtimeInput: { text: 'hello' } };
    const { effects } = play(manual, said(start), said(text), said(end));
    expect(kinds(effects)).toEqual(['startTurn', 'read', 'endTurn', 'reply']);
  });
});

describe('an activity, with automatic detection', () => {
  it.each([start, end])('is not controlled by %j', (message) => {
    expect(refusalOf(play(automatic, said(message)))).toEqual({
      code: 1007,
      reason:
        'Explicit activity control is not supported when automatic activity detection is enabled.',
    });
  });

  it('is answered when the stream ends', () => {
    const streamEnd = { realtimeInput: { audioStreamEnd: true } };
    const { effects } = play(automatic, said(audio), said(audio), said(streamEnd));
    expect(kinds(effects)).toEqual(['startTurn', 'hear', 'hear', 'endTurn', 'reply']);
  });

  it('is not there when a silent stream ends', () => {
    const streamEnd = { realtimeInput: { audioStreamEnd: true } };
    expect(play(automatic, said(streamEnd)).effects).toEqual([]);
  });

  it('is made of typed words alone', () => {
    const { effects } = play(automatic, said({ realtimeInput: { text: 'hello' } }));
    expect(kinds(effects)).toEqual(['startTurn', 'read', 'endTurn', 'reply']);
  });
});

describe('realtime input', () => {
  it('must say something', () => {
    expect(refusalOf(play(manual, said({ realtimeInput: {} })))).toEqual(invalidArgument);
  });

  it('is refused in its deprecated form', () => {
    expect(refusalOf(play(manual, said({ realtimeInput: { mediaChunks: [sound] } })))).toEqual({
      code: 1007,
      reason: 'realtime_input.media_chunks is deprecated',
    });
  });
});

describe('a reply', () => {
  it('is cut by the start of an activity', () => {
    const { state, effects } = play(manual, said(start), said(end), said(start));
    expect(effects.slice(-2)).toEqual([
      { type: 'interrupt', cancelledIds: [] },
      { type: 'startTurn' },
    ]);
    expect(state).toMatchObject({ reply: 'none', activity: 'open' });
  });

  it('goes on through an activity that does not interrupt, and the next one follows', () => {
    const queueing: Rules = { ...manual, handling: 'queue' };
    const during = play(queueing, said(start), said(end), said(start), said(audio), said(end));
    expect(kinds(during.effects).slice(3)).toEqual(['startTurn', 'hear', 'endTurn']);
    const after = step(during.state, { type: 'replied' });
    expect(kinds(after.effects)).toEqual(['reply']);
    expect(after.state).toMatchObject({ reply: 'generating', waitingTurns: 0 });
  });

  it('is cut by typed content, whatever activities do', () => {
    const queueing: Rules = { ...manual, handling: 'queue' };
    const { effects } = play(queueing, said(start), said(end), said(hello));
    expect(kinds(effects).slice(3)).toEqual(['interrupt', 'read', 'endTurn', 'reply']);
  });

  it('waits for typed content that is not complete', () => {
    const part: ClientMessage = { clientContent: { turns: [{ role: 'user', parts: [] }] } };
    expect(play(manual, said(part)).effects).toEqual([]);
  });

  it('is not cut when it is over', () => {
    const { effects } = play(manual, said(start), said(end), { type: 'replied' }, said(start));
    expect(kinds(effects)).not.toContain('interrupt');
  });
});

describe('a function call', () => {
  const asked = [said(start), said(end), called({ id: '1', behavior: 'BLOCKING' })];

  it('is answered by its id and name', () => {
    const { state, effects } = play(manual, ...asked, said(answerTo('1')));
    expect(effects.at(-1)).toMatchObject({ type: 'answer', responses: [{ id: '1' }] });
    expect(state).toMatchObject({ calls: [], reply: 'generating' });
  });

  it.each([
    ['an id that nobody gave out', answerTo('2')],
    ['the name of another function', answerTo('1', 'radio')],
  ])('is not answered under %s', (_what, answer) => {
    expect(refusalOf(play(manual, ...asked, said(answer)))).toEqual(invalidArgument);
  });

  it('is not answered twice', () => {
    const twice = play(manual, ...asked, said(answerTo('1')), said(answerTo('1')));
    expect(refusalOf(twice)).toEqual(invalidArgument);
  });

  it('is answered in parts when the parts say so', () => {
    const part: ClientMessage = {
      toolResponse: {
        functionResponses: [{ id: '1', name: 'light', response: {}, willContinue: true }],
      },
    };
    const partly = play(manual, ...asked, said(part), said(part));
    expect(partly.state).toMatchObject({ phase: 'ready', calls: [{ id: '1' }] });
    expect(partly.effects.at(-1)).toEqual({ type: 'answer', responses: [] });
    const wholly = step(partly.state, said(answerTo('1')));
    expect(wholly.state).toMatchObject({ phase: 'ready', calls: [] });
  });

  it('is cancelled by new input when it blocks', () => {
    const { state, effects } = play(manual, ...asked, said(start));
    expect(effects.at(-2)).toEqual({ type: 'interrupt', cancelledIds: ['1'] });
    expect(state).toMatchObject({ calls: [], activity: 'open' });
  });

  it('is cancelled by new input even where activities do not interrupt', () => {
    const { effects } = play({ ...manual, handling: 'queue' }, ...asked, said(start));
    expect(effects.at(-2)).toEqual({ type: 'interrupt', cancelledIds: ['1'] });
  });

  it('may be answered after its cancellation, to no effect', () => {
    const { state, effects } = play(manual, ...asked, said(start), said(answerTo('1')));
    expect(state.phase).toBe('ready');
    expect(effects.at(-1)).toEqual({ type: 'answer', responses: [] });
  });

  it('refuses new input when it blocks and the model is of the strict kind', () => {
    const strict: Rules = { ...manual, whileCallPending: 'refuse' };
    for (const message of [start, hello])
      expect(refusalOf(play(strict, ...asked, said(message)))).toEqual({
        code: 1008,
        reason: 'Operation is not implemented, or supported, or enabled.',
      });
  });

  it('survives an interruption when it does not block', () => {
    const free = [said(start), said(end), called({ id: '1', behavior: 'NON_BLOCKING' })];
    const { state, effects } = play(manual, ...free, said(start), said(answerTo('1')));
    expect(kinds(effects)).toContain('interrupt');
    expect(effects.at(-1)).toMatchObject({ type: 'answer', responses: [{ id: '1' }] });
    expect(state).toMatchObject({ calls: [], cancelledIds: [] });
  });
});

it('lets nothing of a message take effect when a part of it is wrong', () => {
  const both: ClientMessage = { realtimeInput: { activityStart: {}, audioStreamEnd: true } };
  const { effects } = play(manual, said(start), said(end), said(both));
  expect(kinds(effects)).toEqual(['startTurn', 'endTurn', 'reply', 'refuse']);
});

it('lets the context be changed at any time', () => {
  const update: ClientMessage = { contextUpdate: { tools: { tools: [] } } };
  const { state, effects } = play(manual, said(start), said(update));
  expect(kinds(effects)).toEqual(['startTurn', 'updateContext']);
  expect(state.phase).toBe('ready');
});

/** Plays events on a connection that is new, or set up under the given rules. */
function play(from: 'new' | Rules, ...events: readonly ProtocolEvent[]) {
  let state: Protocol = { phase: 'new' };
  const effects: Effect[] = [];
  const before: readonly ProtocolEvent[] =
    from === 'new' ? [] : [said(setup), { type: 'setUp', rules: from }];
  for (const [index, event] of [...before, ...events].entries()) {
    const next = step(state, event);
    state = next.state;
    if (index >= before.length) effects.push(...next.effects);
  }
  return { state, effects };
}

function said(message: ClientMessage): ProtocolEvent {
  return { type: 'message', message };
}

function called(call: Omit<PendingCall, 'name'>): ProtocolEvent {
  return { type: 'called', calls: [{ name: 'light', ...call }] };
}

const kinds = (effects: readonly Effect[]) => effects.map(({ type }) => type);

const refusalOf = ({ effects }: { effects: readonly Effect[] }) =>
  effects.flatMap((effect) => (effect.type === 'refuse' ? [effect.refusal] : [])).at(0);
