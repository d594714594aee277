/**
 * The section `live`: the service that listens, thinks and speaks. Where models differ, a description
 * ends with those that take the setting.
 */
import { z } from 'zod';
import { authSchema } from './auth-schema.ts';
import { whenRecord } from './record.ts';

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL such as "http://127.0.0.1:9000"' })
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const url = new URL(text);
    return `${url.username}${url.password}${url.search}${url.hash}` === '';
  }, 'must end with the path: no user, password, ? or #');

const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "de-DE"');

const thinking = z
  .strictObject({
    level: z
      .enum(['minimal', 'low', 'medium', 'high'])
      .optional()
      .describe(
        'How long the model thinks before it speaks; where one must be set, default `low`, and `minimal` is not taken. Models: 3.8 extended thinking, 3.1.',
      ),
    budget: z
      .int()
      .min(-1)
      .max(24_576)
      .optional()
      .describe('Tokens for thinking; 0: none, -1: as the model sees fit. Models: 2.5.'),
    includeThoughts: z
      .boolean()
      .default(false)
      .describe(
        'Ask for summaries of thoughts; the daemon makes no use of them. Models: 3.8 extended thinking, 3.1, 2.5.',
      ),
  })
  .refine((thinking) => thinking.level === undefined || thinking.budget === undefined, {
    ...whenRecord,
    message: 'must not stand beside "level": no model takes both',
    path: ['budget'],
  })
  .prefault({});

const phrases = z.array(z.string().min(1).max(100)).max(1_000).default([]);

const transcription = z
  .strictObject({
    input: z
      .boolean()
      .default(true)
      .describe('Ask for the text of what people say; it stays in memory, for a new session.'),
    output: z
      .boolean()
      .default(true)
      .describe('Ask for the text of the answers; it stays in memory, for a new session.'),
    languageCodes: z
      .array(languageTag)
      .max(20)
      .default([])
      .describe('Languages that people speak, for example `["de-DE", "en-US"]`; empty: any.'),
    customVocabulary: phrases.describe(
      'Names and words that are hard to make out; up to some 100 do best.',
    ),
    adaptationPhrases: phrases.describe('The older form of `customVocabulary`.'),
    mode: z
      .enum(['verbatim', 'smart'])
      .optional()
      .describe('`verbatim`, or `smart`: tidied up; default of the service: `verbatim`.'),
    wordTimestamp: z
      .boolean()
      .default(false)
      .describe('Times of words; the daemon makes no use of them. Models: none that is known.'),
    diarization: z
      .boolean()
      .default(false)
      .describe('Who speaks; the daemon makes no use of it. Models: none that is known.'),
  })
  .refine(
    ({ mode, wordTimestamp, diarization }) => mode !== 'smart' || !(wordTimestamp || diarization),
    {
      ...whenRecord,
      message: 'must not be "smart" beside "wordTimestamp" or "diarization"',
      path: ['mode'],
    },
  )
  .prefault({});

const sensitivity = z.enum(['low', 'high']).optional();

const activityDetection = z
  .strictObject({
    startSensitivity: sensitivity.describe(
      'How readily sound counts as the beginning of speech; button mode `open-mic` only, as all of these.',
    ),
    endSensitivity: sensitivity.describe('How readily a pause counts as the end of speech.'),
    prefixPaddingMs: z
      .int()
      .min(0)
      .max(5_000)
      .optional()
      .describe('Speech that must be heard before it counts, in milliseconds.'),
    silenceMs: z
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .describe('Silence that ends what is said, in milliseconds.'),
  })
  .prefault({});

const compression = z
  .strictObject({
    triggerTokens: z
      .int()
      .min(5_000)
      .max(128_000)
      .default(25_600)
      .describe(
        'Context length, in tokens, at which the oldest turns are dropped; every turn is billed for the whole context.',
      ),
    targetTokens: z
      .int()
      .min(0)
      .max(128_000)
      .default(12_800)
      .describe('Context length, in tokens, after dropping.'),
  })
  .refine(({ triggerTokens: trigger, targetTokens: target }) => !(target >= trigger), {
    ...whenRecord,
    message: 'must be lower than "triggerTokens"',
    path: ['targetTokens'],
  })
  .prefault({});

export const liveSchema = z
  .strictObject({
    model: z.string().min(1).max(200).default('gemini-3.8-live').describe('Live model to talk to.'),
    apiVersion: z
      .enum(['v1beta', 'v1alpha'])
      .default('v1beta')
      .describe('Version of the API; `v1alpha` is taken by itself where a setting needs it.'),
    baseUrl: baseUrl
      .optional()
      .describe('Another place that speaks the same protocol, as `http://host:port`.'),
    auth: authSchema,
    voice: z
      .string()
      .min(1)
      .max(64)
      .default('Kore')
      .describe(
        'One of the 30 prebuilt voices, spelled as Google does, or of the catalogue, as `en-us-tavi` (Models: 3.8, 3.8 extended thinking).',
      ),
    language: languageTag
      .optional()
      .describe(
        'Language of the household, for example `de-DE`, which the model is told in words as well; without it the model follows the speaker. Models: 3.8, 3.8 extended thinking, 3.1.',
      ),
    systemInstruction: z
      .string()
      .max(20_000)
      .optional()
      .describe('What the model should always know or heed; added to what the daemon says itself.'),
    temperature: z.number().min(0).max(2).optional().describe('Randomness of the answers.'),
    topP: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Only the likeliest words that together have this probability are considered.'),
    topK: z.int().min(1).max(1_000).optional().describe('Only so many words are considered.'),
    maxOutputTokens: z
      .int()
      .min(1)
      .max(65_536)
      .optional()
      .describe('Longest answer, in tokens; a second of speech takes about 25. More is cut off.'),
    seed: z
      .int()
      .min(0)
      .max(2_147_483_647)
      .optional()
      .describe('The same number makes answers to the same words more alike.'),
    mediaResolution: z
      .enum(['low', 'medium', 'high'])
      .optional()
      .describe('How closely the model looks at camera pictures; each costs tokens accordingly.'),
    thinking,
    affectiveDialog: z
      .boolean()
      .default(false)
      .describe('Heed the mood of the speaker. Models: 2.5; built into 3.8.'),
    proactiveAudio: z
      .boolean()
      .default(false)
      .describe('Let the model ignore what is not meant for it. Models: 2.5; built into 3.8.'),
    transcription,
    activityDetection,
    activityHandling: z
      .enum(['interrupt', 'no-interruption'])
      .default('interrupt')
      .describe('Whether speech interrupts the answer of the model.'),
    turnCoverage: z
      .enum(['only-activity', 'all-input', 'audio-activity-and-all-video'])
      .default('only-activity')
      .describe('What of sound and pictures belongs to what was said.'),
    compression,
    googleSearch: z
      .boolean()
      .default(false)
      .describe(
        'Let the model search the Web; Google may bill searches. 2.5 does so only where there are no commands and devices.',
      ),
    codeExecution: z
      .boolean()
      .default(false)
      .describe('Let the model run code at Google. Models: none that is known.'),
    urlContext: z
      .boolean()
      .default(false)
      .describe('Let the model read Web pages that are named. Models: none that is known.'),
    lingerMinutes: z
      .number()
      .min(0)
      .max(24 * 60)
      .default(5)
      .describe('Minutes that an idle connection is kept; 0: until the service ends it.'),
  })
  .prefault({});
