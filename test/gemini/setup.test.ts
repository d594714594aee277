import { GoogleGenAI } from '@google/genai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { liveSchema } from '../../src/config/live-schema.ts';
import type { Shape } from '../../src/config/shape.ts';
import { MODELS, VERTEX_ONLY } from '../../src/gemini/model-traits.ts';
import { apiVersionFor, modelTraits, warnings } from '../../src/gemini/models.ts';
import { OPTIONAL_SETTINGS } from '../../src/gemini/settings.ts';
import { type SetupFacts, setupFor } from '../../src/gemini/setup.ts';
import { PREBUILT_VOICES } from '../../src/gemini/voices.ts';
import type { ToolDeclaration } from '../../src/live/session.ts';
import { parseClientFrame } from '../../src/live-peer/client-message.ts';
import { modelNamed } from '../../src/live-peer/models.ts';
import { type Place, setupFault } from '../../src/live-peer/setup-rules.ts';

const THINKING = 'gemini-3.8-live-extended-thinking';
const LEGACY = 'gemini-3.1-flash-live-preview';
const NATIVE = 'gemini-2.5-flash-native-audio-preview-12-2025';

const LAMP: ToolDeclaration = {
  name: 'lamp',
  description: 'Switches the lamp.',
  parameters: { type: 'OBJECT', properties: { on: { type: 'BOOLEAN' } }, required: ['on'] },
};

/** What every setup of the default model has. */
const LEAST = {
  responseModalities: ['AUDIO'],
  systemInstruction: 'Be brief.',
  realtimeInputConfig: {
    automaticActivityDetection: { disabled: true },
    activityHandling: 'START_OF_ACTIVITY_INTERRUPTS',
    turnCoverage: 'TURN_INCLUDES_ONLY_ACTIVITY',
  },
  sessionResumption: {},
  contextWindowCompression: { triggerTokens: '25600', slidingWindow: { targetTokens: '12800' } },
};

/** Set to something else than the default, wherever some model takes it. */
const EVERYTHING = {
  voice: 'Puck',
  language: 'de-DE',
  temperature: 0,
  topP: 0,
  topK: 40,
  maxOutputTokens: 4_096,
  seed: 0,
  mediaResolution: 'low',
  thinking: { includeThoughts: true },
  affectiveDialog: true,
  proactiveAudio: true,
  transcription: {
    languageCodes: ['de-DE', 'en-US'],
    customVocabulary: ['Küche'],
    adaptationPhrases: ['Licht an'],
    mode: 'verbatim',
    wordTimestamp: true,
    diarization: true,
  },
  activityDetection: {
    startSensitivity: 'low',
    endSensitivity: 'high',
    prefixPaddingMs: 0,
    silenceMs: 800,
  },
  activityHandling: 'no-interruption',
  turnCoverage: 'audio-activity-and-all-video',
  compression: { triggerTokens: 5_000, targetTokens: 0 },
  googleSearch: true,
  codeExecution: true,
  urlContext: true,
};

describe('the setup of a session', () => {
  it('has, where nothing is configured, the voice and both transcripts beyond the least', () => {
    expect(full({}).config).toEqual({
      ...LEAST,
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
      inputAudioTranscription: {},
      outputAudioTranscription: {},
    });
    expect(lean({}).config).toEqual(LEAST);
    for (const { optional } of [full({}), lean({})])
      expect(optional).toEqual([
        'live.voice',
        'live.transcription.input',
        'live.transcription.output',
      ]);
  });

  it('has all that is configured for a model of which nothing is known', () => {
    const live = { ...EVERYTHING, model: 'gemini-9-live', thinking: { level: 'minimal' } };
    const setup = full(live, { activity: 'automatic', handle: 'H1', tools: [LAMP] });
    expect(setup.config).toEqual({
      responseModalities: ['AUDIO'],
      systemInstruction: 'Be brief.',
      speechConfig: {
        voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } },
        languageCode: 'de-DE',
      },
      temperature: 0,
      topP: 0,
      topK: 40,
      maxOutputTokens: 4_096,
      seed: 0,
      mediaResolution: 'MEDIA_RESOLUTION_LOW',
      thinkingConfig: { thinkingLevel: 'MINIMAL' },
      enableAffectiveDialog: true,
      proactivity: { proactiveAudio: true },
      inputAudioTranscription: {
        languageCodes: ['de-DE', 'en-US'],
        customVocabulary: ['Küche'],
        adaptationPhrases: ['Licht an'],
        mode: 'VERBATIM',
        wordTimestamp: true,
        diarization: true,
      },
      outputAudioTranscription: {},
      realtimeInputConfig: {
        automaticActivityDetection: {
          startOfSpeechSensitivity: 'START_SENSITIVITY_LOW',
          endOfSpeechSensitivity: 'END_SENSITIVITY_HIGH',
          prefixPaddingMs: 0,
          silenceDurationMs: 800,
        },
        activityHandling: 'NO_INTERRUPTION',
        turnCoverage: 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO',
      },
      sessionResumption: { handle: 'H1' },
      contextWindowCompression: { triggerTokens: '5000', slidingWindow: { targetTokens: '0' } },
      tools: [
        { functionDeclarations: [{ ...LAMP, behavior: 'BLOCKING' }] },
        { googleSearch: {} },
        { codeExecution: {} },
        { urlContext: {} },
      ],
    });
  });

  it.each([
    ['gemini-3.8-live', {}],
    [THINKING, { thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true } }],
    [LEGACY, { thinkingConfig: { includeThoughts: true } }],
  ])('of %s leaves out what is built in or unknown to it', (model, own) => {
    const { config } = full({ ...EVERYTHING, model });
    const text = JSON.stringify(config);
    for (const field of ['Affective', 'proactivity', 'codeExecution', 'urlContext', 'diarization'])
      expect(text).not.toContain(field);
    expect(config).toMatchObject({ ...own, speechConfig: { languageCode: 'de-DE' } });
    expect(Object.hasOwn(config, 'thinkingConfig')).toBe(Object.hasOwn(own, 'thinkingConfig'));
  });

  it('of a native audio model has a budget, its extras, and no language', () => {
    const { config } = full({ ...EVERYTHING, model: NATIVE, thinking: { budget: 0 } });
    expect(config).toMatchObject({
      thinkingConfig: { thinkingBudget: 0 },
      enableAffectiveDialog: true,
      proactivity: { proactiveAudio: true },
      tools: [{ googleSearch: {} }],
    });
    expect(JSON.stringify(config)).not.toContain('languageCode"');
  });

  it('names a level of thinking where one is required, even in the lean one', () => {
    const level = (live: object) =>
      (['full', 'lean'] as const).map(
        (size) => setupFor(facts({ model: THINKING, ...live }), size).config,
      );
    for (const [thinking, thinkingLevel] of [
      [{}, 'LOW'],
      [{ level: 'minimal' }, 'LOW'],
      [{ level: 'high' }, 'HIGH'],
    ] as const)
      for (const config of level({ thinking }))
        expect(config).toMatchObject({ thinkingConfig: { thinkingLevel } });
    expect(full({ model: THINKING, thinking: { level: 'high' } }).optional).not.toContain(
      'live.thinking.level',
    );
  });

  it('asks for the same handle again, and never for none', () => {
    expect(full({}, { handle: undefined }).config).toMatchObject({ sessionResumption: {} });
    expect(lean({}, { handle: 'H1' }).config).toMatchObject({
      sessionResumption: { handle: 'H1' },
    });
  });

  it('leaves it to the service to detect speech, or to the button alone', () => {
    const live = { activityDetection: { silenceMs: 300 } };
    const detection = (activity: SetupFacts['activity'], size: 'full' | 'lean') =>
      Object(setupFor(facts(live, { activity }), size).config).realtimeInputConfig
        .automaticActivityDetection;
    expect(detection('manual', 'full')).toEqual({ disabled: true });
    expect(detection('automatic', 'full')).toEqual({ silenceDurationMs: 300 });
    expect(detection('automatic', 'lean')).toBe(undefined);
    expect(full(live).optional).not.toContain('live.activityDetection.silenceMs');
  });

  it('has no options of a transcript that is not asked for', () => {
    const transcription = { ...EVERYTHING.transcription, input: false, output: false };
    const { config, optional } = full({ model: 'gemini-9-live', transcription });
    expect(Object.keys(config).filter((key) => key.endsWith('Transcription'))).toEqual([]);
    expect(optional).toEqual(['live.voice']);
  });

  it.each([
    ['gemini-3.8-live', ['BLOCKING', 'NON_BLOCKING']],
    [THINKING, ['NON_BLOCKING', 'NON_BLOCKING']],
    [LEGACY, ['BLOCKING', 'BLOCKING']],
    [NATIVE, ['BLOCKING', 'NON_BLOCKING']],
    ['gemini-9-live', ['BLOCKING', 'NON_BLOCKING']],
  ])('declares functions as %s takes them', (model, behaviors) => {
    const tools = [LAMP, { ...LAMP, name: 'oven', behavior: 'NON_BLOCKING' as const }];
    for (const { config } of [full({ model }, { tools }), lean({ model }, { tools })])
      expect(config).toMatchObject({
        tools: [{ functionDeclarations: behaviors.map((behavior) => ({ behavior })) }],
      });
  });

  it('prefers devices to the Web where the model does not take both', () => {
    const live = { model: NATIVE, googleSearch: true };
    expect(full(live).config).toMatchObject({ tools: [{ googleSearch: {} }] });
    const both = full(live, { tools: [LAMP] });
    expect(Object(both.config).tools).toHaveLength(1);
    expect(both.optional).not.toContain('live.googleSearch');
    const newer = full({ googleSearch: true }, { tools: [LAMP] });
    expect(Object(newer.config).tools).toHaveLength(2);
  });
});

describe('whatever is configured', () => {
  // The peer has no aliases.
  const served = [...MODELS.keys()].filter((model) => !model.endsWith('-latest'));

  it.each(served)('is taken by %s, with and without what is optional', async (model) => {
    await fc.assert(
      fc.asyncProperty(liveOf(model), factsAside, async (live, aside) => {
        const given = { ...aside, live, instruction: 'Be brief.' };
        const before = structuredClone(given);
        const place: Place = VERTEX_ONLY.has(model)
          ? { way: 'gateway', apiVersion: '' }
          : { way: 'api-key', apiVersion: apiVersionFor(live) };
        const setups = [setupFor(given, 'full'), setupFor(given, 'lean')] as const;
        for (const { config } of setups)
          expect(await refusal(model, config, place)).toBe(undefined);
        expect(given).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it.each([...served, 'gemini-9-live'])('is sent to %s or warned about, never both', (model) => {
    const traits = modelTraits(model);
    fc.assert(
      fc.property(liveOf(model), (live) => {
        const given = { live, instruction: '', activity: 'automatic' as const, handle: undefined };
        const { optional } = setupFor({ ...given, tools: [LAMP] }, 'full');
        const told = warnings(live).map((text) => /^(\S+) is not sent/.exec(text)?.[1]);
        for (const { key, value, required } of OPTIONAL_SETTINGS) {
          const configured = value(live, traits) !== undefined && !required?.(traits);
          const count = [...optional, ...told].filter((name) => name === `live.${key}`).length;
          expect([key, count]).toEqual([key, configured ? 1 : 0]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('differs between full and lean in what is optional, and in nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...served).chain(liveOf), factsAside, (live, aside) => {
        const given = { ...aside, live, instruction: 'Be brief.' };
        const [most, least] = [setupFor(given, 'full'), setupFor(given, 'lean')];
        expect(least.optional).toEqual(most.optional);
        expect(leaves(most.config).length).toBeGreaterThanOrEqual(leaves(least.config).length);
        expect(most.optional.length).toBeGreaterThan(0);
        expect(most.config).not.toEqual(least.config);
        const same = ['responseModalities', 'systemInstruction', 'sessionResumption'];
        for (const key of [...same, 'contextWindowCompression'])
          expect(Object(most.config)[key]).toEqual(Object(least.config)[key]);
      }),
      { numRuns: 100 },
    );
  });
});

const full = (live: object, aside: Partial<SetupFacts> = {}) =>
  setupFor(facts(live, aside), 'full');
const lean = (live: object, aside: Partial<SetupFacts> = {}) =>
  setupFor(facts(live, aside), 'lean');

function facts(live: object, aside: Partial<SetupFacts> = {}): SetupFacts {
  return {
    live: liveSchema.parse(live),
    instruction: 'Be brief.',
    activity: 'manual',
    handle: undefined,
    tools: [],
    ...aside,
  };
}

const factsAside = fc.record({
  activity: fc.constantFrom('manual' as const, 'automatic' as const),
  handle: fc.constantFrom(undefined, 'H1'),
  tools: fc.constantFrom<readonly ToolDeclaration[]>(
    [],
    [LAMP],
    [
      { ...LAMP, behavior: 'BLOCKING' },
      { ...LAMP, name: 'oven', behavior: 'NON_BLOCKING' },
    ],
  ),
});

/** Configurations within the bounds of the schema, for one model. */
function liveOf(model: string): fc.Arbitrary<SetupFacts['live']> {
  const {
    model: _model,
    baseUrl,
    auth,
    ...properties
  } = Object(z.toJSONSchema(liveSchema, { io: 'input' })).properties;
  const voices = modelTraits(model).catalogueVoices ? ['en-us-tavi'] : [];
  return anyOf({ type: 'object', properties })
    .map((live) => Object(live))
    .chain((live) =>
      fc.constantFrom(...PREBUILT_VOICES, ...voices).map((voice) => ({ ...live, voice, model })),
    )
    .map((live) => liveSchema.safeParse(live))
    .filter(({ success }) => success)
    .map(({ data }) => data as SetupFacts['live']);
}

/** Any value that the bounds of `shape` let through. */
function anyOf(shape: Shape & { readonly pattern?: string }): fc.Arbitrary<unknown> {
  if (shape.enum) return fc.constantFrom(...shape.enum);
  const { minimum: min = 0, maximum: max = 0 } = shape;
  switch (shape.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min, max });
    case 'number':
      return fc.double({ min, max, noNaN: true });
    case 'array':
      return fc.array(anyOf(shape.items ?? {}), { maxLength: 3 });
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(shape.properties ?? {}).map(([key, inner]) => [key, anyOf(inner)]),
        ),
        { requiredKeys: [] },
      );
    default:
      if (shape.pattern !== undefined) return fc.constantFrom('de-DE', 'en', 'cmn-Hans-CN');
      return fc.string({ minLength: shape.minLength ?? 0, maxLength: 40 });
  }
}

/** What the peer says to the message that the SDK makes of `config`. */
async function refusal(model: string, config: object, place: Place): Promise<unknown> {
  const parsed = parseClientFrame(await frameOf(model, config, place));
  if (parsed.type !== 'message' || parsed.message.setup === undefined) return parsed;
  const { setup } = parsed.message;
  const found = modelNamed(setup.model, place);
  return found.type === 'missing' ? found : setupFault(setup, found.rules, place);
}

/** The first message of a session, as the SDK would send it. */
async function frameOf(model: string, config: object, { way, apiVersion }: Place): Promise<string> {
  const ai = new GoogleGenAI(
    way === 'gateway'
      ? {
          vertexai: true,
          apiKey: '',
          project: '',
          location: '',
          httpOptions: { baseUrl: 'http://x' },
        }
      : { vertexai: false, apiKey: 'key', httpOptions: { apiVersion, baseUrl: 'http://x' } },
  );
  let sent = '';
  const socket = (callbacks: { onopen(): void; onmessage(event: { data: string }): void }) => ({
    connect: () => callbacks.onopen(),
    send: (frame: string) => {
      sent = frame;
      callbacks.onmessage({ data: '{"setupComplete":{}}' });
    },
    close: () => {},
  });
  Object.assign(ai.live, {
    webSocketFactory: {
      create: (_url: string, _headers: object, callbacks: Parameters<typeof socket>[0]) =>
        socket(callbacks),
    },
  });
  await ai.live.connect({ model, config, callbacks: { onmessage: () => {} } });
  return sent;
}

function leaves(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leaves);
}
