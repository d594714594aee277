/** The models of the service, and in what they differ (ai.google.dev/gemini-api/docs/models; the matrix of live-api). */
import type { WhileCallPending } from './protocol-state.ts';
import type { Behavior, Place } from './setup-rules.ts';

export interface ModelRules {
  readonly at: readonly ('developer' | 'vertex')[];
  readonly thinking: 'none' | 'budget' | 'level' | 'level-required';
  readonly behaviors: readonly Behavior[];
  readonly defaultBehavior: Behavior;
  readonly whileCallPending: WhileCallPending;
  /** Of function responses. */
  readonly scheduling: 'taken' | 'refused';
  /** Affective dialog and proactive audio: to be asked for, or as they are. */
  readonly dialog: 'configurable' | 'fixed';
  readonly languageCode: 'taken' | 'refused';
  /** Of the 30 prebuilt ones alone, or of the catalogue too. */
  readonly voices: 'prebuilt' | 'catalogue';
  readonly searchWithFunctions: 'taken' | 'refused';
  /** Whether tools and instruction may change on the way. */
  readonly contextUpdate: 'taken' | 'refused';
  /** Where the setup says nothing. */
  readonly turnCoverage: TurnCoverage;
  /** Whether it says if more follows after a turnComplete. */
  readonly interactions: 'told' | 'untold';
}

type TurnCoverage =
  | 'TURN_INCLUDES_ONLY_ACTIVITY'
  | 'TURN_INCLUDES_ALL_INPUT'
  | 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO';

const fast: ModelRules = {
  at: ['developer', 'vertex'],
  thinking: 'none',
  behaviors: ['BLOCKING', 'NON_BLOCKING'],
  defaultBehavior: 'NON_BLOCKING',
  whileCallPending: 'cancel',
  scheduling: 'taken',
  dialog: 'fixed',
  languageCode: 'taken',
  voices: 'catalogue',
  searchWithFunctions: 'taken',
  contextUpdate: 'taken',
  turnCoverage: 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO',
  interactions: 'untold',
};

const nativeAudio: ModelRules = {
  ...fast,
  at: ['developer'],
  thinking: 'budget',
  defaultBehavior: 'BLOCKING',
  whileCallPending: 'refuse',
  dialog: 'configurable',
  languageCode: 'refused',
  voices: 'prebuilt',
  searchWithFunctions: 'refused',
  contextUpdate: 'refused',
  turnCoverage: 'TURN_INCLUDES_ONLY_ACTIVITY',
};

const MODELS: Readonly<Record<string, ModelRules>> = {
  'gemini-3.8-live': fast,
  'gemini-3.8-live-extended-thinking': {
    ...fast,
    thinking: 'level-required',
    behaviors: ['NON_BLOCKING'],
    scheduling: 'refused',
    interactions: 'told',
  },
  'gemini-3.1-flash-live-preview': {
    ...fast,
    at: ['developer'],
    thinking: 'level',
    behaviors: ['BLOCKING'],
    defaultBehavior: 'BLOCKING',
    whileCallPending: 'refuse',
    scheduling: 'refused',
    contextUpdate: 'refused',
    voices: 'prebuilt',
  },
  'gemini-2.5-flash-native-audio-preview-12-2025': nativeAudio,
  'gemini-live-2.5-flash-native-audio': { ...nativeAudio, at: ['vertex'] },
};

type Found =
  | { readonly type: 'found'; readonly rules: ModelRules }
  | { readonly type: 'missing'; readonly reason: string };

/** The model of this name; each way in has a form of its own for names. */
export function modelNamed(model: string, { way, apiVersion }: Place): Found {
  const at = way === 'vertex' || way === 'gateway' ? 'vertex' : 'developer';
  const name = (way === 'vertex' ? PUBLISHED : way === 'gateway' ? ANY : OWN).exec(model)?.[1];
  const rules = name !== undefined && Object.hasOwn(MODELS, name) ? MODELS[name] : undefined;
  if (rules?.at.includes(at)) return { type: 'found', rules };
  if (at === 'vertex')
    return {
      type: 'missing',
      reason:
        `Publisher Model \`${model}\` was not found or your project does not have access to it. ` +
        'Please ensure you are using a valid model version.',
    };
  return {
    type: 'missing',
    reason:
      `${model.startsWith('models/') ? model : `models/${model}`} is not found for API version ` +
      `${apiVersion}, or is not supported for bidiGenerateContent. Call ListModels to see the ` +
      'list of available models.',
  };
}

const OWN = /^(?:models\/)?([^/]+)$/;
const PUBLISHED = /^projects\/[^/]+\/locations\/[^/]+\/publishers\/google\/models\/([^/]+)$/;
const ANY = /^(?:.*\/)?([^/]+)$/;
