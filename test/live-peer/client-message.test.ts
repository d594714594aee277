import { describe, expect, it } from 'vitest';
import { parseClientFrame } from '../../src/live-peer/client-message.ts';

const pcm = { data: 'AAAAAA==', mimeType: 'audio/pcm;rate=16000' };
const model = 'models/gemini-3.8-live';

describe('a client message', () => {
  it('is one kind of message', () => {
    expect(parse({ setup: { model } })).toEqual({ type: 'message', message: { setup: { model } } });
  });

  it('is not two', () => {
    expect(reason({ setup: { model }, clientContent: {} })).toContain(
      "oneof field 'message_type' is already set. Cannot set 'client_content'",
    );
  });

  it('is not none', () => {
    expect(reason({})).toBe('Request contains an invalid argument.');
  });

  it.each(['not json', '"text"', '[]', 'null'])('is an object in JSON, not %s', (frame) => {
    expect(parseClientFrame(frame)).toMatchObject({
      type: 'refused',
      refusal: { code: 1007, reason: expect.stringContaining('Invalid JSON payload received.') },
    });
  });

  it('may name its kind in snake_case', () => {
    expect(parse({ realtime_input: { audio: pcm } })).toEqual({
      type: 'message',
      message: { realtimeInput: { audio: pcm } },
    });
  });
});

describe('an unknown field', () => {
  it.each([
    [{ hello: {} }, 'Unknown name "hello": Cannot find field.'],
    [{ setup: { model, x: 1 } }, `Unknown name "x" at 'setup': Cannot find field.`],
    [
      { clientContent: { contents: [] } },
      `Unknown name "contents" at 'client_content': Cannot find field.`,
    ],
    [
      { setup: { model, tools: [{ functionDeclarations: [{ name: 'a', args: {} }] }] } },
      `Unknown name "args" at 'setup.tools[0].function_declarations[0]': Cannot find field.`,
    ],
  ])('is named with its place, as in %j', (message, expected) => {
    expect(reason(message)).toBe(`Invalid JSON payload received. ${expected}`);
  });
});

describe('a setup', () => {
  const config = {
    generationConfig: {
      responseModalities: ['AUDIO'],
      temperature: 0.7,
      speechConfig: {
        voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } },
        languageCode: 'en-US',
      },
    },
    systemInstruction: { role: 'user', parts: [{ text: 'Be brief.' }] },
    tools: [{ googleSearch: {} }],
    sessionResumption: {},
    inputAudioTranscription: {},
    outputAudioTranscription: {},
    realtimeInputConfig: {
      automaticActivityDetection: { disabled: true },
      activityHandling: 'START_OF_ACTIVITY_INTERRUPTS',
      turnCoverage: 'TURN_INCLUDES_ONLY_ACTIVITY',
    },
    contextWindowCompression: { triggerTokens: '25600', slidingWindow: { targetTokens: '12800' } },
  };

  it('takes all that a push-to-talk client wants', () => {
    expect(parse({ setup: { model, ...config } })).toMatchObject({ type: 'message' });
  });

  it('needs a model', () => {
    expect(reason({ setup: {} })).toContain("Invalid value at 'setup.model'");
  });

  it.each([25_600, '25600'])('takes the 64-bit integer %j', (triggerTokens) => {
    const contextWindowCompression = { triggerTokens, slidingWindow: {} };
    expect(parse({ setup: { model, contextWindowCompression } })).toMatchObject({
      type: 'message',
    });
  });

  it.each([25_600.5, 'many', true])('does not take the 64-bit integer %j', (triggerTokens) => {
    expect(reason({ setup: { model, contextWindowCompression: { triggerTokens } } })).toContain(
      "Invalid value at 'setup.context_window_compression.trigger_tokens'",
    );
  });

  it('does not take null for a handle', () => {
    expect(reason({ setup: { model, sessionResumption: { handle: null } } })).toContain(
      "Invalid value at 'setup.session_resumption.handle'",
    );
  });
});

describe('a function declaration', () => {
  const declare = (declaration: object) => ({
    setup: { model, tools: [{ functionDeclarations: [declaration] }] },
  });
  const parameters = {
    type: 'OBJECT',
    properties: {
      room: { type: 'STRING', enum: ['kitchen', 'hall'], description: 'Which.' },
      level: { type: 'INTEGER', minimum: 0, maximum: 100 },
      scenes: { type: 'ARRAY', items: { type: 'STRING' }, maxItems: '3' },
    },
    required: ['room'],
  };

  it.each(['BLOCKING', 'NON_BLOCKING'])('takes parameters and the behavior %s', (behavior) => {
    expect(parse(declare({ name: 'light', parameters, behavior }))).toMatchObject({
      type: 'message',
    });
  });

  it.each([
    ['no name', {}, 'name'],
    ['a name with spaces', { name: 'the light' }, 'name'],
    ['another behavior', { name: 'light', behavior: 'ASYNC' }, 'behavior'],
    ['a type in lower case', { name: 'light', parameters: { type: 'object' } }, 'parameters.type'],
    [
      'such a type deep inside',
      { name: 'light', parameters: { type: 'OBJECT', properties: { x: { type: 'string' } } } },
      'parameters.properties.x.type',
    ],
  ])('is refused with %s', (_what, declaration, place) => {
    expect(reason(declare(declaration))).toContain(
      `Invalid value at 'setup.tools[0].function_declarations[0].${place}'`,
    );
  });
});

describe('audio', () => {
  it.each([
    ['another type', { ...pcm, mimeType: 'audio/webm' }],
    ['something that is not base64', { ...pcm, data: 'AAAA*AA=' }],
    ['base64 without its padding', { ...pcm, data: 'AAAAAA' }],
    ['half a sample', { ...pcm, data: 'AAAA' }],
    ['no type', { data: pcm.data }],
  ])('is refused as %s', (_what, audio) => {
    expect(reason({ realtimeInput: { audio } })).toContain(
      "Invalid value at 'realtime_input.audio",
    );
  });

  it.each([0, 640, 96_938])('may be of any length, %i bytes for one', (bytes) => {
    const data = Buffer.alloc(bytes).toString('base64');
    expect(parse({ realtimeInput: { audio: { ...pcm, data } } })).toMatchObject({
      type: 'message',
    });
  });
});

describe('content', () => {
  it('says whose it is', () => {
    expect(reason({ clientContent: { turns: [{ parts: [{ text: 'Hi' }] }] } })).toContain(
      "Invalid value at 'client_content.turns[0].role'",
    );
  });

  it('has no function calls in it', () => {
    const parts = [{ functionCall: { name: 'light', args: {} } }];
    expect(reason({ clientContent: { turns: [{ role: 'model', parts }] } })).toContain(
      'Unknown name "functionCall"',
    );
  });
});

describe('the answer to a function call', () => {
  const answer = { id: '1', name: 'light', response: { output: 'on' } };

  it('has id, name and response', () => {
    expect(parse({ toolResponse: { functionResponses: [answer] } })).toMatchObject({
      type: 'message',
    });
  });

  it.each(['id', 'name', 'response'])('is refused without %s', (missing) => {
    const functionResponses = [{ ...answer, [missing]: undefined }];
    expect(reason({ toolResponse: { functionResponses } })).toContain(
      `Invalid value at 'tool_response.function_responses[0].${missing}'`,
    );
  });

  it('is refused with a scheduling that does not exist', () => {
    const functionResponses = [{ ...answer, scheduling: 'LATER' }];
    expect(reason({ toolResponse: { functionResponses } })).toContain(
      "Invalid value at 'tool_response.function_responses[0].scheduling'",
    );
  });

  it('is at least one', () => {
    expect(reason({ toolResponse: { functionResponses: [] } })).toContain(
      "'tool_response.function_responses'",
    );
  });
});

function parse(message: object) {
  return parseClientFrame(JSON.stringify(message));
}

function reason(message: object): string | undefined {
  const parsed = parse(message);
  if (parsed.type === 'message') return undefined;
  expect(parsed.refusal.code).toBe(1007);
  return parsed.refusal.reason;
}
