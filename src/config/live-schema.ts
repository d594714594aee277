/** The section `live`: the service that listens, thinks and speaks. */
import { z } from 'zod';
import { pathSchema } from './file-schema.ts';
import { whenRecord } from './record.ts';

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL such as "http://127.0.0.1:9000"' })
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const url = new URL(text);
    return `${url.username}${url.password}${url.search}${url.hash}` === '';
  }, 'must end with the path: no user, password, ? or #');

const auth = z
  .strictObject({
    type: z.literal('api-key').describe('The daemon shows a key of the Gemini API.'),
    file: pathSchema
      .optional()
      .describe(
        'File with the API key. Without it: the credential `gemini-api-key`, then `GEMINI_API_KEY`.',
      ),
  })
  .prefault({ type: 'api-key' });

const transcription = z
  .strictObject({
    input: z.boolean().default(false).describe('Ask the service for the text of what was said.'),
    output: z.boolean().default(false).describe('Ask the service for the text of its answers.'),
  })
  .prefault({});

const compression = z
  .strictObject({
    triggerTokens: z
      .int()
      .min(5_000)
      .max(128_000)
      .default(25_600)
      .describe('Context length, in tokens, at which the oldest turns are dropped.'),
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
    model: z.string().min(1).default('gemini-3.8-live').describe('Live model to talk to.'),
    apiVersion: z
      .enum(['v1beta', 'v1alpha'])
      .default('v1beta')
      .describe('Version of the API; the Live methods are known to exist in these.'),
    baseUrl: baseUrl
      .optional()
      .describe('Another place that speaks the same protocol, as `http://host:port`.'),
    auth,
    voice: z.string().min(1).default('Kore').describe('Prebuilt voice, spelled as Google does.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "de-DE"')
      .optional()
      .describe(
        'Language of the answers, for example `de-DE`; without it the model follows the speaker.',
      ),
    systemInstruction: z
      .string()
      .max(20_000)
      .optional()
      .describe('What the model should always know or heed; added to what the daemon says itself.'),
    temperature: z.number().min(0).max(2).optional().describe('Randomness of the answers.'),
    transcription,
    compression,
    lingerMinutes: z
      .number()
      .min(0)
      .max(24 * 60)
      .default(5)
      .describe('Minutes that an idle connection is kept; 0: until the service ends it.'),
  })
  .prefault({});
