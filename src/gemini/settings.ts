/**
 * What a session can do without: each such setting of the configuration, where the SDK takes it
 * (`LiveConnectConfig`), and which models do not.
 */
import type { Config } from '../config/schema.ts';
import type { ModelTraits } from './model-traits.ts';

export type Live = Config['live'];

export interface OptionalSetting {
  /** Its key under `live`. */
  readonly key: string;
  /** Where it stands; what stands at `tools` is one more tool. */
  readonly place: readonly [string, ...string[]];
  /** What is sent; undefined when nothing is configured that differs from what every setup has. */
  readonly value: (live: Live, traits: ModelTraits) => unknown;
  /** Why the model is not sent it; undefined for a model that takes it. */
  readonly refusal?: (traits: ModelTraits) => string | undefined;
  /** Whether the model cannot do without it after all. */
  readonly required?: (traits: ModelTraits) => boolean;
  /** Has a meaning only where the service itself detects speech. */
  readonly onlyAutomatic?: true;
}

const NOT_KNOWN = 'this model does not know it';
const BY_ITSELF = 'this model decides by itself how long it thinks';

const generation = (
  key: 'temperature' | 'topP' | 'topK' | 'maxOutputTokens' | 'seed',
): OptionalSetting => ({ key, place: [key], value: (live) => live[key] });

const extra = (
  key: 'proactiveAudio' | 'affectiveDialog',
  place: OptionalSetting['place'],
): OptionalSetting => ({
  key,
  place,
  value: (live) => live[key] || undefined,
  refusal: ({ [key]: has }) => {
    if (has === 'on-request') return undefined;
    return has === 'built-in' ? 'it is always on with this model' : NOT_KNOWN;
  },
});

const tool = (key: 'googleSearch' | 'codeExecution' | 'urlContext'): OptionalSetting => ({
  key,
  place: ['tools'],
  value: (live) => (live[key] ? { [key]: {} } : undefined),
});

const rareTool = (key: 'codeExecution' | 'urlContext'): OptionalSetting => ({
  ...tool(key),
  refusal: (traits) => (traits[key] ? undefined : NOT_KNOWN),
});

/** Of what people say only: what it says itself the service knows without help. */
const transcription = (
  key: 'languageCodes' | 'customVocabulary' | 'adaptationPhrases' | 'mode',
): OptionalSetting => ({
  key: `transcription.${key}`,
  place: ['inputAudioTranscription', key],
  value: ({ transcription: { input, [key]: value } }) => {
    if (!input || value?.length === 0) return undefined;
    return typeof value === 'string' ? value.toUpperCase() : value;
  },
});

const fineTranscription = (key: 'wordTimestamp' | 'diarization'): OptionalSetting => ({
  key: `transcription.${key}`,
  place: ['inputAudioTranscription', key],
  value: ({ transcription: { input, [key]: value } }) => (input && value) || undefined,
  refusal: (traits) => (traits.fineTranscripts ? undefined : NOT_KNOWN),
});

const detection = (
  key: 'startSensitivity' | 'endSensitivity' | 'prefixPaddingMs' | 'silenceMs',
  name: string,
  prefix = '',
): OptionalSetting => ({
  key: `activityDetection.${key}`,
  place: ['realtimeInputConfig', 'automaticActivityDetection', name],
  value: ({ activityDetection: { [key]: value } }) =>
    typeof value === 'string' ? prefix + value.toUpperCase() : value,
  onlyAutomatic: true,
});

/** A whole comes before its parts. */
export const OPTIONAL_SETTINGS: readonly OptionalSetting[] = [
  {
    key: 'voice',
    place: ['speechConfig', 'voiceConfig', 'prebuiltVoiceConfig', 'voiceName'],
    value: ({ voice }) => voice,
  },
  {
    key: 'language',
    place: ['speechConfig', 'languageCode'],
    value: ({ language }) => language,
    refusal: ({ language }) =>
      language ? undefined : 'this model refuses it, and is told in words only',
  },
  ...(['temperature', 'topP', 'topK', 'maxOutputTokens', 'seed'] as const).map(generation),
  {
    key: 'mediaResolution',
    place: ['mediaResolution'],
    value: ({ mediaResolution: of }) => of && `MEDIA_RESOLUTION_${of.toUpperCase()}`,
  },
  {
    key: 'thinking.level',
    place: ['thinkingConfig', 'thinkingLevel'],
    value: ({ thinking: { level } }, { thinking, levels }) => {
      const must =
        thinking === 'level-required' && (level === undefined || !levels.includes(level));
      return (must ? 'low' : level)?.toUpperCase();
    },
    refusal: ({ thinking }) => {
      if (thinking === 'none') return BY_ITSELF;
      return thinking === 'budget' ? 'this model takes "live.thinking.budget" instead' : undefined;
    },
    required: ({ thinking }) => thinking === 'level-required',
  },
  {
    key: 'thinking.budget',
    place: ['thinkingConfig', 'thinkingBudget'],
    value: ({ thinking: { budget } }) => budget,
    refusal: ({ thinking }) => {
      if (thinking === 'none') return BY_ITSELF;
      if (thinking === 'budget' || thinking === 'any') return undefined;
      return 'this model takes "live.thinking.level" instead';
    },
  },
  {
    key: 'thinking.includeThoughts',
    place: ['thinkingConfig', 'includeThoughts'],
    value: ({ thinking: { includeThoughts } }) => includeThoughts || undefined,
    refusal: ({ thinking }) => (thinking === 'none' ? BY_ITSELF : undefined),
  },
  extra('affectiveDialog', ['enableAffectiveDialog']),
  extra('proactiveAudio', ['proactivity', 'proactiveAudio']),
  {
    key: 'transcription.input',
    place: ['inputAudioTranscription'],
    value: ({ transcription: { input } }) => (input ? {} : undefined),
  },
  {
    key: 'transcription.output',
    place: ['outputAudioTranscription'],
    value: ({ transcription: { output } }) => (output ? {} : undefined),
  },
  transcription('languageCodes'),
  transcription('customVocabulary'),
  transcription('adaptationPhrases'),
  transcription('mode'),
  fineTranscription('wordTimestamp'),
  fineTranscription('diarization'),
  detection('startSensitivity', 'startOfSpeechSensitivity', 'START_SENSITIVITY_'),
  detection('endSensitivity', 'endOfSpeechSensitivity', 'END_SENSITIVITY_'),
  detection('prefixPaddingMs', 'prefixPaddingMs'),
  detection('silenceMs', 'silenceDurationMs'),
  {
    key: 'activityHandling',
    place: ['realtimeInputConfig', 'activityHandling'],
    value: ({ activityHandling: given }) =>
      given === 'no-interruption' ? 'NO_INTERRUPTION' : undefined,
  },
  {
    key: 'turnCoverage',
    place: ['realtimeInputConfig', 'turnCoverage'],
    value: ({ turnCoverage: given }) => {
      if (given === 'only-activity') return undefined;
      return given === 'all-input'
        ? 'TURN_INCLUDES_ALL_INPUT'
        : 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO';
    },
  },
  tool('googleSearch'),
  rareTool('codeExecution'),
  rareTool('urlContext'),
];
