import { describe, expect, test } from 'vitest';
import { decode } from '../../src/gemini/decode.ts';
import { wireId } from '../../src/gemini/decode-calls.ts';
import type { SessionEvent } from '../../src/live/session.ts';

const turnComplete = { type: 'turnComplete' };

describe('a message of the service', () => {
  test('that says several things at once is heard whole, each before the mark that ends it', () => {
    const events = decode({
      serverContent: {
        turnComplete: true,
        generationComplete: true,
        modelTurn: { parts: [audio(Buffer.from([1, 0])), audio(Buffer.from([2, 0]))] },
        outputTranscription: { text: ' on' },
        inputTranscription: { text: 'Light ' },
        groundingMetadata: { groundingChunks: [{ web: { uri: 'https://a.example/' } }] },
      },
      usageMetadata: { totalTokenCount: 7 },
      sessionResumptionUpdate: { resumable: true, newHandle: 'h' },
      goAway: { timeLeft: '50s' },
    });
    expect(events).toEqual([
      { type: 'resumable', handle: 'h' },
      { type: 'transcript', speaker: 'user', text: 'Light ' },
      { type: 'audio', pcm: Buffer.from([1, 0]) },
      { type: 'audio', pcm: Buffer.from([2, 0]) },
      { type: 'transcript', speaker: 'model', text: ' on' },
      { type: 'sources', sources: [{ title: 'a.example', url: 'https://a.example/' }] },
      { type: 'usage', usage: expect.objectContaining({ total: 7 }) },
      { type: 'generationComplete' },
      turnComplete,
      { type: 'goAway', timeLeftMs: 50_000 },
    ]);
  });

  test.each([
    [{}],
    [{ serverContent: {} }],
    [{ setupComplete: { sessionId: 'a' } }],
    [{ serverContent: { turnComplete: false, interrupted: null, modelTurn: null } }],
    [{ serverContent: { outputTranscription: {}, groundingMetadata: {}, waitingForInput: true } }],
    [{ serverContent: { inputTranscription: { text: '', finished: true } } }],
    [{ serverContent: { interimInputTranscription: { text: 'perhaps' } } }],
    [{ voiceActivity: { voiceActivityType: 'ACTIVITY_START' } }],
    [{ usageMetadata: { trafficType: 'ON_DEMAND' } }],
    [{ toolCall: { functionCalls: [] } }],
  ])('that says nothing of use is nothing: %j', (message) => {
    expect(decode(message)).toEqual([]);
  });

  test.each([
    [null],
    [[]],
    ['text'],
    [{ serverContent: 3 }],
    [{ serverContent: { interrupted: 'true' } }],
    [{ serverContent: { turnComplete: 1 } }],
    [{ serverContent: { modelTurn: [] } }],
    [{ serverContent: { modelTurn: { parts: {} } } }],
    [{ serverContent: { modelTurn: { parts: ['text'] } } }],
    [{ serverContent: { modelTurn: { parts: [{ inlineData: 'AAAA' }] } } }],
    [{ serverContent: { modelTurn: { parts: [audioText('no base64!')] } } }],
    [{ serverContent: { outputTranscription: 'text' } }],
    [{ serverContent: { outputTranscription: { text: 5 } } }],
    [{ serverContent: { groundingMetadata: [] } }],
    [{ serverContent: { turnCompleteReason: 'Because of this.' } }],
    [{ serverContent: { interactionStatus: { state: 'IDLE' } } }],
    [{ toolCall: {}, toolCallCancellation: 5 }],
    [{ toolCall: { functionCalls: 'x' } }],
    [{ toolCall: { functionCalls: [{ id: 'no name' }] } }],
    [{ toolCallCancellation: { ids: [5] } }],
    [{ sessionResumptionUpdate: { resumable: true, newHandle: 5 } }],
    [{ sessionResumptionUpdate: { resumable: 'true', newHandle: 'h' } }],
    [{ goAway: { timeLeft: 'soon' } }],
    [{ usageMetadata: { totalTokenCount: 'many' } }],
  ])('that is not understood is reported and changes nothing: %j', (message) => {
    expect(decode(message)).toEqual([{ type: 'malformed', reason: expect.any(String) }]);
  });

  test('is complained of without a word of what is in it', () => {
    const events = decode({ goAway: { timeLeft: 'hunter2' }, serverContent: { hunter2: 'x' } });
    expect(events).toEqual([
      {
        type: 'malformed',
        reason: 'The service sent a message in which timeLeft is not a duration.',
      },
    ]);
  });

  test('of which one field is wrong still says the rest', () => {
    const parts = [audioText('!'), audio(Buffer.from([1, 0]))];
    const events = decode({
      serverContent: { modelTurn: { parts }, inputTranscription: 5, turnComplete: true },
      goAway: [],
    });
    expect(events.map(({ type }) => type)).toEqual([
      'audio',
      'turnComplete',
      ...['malformed', 'malformed', 'malformed'],
    ]);
  });

  test('holds texts that are taken over letter by letter', () => {
    const texts = [' Hello', ',', ' my\n', 'ÄÖ 👋🏽 '];
    const heard = texts.flatMap((text) =>
      decode({ serverContent: { outputTranscription: { text } } }),
    );
    expect(heard).toEqual(texts.map((text) => ({ type: 'transcript', speaker: 'model', text })));
  });
});

describe('a handle', () => {
  test('that cannot be used leaves the last one in force', () => {
    expect(decode({ sessionResumptionUpdate: { resumable: false, newHandle: 'h' } })).toEqual([]);
    expect(decode({ sessionResumptionUpdate: { newHandle: 'h' } })).toEqual([]);
    expect(decode({ sessionResumptionUpdate: { resumable: true } })).toEqual([]);
    expect(decode({ sessionResumptionUpdate: { resumable: true, newHandle: '' } })).toEqual([]);
  });

  test('is taken however the service counts our messages beside it', () => {
    const update = { resumable: true, newHandle: 'h', lastConsumedClientMessageIndex: '7' };
    expect(decode({ sessionResumptionUpdate: update })).toEqual([
      { type: 'resumable', handle: 'h' },
    ]);
  });
});

describe('the sound of a reply', () => {
  const pcm = Buffer.from([1, 0, 2, 0]);

  test.each([
    ['audio/pcm'],
    ['audio/pcm;rate=24000'],
    ['audio/pcm; rate=24000'],
    ['Audio/PCM ;  Rate="24000"; channels=1'],
    ['audio/pcm;encoding=signed-integer;rate=24000'],
  ])('is heard when it is called %s', (mimeType) => {
    expect(heardAs(mimeType)).toEqual([{ type: 'audio', pcm }]);
  });

  test.each([
    ['audio/pcm;rate=16000'],
    ['audio/pcm;rate=240000'],
    ['audio/pcm;rate'],
    ['audio/pcm;rate=24000;channels=2'],
    ['audio/pcmu'],
    ['audio/mpeg'],
    [''],
    [undefined],
  ])('is not played as noise when it is called %s', (mimeType) => {
    expect(heardAs(mimeType)).toEqual([
      {
        type: 'malformed',
        reason:
          'The service sent a message in which a reply has sound in a format other than 24 kHz PCM.',
      },
    ]);
  });

  test('may be beside thoughts, code, words and pictures, which are not heard', () => {
    const parts = [
      { text: 'I will look at the light.', thought: true },
      { ...audio(Buffer.from([9, 9])), thought: true },
      { executableCode: { language: 'PYTHON', code: 'print(1)' } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
      { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } },
      { text: 'On.' },
      audio(pcm),
    ];
    expect(decode({ serverContent: { modelTurn: { role: 'model', parts } } })).toEqual([
      { type: 'audio', pcm },
    ]);
  });

  test('loses half a sample and nothing else', () => {
    const parts = [audio(Buffer.from([1, 2, 3]))];
    expect(decode({ serverContent: { modelTurn: { parts } } })).toEqual([
      { type: 'audio', pcm: Buffer.from([1, 2]) },
      {
        type: 'malformed',
        reason: 'The service sent a message in which a reply has sound that ends in half a sample.',
      },
    ]);
  });

  test('may be a minute long in one message, and not longer', () => {
    const second = audio(Buffer.alloc(48_000));
    const seconds = (count: number) =>
      decode({ serverContent: { modelTurn: { parts: Array(count).fill(second) } } });
    expect(seconds(60)).toHaveLength(60);
    expect(seconds(62).slice(59)).toEqual([
      { type: 'audio', pcm: Buffer.alloc(48_000) },
      {
        type: 'malformed',
        reason: 'The service sent a message in which there is more than a minute of sound.',
      },
    ]);
  });

  function heardAs(mimeType: string | undefined): SessionEvent[] {
    const inlineData = { mimeType, data: pcm.toString('base64') };
    return decode({ serverContent: { modelTurn: { parts: [{ inlineData }] } } });
  }
});

describe('the end of a turn', () => {
  test('is the mark alone, for models that tell nothing of their state', () => {
    expect(decode({ serverContent: { turnComplete: true } })).toEqual([turnComplete]);
    const status = 'INTERACTION_STATUS_UNSPECIFIED';
    expect(decode({ serverContent: { turnComplete: true, interactionStatus: status } })).toEqual([
      turnComplete,
    ]);
  });

  test('is not the end of an utterance behind which the model goes on thinking', () => {
    const interactionStatus = 'IN_PROGRESS';
    expect(decode({ serverContent: { turnComplete: true, interactionStatus } })).toEqual([]);
    expect(decode({ serverContent: { turnComplete: true }, interactionStatus })).toEqual([]);
    expect(decode({ serverContent: { interactionStatus } })).toEqual([]);
  });

  test.each([['IDLE'], ['REQUIRES_ACTION']])(
    'is told once when the model is %s, wherever that stands',
    (interactionStatus) => {
      const both = { turnComplete: true, interactionStatus };
      expect(decode({ serverContent: both })).toEqual([turnComplete]);
      expect(decode({ serverContent: both, interactionStatus })).toEqual([turnComplete]);
      expect(decode({ serverContent: { interactionStatus } })).toEqual([turnComplete]);
      expect(decode({ interactionStatus })).toEqual([turnComplete]);
    },
  );

  test('that stands beside a call comes after it', () => {
    const toolCall = { functionCalls: [{ id: 'a', name: 'light' }] };
    const events = decode({ interactionStatus: 'IDLE', toolCall });
    expect(events.map(({ type }) => type)).toEqual(['toolCall', 'turnComplete']);
    expect(decode({ interactionStatus: 'IN_PROGRESS', toolCall })).toEqual(events.slice(0, 1));
  });

  test('says why, when the turn did not end by itself', () => {
    const ended = (turnCompleteReason: unknown) =>
      decode({ serverContent: { turnComplete: true, turnCompleteReason } });
    expect(ended('PROHIBITED_INPUT_CONTENT')).toEqual([
      { type: 'turnComplete', why: 'PROHIBITED_INPUT_CONTENT' },
    ]);
    expect(ended('TURN_COMPLETE_REASON_UNSPECIFIED')).toEqual([turnComplete]);
    expect(ended(null)).toEqual([turnComplete]);
    for (const nonsense of ['lower case', 'A1', 'A'.repeat(65), 'A\n', 5, {}])
      expect(ended(nonsense)).toEqual([
        turnComplete,
        { type: 'malformed', reason: expect.stringContaining('turnCompleteReason') },
      ]);
  });

  test('of an interrupted turn follows the interruption', () => {
    const events = decode({ serverContent: { turnComplete: true, interrupted: true } });
    expect(events.map(({ type }) => type)).toEqual(['interrupted', 'turnComplete']);
  });
});

describe('calls of tools', () => {
  test('are told together, with their ids', () => {
    const functionCalls = [
      { id: 'a', name: 'light', args: { state: 'ON', list: [1, { x: null }] } },
      { id: 'b', name: 'light' },
      { id: 'c', name: 'light', args: null },
    ];
    const calls = functionCalls.map((call) => ({ ...call, args: call.args ?? {} }));
    expect(decode({ toolCall: { functionCalls } })).toEqual([{ type: 'toolCall', calls }]);
  });

  test('without an id get one each, which the service never sees', () => {
    const call = { name: 'light' };
    const calls = callsOf({ functionCalls: [call, { ...call, id: '' }, { ...call, id: 'a' }] });
    expect(new Set(calls.map(({ id }) => id)).size).toBe(3);
    expect(calls.map(({ id }) => wireId(id))).toEqual(['', '', 'a']);
  });

  test.each([
    ['an id that is a number', { id: 5, name: 'light' }],
    ['an endless id', { id: 'a'.repeat(257), name: 'light' }],
    ['an endless name', { id: 'a', name: 'a'.repeat(129) }],
    ['an empty name', { id: 'a', name: '' }],
  ])('with %s are not made, and others beside them are', (_, wrong) => {
    const events = decode({ toolCall: { functionCalls: [wrong, { id: 'b', name: 'light' }] } });
    expect(events).toEqual([
      { type: 'toolCall', calls: [{ id: 'b', name: 'light', args: {} }] },
      { type: 'malformed', reason: expect.stringContaining('a tool call has') },
    ]);
  });

  test.each([
    ['arguments that are a text', { id: 'a', name: 'light', args: 'ON' }],
    ['arguments that are a list', { id: 'a', name: 'light', args: ['ON'] }],
    ['deep arguments', { id: 'a', name: 'light', args: nested(40) }],
    ['very many arguments', { id: 'a', name: 'light', args: { list: Array(10_001).fill(0) } }],
    ['long arguments', { id: 'a', name: 'light', args: { text: 'a'.repeat(100_001) } }],
    ['another prototype', { id: 'a', name: 'light', args: JSON.parse('{"a":{"__proto__":{}}}') }],
  ])('with %s are told without them, so that they are answered', (_, wrong) => {
    const events = decode({ toolCall: { functionCalls: [wrong, { id: 'b', name: 'light' }] } });
    const unfit = expect.stringContaining('a tool call has arguments');
    expect(events).toEqual([
      {
        type: 'toolCall',
        calls: [
          { id: 'a', name: 'light', args: {}, unfit },
          { id: 'b', name: 'light', args: {} },
        ],
      },
      { type: 'malformed', reason: expect.stringContaining('a tool call has') },
    ]);
  });

  test('are taken back by their ids', () => {
    expect(decode({ toolCallCancellation: { ids: ['a', 5, '', 'b'] } })).toEqual([
      { type: 'toolCancelled', ids: ['a', 'b'] },
      { type: 'malformed', reason: expect.stringContaining('ids') },
    ]);
  });
});

describe('notice of the end of a connection', () => {
  test.each([
    ['50s', 50_000],
    ['1.5s', 1_500],
    ['0.0004s', 0],
    ['-3s', 0],
    ['999999999999s', 86_400_000],
    [{ seconds: 50, nanos: 500_000_000 }, 50_500],
    [{ seconds: '50' }, 50_000],
    [{}, 0],
    [undefined, 0],
  ])('tells %j as milliseconds', (timeLeft, timeLeftMs) => {
    expect(decode({ goAway: { timeLeft } })).toEqual([{ type: 'goAway', timeLeftMs }]);
  });

  test.each([['50'], ['50 s'], [50], [true], [[]], [{ seconds: 'x' }], [{ nanos: [] }]])(
    'does not count when its time is %j',
    (timeLeft) => {
      expect(decode({ goAway: { timeLeft } }).map(({ type }) => type)).toEqual(['malformed']);
    },
  );
});

function callsOf(toolCall: unknown) {
  return decode({ toolCall }).flatMap((event) => (event.type === 'toolCall' ? event.calls : []));
}

function nested(levels: number): object {
  return levels === 0 ? {} : { in: nested(levels - 1) };
}

const audio = (pcm: Buffer) => audioText(pcm.toString('base64'));

function audioText(data: string) {
  return { inlineData: { mimeType: 'audio/pcm;rate=24000', data } };
}
