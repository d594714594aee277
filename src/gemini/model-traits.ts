/**
 * What each model is known to take, as far as models differ. Sources: ai.google.dev/gemini-api/docs/models,
 * …/live-api/thinking, …/deprecations, and the page of Vertex AI "Migrate from Gemini 2.5 Flash Live API
 * Native Audio to Gemini 3.8 Live"; where those are silent, what users of the models report.
 */

export type Behavior = 'BLOCKING' | 'NON_BLOCKING';
export type ThinkingLevel = 'minimal' | 'low' | 'medium' | 'high';

export interface ModelTraits {
  /** What papers call it. */
  readonly label: string;
  /** `any`: whichever of the two is configured. */
  readonly thinking: 'none' | 'level' | 'level-required' | 'budget' | 'any';
  readonly levels: readonly ThinkingLevel[];
  /** How functions may be declared; the first is meant when nothing is declared. */
  readonly behaviors: readonly [Behavior, ...Behavior[]];
  /** Whether the answer of a function may say when it is spoken of. */
  readonly scheduling: boolean;
  /** `speechConfig.languageCode`; a model that refuses it closes the connection. */
  readonly language: boolean;
  /** Whether the model decides by itself that something was not meant for it. */
  readonly proactiveAudio: Extra;
  /** Whether the model hears in what mood something is said. */
  readonly affectiveDialog: Extra;
  readonly googleSearch: 'with-functions' | 'instead-of-functions';
  readonly codeExecution: boolean;
  readonly urlContext: boolean;
  /** Times of words and names of speakers in transcripts. */
  readonly fineTranscripts: boolean;
  /** Whether turns in writing may be told at any time, and not only before anything else. */
  readonly contentAtAnyTime: boolean;
  /** Voices besides the prebuilt ones, as `en-us-tavi`. */
  readonly catalogueVoices: boolean;
}

/** `built-in`: always on, and the field that once asked for it is refused. */
type Extra = 'never' | 'built-in' | 'on-request';

/** Whatever is configured may be taken, and nothing is required. */
export const UNKNOWN_MODEL: ModelTraits = {
  label: 'unknown',
  thinking: 'any',
  levels: ['minimal', 'low', 'medium', 'high'],
  behaviors: ['BLOCKING', 'NON_BLOCKING'],
  scheduling: true,
  language: true,
  proactiveAudio: 'on-request',
  affectiveDialog: 'on-request',
  googleSearch: 'with-functions',
  codeExecution: true,
  urlContext: true,
  fineTranscripts: true,
  contentAtAnyTime: true,
  catalogueVoices: true,
};

const LIVE_3_8: ModelTraits = {
  label: '3.8',
  thinking: 'none',
  levels: [],
  behaviors: ['NON_BLOCKING', 'BLOCKING'],
  scheduling: true,
  language: true,
  proactiveAudio: 'built-in',
  affectiveDialog: 'built-in',
  googleSearch: 'with-functions',
  codeExecution: false,
  urlContext: false,
  fineTranscripts: false,
  contentAtAnyTime: true,
  catalogueVoices: true,
};

const LIVE_3_8_EXTENDED_THINKING: ModelTraits = {
  ...LIVE_3_8,
  label: '3.8 extended thinking',
  thinking: 'level-required',
  levels: ['low', 'medium', 'high'],
  behaviors: ['NON_BLOCKING'],
  scheduling: false,
};

const LIVE_3_1: ModelTraits = {
  ...LIVE_3_8,
  label: '3.1',
  thinking: 'level',
  levels: ['minimal', 'low', 'medium', 'high'],
  behaviors: ['BLOCKING'],
  scheduling: false,
  proactiveAudio: 'never',
  affectiveDialog: 'never',
  contentAtAnyTime: false,
  catalogueVoices: false,
};

const NATIVE_AUDIO_2_5: ModelTraits = {
  ...LIVE_3_8,
  label: '2.5',
  thinking: 'budget',
  levels: [],
  behaviors: ['BLOCKING', 'NON_BLOCKING'],
  language: false,
  proactiveAudio: 'on-request',
  affectiveDialog: 'on-request',
  googleSearch: 'instead-of-functions',
  catalogueVoices: false,
};

export const MODELS: ReadonlyMap<string, ModelTraits> = new Map([
  ['gemini-3.8-live', LIVE_3_8],
  ['gemini-3.8-live-extended-thinking', LIVE_3_8_EXTENDED_THINKING],
  ['gemini-3.1-flash-live-preview', LIVE_3_1],
  ['gemini-2.5-flash-native-audio-preview-12-2025', NATIVE_AUDIO_2_5],
  ['gemini-2.5-flash-native-audio-latest', NATIVE_AUDIO_2_5],
  ['gemini-live-2.5-flash-native-audio', NATIVE_AUDIO_2_5],
]);

/** Served by Vertex AI and not by the Gemini API. */
export const VERTEX_ONLY: ReadonlySet<string> = new Set(['gemini-live-2.5-flash-native-audio']);

/**
 * When a model was shut down, or is said to be (ai.google.dev/gemini-api/docs/deprecations; of 3.1 its users
 * say so). It is dialled all the same: the service knows best.
 */
export const SHUT_DOWN: ReadonlyMap<string, string> = new Map([
  ['gemini-2.0-flash-live-001', '2025-12-09'],
  ['gemini-live-2.5-flash-preview', '2025-12-09'],
  ['gemini-2.5-flash-preview-native-audio-dialog', '2025-10'],
  ['gemini-2.5-flash-exp-native-audio-thinking-dialog', '2025-10'],
  ['gemini-2.5-flash-native-audio-preview-12-2025', '2026-11-17'],
  ['gemini-2.5-flash-native-audio-latest', '2026-11-17'],
  ['gemini-3.1-flash-live-preview', '2026-11-17'],
]);
