import { describe, expect, it } from 'vitest';
import { liveSchema } from '../../src/config/live-schema.ts';
import { MODELS, SHUT_DOWN, UNKNOWN_MODEL, VERTEX_ONLY } from '../../src/gemini/model-traits.ts';
import { apiVersionFor, behaviorFor, modelTraits, warnings } from '../../src/gemini/models.ts';
import { PREBUILT_VOICES, voiceKind } from '../../src/gemini/voices.ts';

const FAST = 'gemini-3.8-live';
const THINKING = 'gemini-3.8-live-extended-thinking';
const LEGACY = 'gemini-3.1-flash-live-preview';
const NATIVE = 'gemini-2.5-flash-native-audio-preview-12-2025';
const VERTEX = 'gemini-live-2.5-flash-native-audio';

describe('what a model takes', () => {
  it('is known by its name, whatever stands before it', () => {
    expect(modelTraits(FAST).label).toBe('3.8');
    expect(modelTraits(`models/${THINKING}`).label).toBe('3.8 extended thinking');
    expect(modelTraits(`publishers/google/models/${VERTEX}`).label).toBe('2.5');
  });

  it.each(['gemini-9-live', 'toString', '__proto__', ''])('is not assumed of "%s"', (model) => {
    expect(modelTraits(model)).toBe(UNKNOWN_MODEL);
  });

  it('decides how a function is declared', () => {
    const declared = (model: string) =>
      (['BLOCKING', 'NON_BLOCKING'] as const).map((wanted) =>
        behaviorFor(modelTraits(model), wanted),
      );
    expect(declared(FAST)).toEqual(['BLOCKING', 'NON_BLOCKING']);
    expect(declared(THINKING)).toEqual(['NON_BLOCKING', 'NON_BLOCKING']);
    expect(declared(LEGACY)).toEqual(['BLOCKING', 'BLOCKING']);
    expect(declared(NATIVE)).toEqual(['BLOCKING', 'NON_BLOCKING']);
  });

  it('is told of every model that is named elsewhere', () => {
    for (const name of VERTEX_ONLY) expect(MODELS.has(name)).toBe(true);
    for (const traits of MODELS.values())
      expect(traits.levels.length > 0).toBe(/^level/.test(traits.thinking));
  });
});

describe('the version of the API', () => {
  it.each([
    [{}, 'v1beta'],
    [{ apiVersion: 'v1alpha' }, 'v1alpha'],
    [{ model: NATIVE }, 'v1beta'],
    [{ model: NATIVE, affectiveDialog: true }, 'v1alpha'],
    [{ model: NATIVE, proactiveAudio: true }, 'v1alpha'],
    [{ model: FAST, affectiveDialog: true, proactiveAudio: true }, 'v1beta'],
    [{ model: LEGACY, proactiveAudio: true }, 'v1beta'],
    [{ model: 'gemini-9-live', proactiveAudio: true }, 'v1alpha'],
  ])('knows what is sent: %o', (live, version) => {
    expect(apiVersionFor(liveSchema.parse(live))).toBe(version);
  });
});

describe('a warning', () => {
  it('is not given about what is fine', () => {
    expect(warned({})).toEqual([]);
    expect(warned({ voice: 'en-us-tavi', language: 'de-DE', googleSearch: true })).toEqual([]);
    expect(warned({ model: THINKING, thinking: { level: 'high' } })).toEqual([]);
  });

  it.each([
    [
      { model: 'gemini-2.0-flash-live-001' },
      'live.model: "gemini-2.0-flash-live-001" is said to be shut down (2025-12-09); set one that is served, as "gemini-3.8-live".',
    ],
    [
      { model: 'models/gemini-9-live' },
      'live.model: "gemini-9-live" is not known to this version of hearthd; whatever is configured is sent to it.',
    ],
    [
      { model: VERTEX },
      'live.model: "gemini-live-2.5-flash-native-audio" is served by Vertex AI only; set "live.auth.type" to "vertex", or another model.',
    ],
    [{ voice: 'kore' }, 'live.voice: no voice "kore" is known; did you mean "Kore"?'],
    [
      { voice: 'EN-US-Tavi' },
      'live.voice: no voice "EN-US-Tavi" is known; did you mean "en-us-tavi"?',
    ],
    [
      { voice: 'Zubenelgenuby' },
      'live.voice: no voice "Zubenelgenuby" is known; did you mean "Zubenelgenubi"?',
    ],
    [
      { voice: 'Q8' },
      'live.voice: no voice "Q8" is known; if the service refuses it, it speaks in a voice of its own choice.',
    ],
    [
      { thinking: { level: 'low' } },
      'live.thinking.level is not sent: this model decides by itself how long it thinks.',
    ],
    [
      { model: THINKING, thinking: { level: 'minimal' } },
      'live.thinking.level: this model takes "low", "medium" or "high"; "low" is sent.',
    ],
    [
      { model: THINKING, thinking: { budget: 100 } },
      'live.thinking.budget is not sent: this model takes "live.thinking.level" instead.',
    ],
    [
      { affectiveDialog: true },
      'live.affectiveDialog is not sent: it is always on with this model.',
    ],
    [{ proactiveAudio: true }, 'live.proactiveAudio is not sent: it is always on with this model.'],
    [{ codeExecution: true }, 'live.codeExecution is not sent: this model does not know it.'],
    [{ urlContext: true }, 'live.urlContext is not sent: this model does not know it.'],
    [
      { transcription: { diarization: true } },
      'live.transcription.diarization is not sent: this model does not know it.',
    ],
    [
      { transcription: { input: false, customVocabulary: ['Küche'] } },
      'live.transcription: its other settings are not sent while "input" is false.',
    ],
  ])('names the key and the reason: %o', (live, sentence) => {
    expect(warned(live)).toEqual([sentence]);
  });

  it('tells of each setting of its own that an older model does not take', () => {
    expect(
      warned({
        model: 'gemini-live-2.5-flash-native-audio',
        auth: { type: 'vertex', project: 'home', location: 'europe-west4' },
        voice: 'en-us-tavi',
        language: 'de-DE',
        thinking: { level: 'low' },
        googleSearch: true,
        affectiveDialog: true,
      }),
    ).toEqual([
      'live.voice: this model has the prebuilt voices only, as "Kore", and not "en-us-tavi".',
      'live.language is not sent: this model refuses it, and is told in words only.',
      'live.thinking.level is not sent: this model takes "live.thinking.budget" instead.',
      'live.googleSearch is not sent while there are commands or devices: this model takes either, not both.',
    ]);
  });

  it('about an unknown model is the only one, whatever is configured', () => {
    expect(
      warned({
        model: 'gemini-9-live',
        language: 'de-DE',
        thinking: { level: 'minimal' },
        affectiveDialog: true,
        proactiveAudio: true,
        codeExecution: true,
        urlContext: true,
        googleSearch: true,
        transcription: { wordTimestamp: true },
      }),
    ).toHaveLength(1);
  });

  it('is given about every model that is shut down', () => {
    for (const model of SHUT_DOWN.keys())
      expect(warned({ model })).toEqual([expect.stringContaining('is said to be shut down')]);
  });
});

describe('a voice', () => {
  it('may be any of the thirty', () => {
    expect(new Set(PREBUILT_VOICES).size).toBe(30);
    for (const voice of PREBUILT_VOICES) expect(voiceKind(voice)).toEqual({ type: 'prebuilt' });
  });
});

const warned = (live: unknown): string[] => warnings(liveSchema.parse(live));
