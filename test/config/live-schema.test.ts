import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { liveSchema } from '../../src/config/live-schema.ts';
import { type Shape, shapeAt } from '../../src/config/shape.ts';
import { MODELS } from '../../src/gemini/model-traits.ts';
import { OPTIONAL_SETTINGS } from '../../src/gemini/settings.ts';

const SHAPE = z.toJSONSchema(liveSchema, { io: 'input' }) as Shape;

describe('the section about the service', () => {
  it('may be empty: every setting has a default or is left to the service', () => {
    expect(liveSchema.parse({})).toEqual({
      model: 'gemini-3.8-live',
      apiVersion: 'v1beta',
      auth: { type: 'api-key' },
      voice: 'Kore',
      thinking: { includeThoughts: false },
      affectiveDialog: false,
      proactiveAudio: false,
      transcription: {
        input: true,
        output: true,
        languageCodes: [],
        customVocabulary: [],
        adaptationPhrases: [],
        wordTimestamp: false,
        diarization: false,
      },
      activityDetection: {},
      activityHandling: 'interrupt',
      turnCoverage: 'only-activity',
      compression: { triggerTokens: 25_600, targetTokens: 12_800 },
      googleSearch: false,
      codeExecution: false,
      urlContext: false,
      lingerMinutes: 5,
    });
  });

  it.each([
    { voice: 'a voice of tomorrow' },
    { model: 'gemini-9-live' },
    { temperature: 0 },
    { topP: 1 },
    { thinking: { budget: -1 } },
    { transcription: { mode: 'verbatim', diarization: true } },
    { transcription: { mode: 'smart' } },
    { transcription: { languageCodes: ['de-DE', 'en'] } },
  ])('takes what a model may take: %o', (live) => {
    expect(liveSchema.safeParse(live).success).toBe(true);
  });

  it.each([
    { voice: '' },
    { voice: 'x'.repeat(65) },
    { temperature: 2.1 },
    { topP: -0.1 },
    { topK: 0 },
    { topK: 1.5 },
    { maxOutputTokens: 0 },
    { maxOutputTokens: 65_537 },
    { seed: -1 },
    { seed: 2 ** 31 },
    { mediaResolution: 'MEDIA_RESOLUTION_LOW' },
    { thinking: { level: 'LOW' } },
    { thinking: { budget: -2 } },
    { thinking: { level: 'low', budget: 100 } },
    { transcription: { mode: 'smart', wordTimestamp: true } },
    { transcription: { mode: 'smart', diarization: true } },
    { transcription: { languageCodes: ['german'] } },
    { transcription: { customVocabulary: [''] } },
    { activityDetection: { silenceMs: -1 } },
    { activityDetection: { startSensitivity: 'medium' } },
    { activityHandling: 'NO_INTERRUPTION' },
    { turnCoverage: 'everything' },
    { googleSearch: {} },
  ])('refuses what no model takes: %o', (live) => {
    expect(liveSchema.safeParse(live).success).toBe(false);
  });

  it('takes at most a thousand words', () => {
    const words = (count: number) => ({
      transcription: { customVocabulary: Array(count).fill('a') },
    });
    expect(liveSchema.safeParse(words(1_000)).success).toBe(true);
    expect(liveSchema.safeParse(words(1_001)).success).toBe(false);
  });

  it('says so although something beside it is of the wrong type', () => {
    const live = {
      thinking: { level: 'low', budget: 1, includeThoughts: 'no' },
      transcription: { mode: 'smart', diarization: true, input: 'no' },
    };
    const paths = liveSchema.safeParse(live).error?.issues.map(({ path }) => path.join('.'));
    expect(paths?.sort()).toEqual([
      'thinking.budget',
      'thinking.includeThoughts',
      'transcription.input',
      'transcription.mode',
    ]);
  });
});

describe('every setting', () => {
  it('that is optional for the service is sent, and nothing else is', () => {
    const elsewhere =
      /^(model|apiVersion|baseUrl|auth|systemInstruction|compression|lingerMinutes)\b/;
    const settings = keysOf(SHAPE).filter((key) => !elsewhere.test(key));
    expect(settings.sort()).toEqual(OPTIONAL_SETTINGS.map(({ key }) => key).sort());
  });

  it.each(OPTIONAL_SETTINGS.filter(({ refusal }) => refusal !== undefined))(
    'that not all models take says which do: $key',
    ({ key, refusal }) => {
      const taking = new Set<string>();
      for (const traits of MODELS.values())
        if (refusal?.(traits) === undefined) taking.add(traits.label);
      const models = taking.size === 0 ? 'none that is known' : [...taking].join(', ');
      expect(shapeAt(SHAPE, {}, key.split('.'))?.description).toMatch(
        new RegExp(`Models: ${models}[.;]`),
      );
    },
  );
});

/** `thinking.level` and the like. */
function keysOf({ properties = {} }: Shape): string[] {
  return Object.entries(properties).flatMap(([name, inner]) =>
    inner.properties === undefined ? [name] : keysOf(inner).map((key) => `${name}.${key}`),
  );
}
