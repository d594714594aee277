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

const manual: Rules = {
  detection: { by: 'client' },
  handling: 'interrupt',
  between: 'nothing',
  whileCallPending: 'cancel',
  scheduling: 'taken',
  contextUpdate: 'taken',
  history: 'over',
};
const automatic: Rules = {
  ...manual,
  detection: { by: 'service', startLevel: 400, stayLevel: 400, startMs: 20, endMs: 100 },
};
const invalidArgument = { code: 1007, reason: 'Request contains an invalid argument.' };

const sound = { data: 'AAA=', mimeType: 'audio/pcm;rate=16000' };
const start: ClientMessage = { realtimeInput: { activityStart: {} } };
const audio: ClientMessage = { realtimeInput: { audio: sound } };
const end: ClientMessage = { realtimeInput: { activityEnd: {} } };
const typed: ClientMessage = { realtimeInput: { text: 'hello' } };
const picture: ClientMessage = {
  realtimeInput: { video: { data: '/9j/', mimeType: 'image/jpeg' } },
};
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

  const streamEnd: ClientMessage = { realtimeInput: { audioStreamEnd: true } };

  it('begins with speech and ends with so much silence, and is answered then', () => {
    const { state, effects } = play(
      automatic,
      said(stream({ silentMs: 100 })),
      said(stream({ loudMs: 60 })),
      said(stream({ silentMs: 80 })),
      said(stream({ silentMs: 200 })),
    );
    expect(kinds(effects)).toEqual(['startTurn', 'hear', 'hear', 'hear', 'endTurn', 'reply']);
    // All that was speech, and the silence that showed that it was over.
    expect(heardMs(effects)).toBe(60 + 100);
    expect(state).toMatchObject({ activity: 'none', reply: 'generating' });
  });

  it('is not made by silence, whatever the stream does', () => {
    const { effects } = play(automatic, said(stream({ silentMs: 5_000 })), said(streamEnd));
    expect(effects).toEqual([]);
  });

  it('ends with the stream, at once', () => {
    const { effects } = play(automatic, said(stream({ loudMs: 100 })), said(streamEnd));
    expect(kinds(effects)).toEqual(['startTurn', 'hear', 'endTurn', 'reply']);
  });

  it('cuts the reply where activities do, with its first sound', () => {
    const spoken = [said(stream({ loudMs: 100 })), said(streamEnd)];
    const quiet = play(automatic, ...spoken, said(stream({ silentMs: 500 })));
    expect(kinds(quiet.effects)).not.toContain('interrupt');
    const { effects } = step(quiet.state, said(stream({ loudMs: 20 })));
    expect(kinds(effects)).toEqual(['interrupt', 'startTurn', 'hear']);
    const queueing: Rules = { ...automatic, handling: 'queue' };
    const { state } = play(queueing, ...spoken, ...spoken);
    expect(state).toMatchObject({ reply: 'generating', waiting: ['turn'] });
  });

  it('carries what lies between activities where all input is part of a turn', () => {
    const rules: Rules = { ...automatic, between: 'everything' };
    const before = said(stream({ silentMs: 300 }));
    const { effects } = play(rules, before, said(stream({ loudMs: 40 })), said(streamEnd));
    expect(kinds(effects)).toEqual(['hear', 'startTurn', 'hear', 'endTurn', 'reply']);
    expect(heardMs(effects)).toBe(340);
  });

  it.each([
    ['nothing', []],
    ['video', ['see']],
    ['everything', ['see']],
  ] as const)('takes a picture along that comes before it, where %s is covered', (between, see) => {
    const { effects } = play({ ...automatic, between }, said(picture));
    expect(kinds(effects)).toEqual(see);
  });

  it('takes the pictures along that come during it', () => {
    const { effects } = play(automatic, said(stream({ loudMs: 40 })), said(picture));
    expect(kinds(effects)).toEqual(['startTurn', 'hear', 'see']);
  });

  it('is made of typed words alone, or ends with them', () => {
    expect(kinds(play(automatic, said(typed)).effects)).toEqual([
      'startTurn',
      'read',
      'endTurn',
      'reply',
    ]);
    const { effects } = play(automatic, said(stream({ loudMs: 40 })), said(typed));
    expect(kinds(effects)).toEqual(['startTurn', 'hear', 'read', 'endTurn', 'reply']);
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
    expect(after.state).toMatchObject({ reply: 'generating', waiting: [] });
  });

  it('is cut by typed content, whatever activities do', () => {
    const queueing: Rules = { ...manual, handling: 'queue' };
    const { effects } = play(queueing, said(start), said(end), said(hello));
    expect(kinds(effects).slice(3)).toEqual(['interrupt', 'type', 'reply']);
  });

  it('is not cut when it is over', () => {
    const { effects } = play(manual, said(start), said(end), { type: 'replied' }, said(start));
    expect(kinds(effects)).not.toContain('interrupt');
  });
});

describe('a function call', () => {
  const asked = [said(start), said(end), called({ id: '1' })];

  it('is answered by its id and name', () => {
    const { state, effects } = play(manual, ...asked, said(answerTo('1')));
    expect(effects.at(-1)).toMatchObject({ type: 'answer', answers: [{ id: '1' }] });
    expect(state).toMatchObject({ calls: [], reply: 'generating' });
  });

  it('is not answered under the name of another function', () => {
    const { effects } = play(manual, ...asked, said(answerTo('1', 'radio')));
    expect(refusalOf({ effects })).toEqual(invalidArgument);
  });

  it('is answered by its name alone where the answer has no id, the oldest one first', () => {
    const answer: ClientMessage = {
      toolResponse: { functionResponses: [{ name: 'light', response: {} }] },
    };
    const { state, effects } = play(manual, ...asked, called({ id: '2' }), said(answer));
    expect(effects.at(-1)).toMatchObject({ type: 'answer', answers: [{ id: '1' }] });
    expect(state).toMatchObject({ calls: [{ id: '2' }] });
  });

  it.each([
    ['an id that nobody gave out', [answerTo('2')]],
    ['an id that was answered before', [answerTo('1'), answerTo('1')]],
    ['an id that was cancelled', [start, answerTo('1')]],
  ])('does not mind a stray answer, to %s', (_what, messages) => {
    const { state, effects } = play(manual, ...asked, ...messages.map(said));
    expect(state.phase).toBe('ready');
    expect(effects.at(-1)).toMatchObject({ type: 'stray', responses: [{ name: 'light' }] });
  });

  it('does not take the answer to one that was called off', () => {
    const { effects } = play(
      manual,
      ...asked,
      { type: 'calledOff', ids: ['1'] },
      said(answerTo('1')),
    );
    expect(effects.at(-1)?.type).toBe('stray');
  });

  it('is answered in parts when the parts say so', () => {
    const part: ClientMessage = {
      toolResponse: {
        functionResponses: [{ id: '1', name: 'light', response: {}, willContinue: true }],
      },
    };
    const partly = play(manual, ...asked, said(part), said(part));
    expect(partly.state).toMatchObject({ phase: 'ready', calls: [{ id: '1' }] });
    expect(kinds(partly.effects)).not.toContain('answer');
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

  it('refuses new input when it blocks and the model is of the strict kind', () => {
    const strict: Rules = { ...manual, whileCallPending: 'refuse' };
    for (const message of [start, hello])
      expect(refusalOf(play(strict, ...asked, said(message)))).toEqual({
        code: 1008,
        reason: 'Operation is not implemented, or supported, or enabled.',
      });
  });

  it('is not disturbed by a room where nobody speaks, unless the model is of the strict kind', () => {
    const called1 = [said(typed), called({ id: '1' })];
    expect(kinds(play(automatic, ...called1, said(audio)).effects)).not.toContain('interrupt');
    const strict: Rules = { ...automatic, whileCallPending: 'refuse' };
    expect(refusalOf(play(strict, ...called1, said(audio)))?.code).toBe(1008);
  });
});

describe('a function call that does not block', () => {
  const free = { id: '1', behavior: 'NON_BLOCKING', awaitedBy: 'nobody' } as const;
  const asked = [said(start), said(end), called(free)];
  const scheduled = (scheduling: 'SILENT' | 'WHEN_IDLE' | 'INTERRUPT'): ClientMessage => ({
    toolResponse: { functionResponses: [{ id: '1', name: 'light', response: {}, scheduling }] },
  });

  it('survives an interruption, and its answer is part of what is replied then', () => {
    const { state, effects } = play(
      manual,
      ...asked,
      said(start),
      said(scheduled('INTERRUPT')),
      said(end),
    );
    expect(kinds(effects).slice(3)).toEqual([
      'interrupt',
      'startTurn',
      'learn',
      'endTurn',
      'reply',
    ]);
    expect(state).toMatchObject({ calls: [], waiting: [] });
  });

  it('is spoken of at once when its answer interrupts', () => {
    const { effects } = play(manual, ...asked, said(scheduled('INTERRUPT')));
    expect(effects.slice(3)).toMatchObject([
      { type: 'learn', answers: [{ id: '1' }] },
      { type: 'interrupt', cancelledIds: [] },
      { type: 'reply', to: 'answers' },
    ]);
  });

  it.each([
    ['WHEN_IDLE', scheduled('WHEN_IDLE')],
    ['no word of when', answerTo('1')],
  ])('is spoken of when the reply is over, with %s', (_what, answer) => {
    const during = play(manual, ...asked, said(answer));
    expect(kinds(during.effects).slice(3)).toEqual(['learn']);
    expect(step(during.state, { type: 'replied' }).effects).toEqual([
      { type: 'reply', to: 'answers' },
    ]);
    const after = play(manual, ...asked, { type: 'replied' }, said(answer));
    expect(after.effects.slice(3)).toMatchObject([{ type: 'learn' }, { type: 'reply' }]);
  });

  it('is not spoken of before it is asked for, with SILENT', () => {
    const { effects } = play(
      manual,
      ...asked,
      said(scheduled('SILENT')),
      { type: 'replied' },
      said(start),
      said(end),
    );
    expect(kinds(effects).slice(3)).toEqual(['learn', 'startTurn', 'endTurn', 'reply']);
  });

  it('is spoken of once when two answers wait', () => {
    const { state } = play(
      manual,
      ...asked,
      called({ ...free, id: '2' }),
      said(answerTo('1')),
      said(answerTo('2')),
    );
    expect(state).toMatchObject({ waiting: ['answers'] });
  });

  it('is spoken of in the reply to what the user says or types meanwhile', () => {
    for (const words of [[said(start), said(end)], [said(hello)]]) {
      const { state, effects } = play(manual, ...asked, said(answerTo('1')), ...words);
      expect(effects.at(-1)).toEqual({ type: 'reply', to: 'turn' });
      expect(state).toMatchObject({ waiting: [] });
    }
  });

  it('may be answered piece by piece', () => {
    const part: ClientMessage = {
      toolResponse: {
        functionResponses: [{ id: '1', name: 'light', response: {}, willContinue: true }],
      },
    };
    const { state, effects } = play(manual, ...asked, { type: 'replied' }, said(part), said(part));
    expect(kinds(effects).slice(3)).toEqual(['learn', 'reply', 'learn']);
    expect(state).toMatchObject({ calls: [{ id: '1' }], waiting: ['answers'] });
  });

  it('has no scheduling where the model knows none', () => {
    const rules: Rules = { ...manual, scheduling: 'refused' };
    expect(refusalOf(play(rules, ...asked, said(scheduled('SILENT'))))?.code).toBe(1007);
    expect(play(rules, ...asked, said(answerTo('1'))).state.phase).toBe('ready');
  });
});

describe('typed content', () => {
  const told: ClientMessage = {
    clientContent: { turns: [{ role: 'model', parts: [{ text: 'Good morning.' }] }] },
  };

  it('is remembered and not answered as long as it is not complete', () => {
    const { state, effects } = play(manual, said(told), said(told));
    expect(kinds(effects)).toEqual(['seed', 'seed']);
    expect(state).toMatchObject({ reply: 'none' });
  });

  it('cuts the reply even when it is not complete', () => {
    const { effects } = play(manual, said(hello), said(told));
    expect(kinds(effects)).toEqual(['type', 'reply', 'interrupt', 'seed']);
  });

  it('leaves an activity open', () => {
    const { state, effects } = play(manual, said(start), said(hello), said(audio), said(end));
    expect(kinds(effects)).toEqual(['startTurn', 'type', 'reply', 'hear', 'endTurn']);
    expect(state).toMatchObject({ activity: 'none', waiting: ['turn'] });
  });

  it('is history up to the first that is complete, where history was announced', () => {
    const rules: Rules = { ...manual, history: 'awaited' };
    const { effects } = play(rules, said(told), said(hello), said(hello));
    expect(kinds(effects)).toEqual(['seed', 'seed', 'type', 'reply']);
  });
});

it('lets nothing of a message take effect when a part of it is wrong', () => {
  const both: ClientMessage = { realtimeInput: { activityStart: {}, audioStreamEnd: true } };
  const { effects } = play(manual, said(start), said(end), said(both));
  expect(kinds(effects)).toEqual(['startTurn', 'endTurn', 'reply', 'refuse']);
});

it('lets the context be changed at any time, where the model does', () => {
  const update: ClientMessage = { contextUpdate: { tools: { tools: [] } } };
  const { state, effects } = play(manual, said(start), said(update));
  expect(kinds(effects)).toEqual(['startTurn', 'updateContext']);
  expect(state.phase).toBe('ready');
  const fixed: Rules = { ...manual, contextUpdate: 'refused' };
  expect(refusalOf(play(fixed, said(update)))).toEqual(invalidArgument);
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

/** Speech and then silence, at 16 kHz. */
function stream({ loudMs = 0, silentMs = 0 }): ClientMessage {
  const pcm = Buffer.alloc((loudMs + silentMs) * 32);
  for (let at = 0; at < loudMs * 32; at += 2) pcm.writeInt16LE(at % 4 === 0 ? 3_000 : -3_000, at);
  return { realtimeInput: { audio: { ...sound, data: pcm.toString('base64') } } };
}

const heardMs = (effects: readonly Effect[]) =>
  effects.reduce(
    (ms, effect) => ms + (effect.type === 'hear' ? effect.sound.pcm.length / 32 : 0),
    0,
  );

function said(message: ClientMessage): ProtocolEvent {
  return { type: 'message', message };
}

function called(call: Partial<PendingCall>): ProtocolEvent {
  const blocking = { id: '1', name: 'light', behavior: 'BLOCKING', awaitedBy: 'reply' } as const;
  return { type: 'called', calls: [{ ...blocking, ...call }] };
}

const kinds = (effects: readonly Effect[]) => effects.map(({ type }) => type);

const refusalOf = ({ effects }: { effects: readonly Effect[] }) =>
  effects.flatMap((effect) => (effect.type === 'refuse' ? [effect.refusal] : [])).at(0);
