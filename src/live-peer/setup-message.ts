/**
 * The first message of a client, field by field: `BidiGenerateContentSetup` of
 * googleapis/googleapis `google/ai/generativelanguage/v1beta/generative_service.proto`,
 * less what its comments call unsupported, with what only v1alpha and Vertex AI know.
 */
import { z } from 'zod';

/** proto3 JSON writes 64-bit integers as strings and reads both. */
const int64 = z.union([z.int(), z.string().regex(/^-?\d+$/, 'expected an integer')]);

const textContent = z.strictObject({
  role: z.enum(['user', 'model', 'system']).optional(),
  parts: z.array(z.strictObject({ text: z.string() })),
});

const typeSchema = z.strictObject({
  type: z.enum(['STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL']),
  title: z.string().optional(),
  description: z.string().optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: int64.optional(),
  maxLength: int64.optional(),
  minItems: int64.optional(),
  maxItems: int64.optional(),
  minProperties: int64.optional(),
  maxProperties: int64.optional(),
  required: z.array(z.string()).optional(),
  propertyOrdering: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  example: z.unknown().optional(),
  get items() {
    return typeSchema.optional();
  },
  get anyOf() {
    return z.array(typeSchema).optional();
  },
  get properties() {
    return z.record(z.string(), typeSchema).optional();
  },
});

const functionDeclaration = z.strictObject({
  name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/, 'invalid function name'),
  description: z.string().optional(),
  parameters: typeSchema.optional(),
  parametersJsonSchema: z.unknown().optional(),
  response: typeSchema.optional(),
  responseJsonSchema: z.unknown().optional(),
  behavior: z.enum(['BLOCKING', 'NON_BLOCKING']).optional(),
});

export const toolSchema = z.strictObject({
  functionDeclarations: z.array(functionDeclaration).optional(),
  googleSearch: z.strictObject({}).optional(),
  codeExecution: z.strictObject({}).optional(),
  urlContext: z.strictObject({}).optional(),
  googleMaps: z.looseObject({}).optional(),
  fileSearch: z.looseObject({}).optional(),
});

export const systemInstructionSchema = textContent;

const voiceConfig = z.strictObject({
  prebuiltVoiceConfig: z.strictObject({ voiceName: z.string().optional() }).optional(),
});

const generationConfig = z.strictObject({
  responseModalities: z.array(z.enum(['AUDIO', 'TEXT', 'IMAGE'])).optional(),
  candidateCount: z.int().optional(),
  temperature: z.number().optional(),
  topP: z.number().optional(),
  topK: z.int().optional(),
  maxOutputTokens: z.int().optional(),
  presencePenalty: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  seed: z.int().optional(),
  mediaResolution: z
    .enum(['MEDIA_RESOLUTION_LOW', 'MEDIA_RESOLUTION_MEDIUM', 'MEDIA_RESOLUTION_HIGH'])
    .optional(),
  speechConfig: z
    .strictObject({ voiceConfig: voiceConfig.optional(), languageCode: z.string().optional() })
    .optional(),
  thinkingConfig: z
    .strictObject({
      thinkingLevel: z.enum(['MINIMAL', 'LOW', 'MEDIUM', 'HIGH']).optional(),
      thinkingBudget: z.int().optional(),
      includeThoughts: z.boolean().optional(),
    })
    .optional(),
  enableAffectiveDialog: z.boolean().optional(),
});

const realtimeInputConfig = z.strictObject({
  automaticActivityDetection: z
    .strictObject({
      disabled: z.boolean().optional(),
      startOfSpeechSensitivity: z
        .enum(['START_SENSITIVITY_HIGH', 'START_SENSITIVITY_LOW'])
        .optional(),
      endOfSpeechSensitivity: z.enum(['END_SENSITIVITY_HIGH', 'END_SENSITIVITY_LOW']).optional(),
      prefixPaddingMs: z.int().optional(),
      silenceDurationMs: z.int().optional(),
    })
    .optional(),
  activityHandling: z.enum(['START_OF_ACTIVITY_INTERRUPTS', 'NO_INTERRUPTION']).optional(),
  turnCoverage: z
    .enum([
      'TURN_INCLUDES_ONLY_ACTIVITY',
      'TURN_INCLUDES_ALL_INPUT',
      'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO',
    ])
    .optional(),
  interimTranscriptTimestampEnabled: z.boolean().optional(),
});

const transcription = z.strictObject({
  languageCodes: z.array(z.string()).optional(),
  languageAuto: z.strictObject({}).optional(),
  customVocabulary: z.array(z.string()).optional(),
  adaptationPhrases: z.array(z.string()).optional(),
  wordTimestamp: z.boolean().optional(),
  diarization: z.boolean().optional(),
  mode: z.enum(['VERBATIM', 'SMART']).optional(),
});

export const setupSchema = z.strictObject({
  model: z.string(),
  generationConfig: generationConfig.optional(),
  systemInstruction: systemInstructionSchema.optional(),
  tools: z.array(toolSchema).optional(),
  realtimeInputConfig: realtimeInputConfig.optional(),
  sessionResumption: z
    .strictObject({ handle: z.string().optional(), transparent: z.boolean().optional() })
    .optional(),
  contextWindowCompression: z
    .strictObject({
      triggerTokens: int64.optional(),
      slidingWindow: z.strictObject({ targetTokens: int64.optional() }).optional(),
    })
    .optional(),
  inputAudioTranscription: transcription.optional(),
  outputAudioTranscription: transcription.optional(),
  proactivity: z
    .strictObject({
      proactiveAudio: z.boolean().optional(),
      proactiveVideo: z.boolean().optional(),
    })
    .optional(),
  historyConfig: z
    .strictObject({ initialHistoryInClientContent: z.boolean().optional() })
    .optional(),
  safetySettings: z
    .array(z.strictObject({ category: z.string(), threshold: z.string() }))
    .optional(),
  labels: z.record(z.string(), z.string()).optional(),
  explicitVadSignal: z.boolean().optional(),
});

/** What a client may ask for when it opens a session. */
export type Setup = z.output<typeof setupSchema>;
export type Tool = z.output<typeof toolSchema>;
