/** What the configured model takes, and what of the configuration it does not. Pure. */
import type { Command } from '../config/command-schema.ts';
import { either } from '../config/expectation.ts';
import type { Config } from '../config/schema.ts';
import {
  type Behavior,
  MODELS,
  type ModelTraits,
  SHUT_DOWN,
  UNKNOWN_MODEL,
  VERTEX_ONLY,
} from './model-traits.ts';
import { type Live, OPTIONAL_SETTINGS } from './settings.ts';
import { voiceKind } from './voices.ts';

/** What `model` is known to take, whether or not `models/` or more stands before its name. */
export const modelTraits = (model: string): ModelTraits =>
  MODELS.get(bareName(model)) ?? UNKNOWN_MODEL;

/** How a function is declared that is wanted to be `wanted`: a model may know one way only. */
export const behaviorFor = ({ behaviors }: ModelTraits, wanted: Behavior): Behavior =>
  behaviors.includes(wanted) ? wanted : behaviors[0];

/**
 * The version of the Gemini API that knows everything that is configured; `v1alpha` alone knows what some
 * models do on request. (Where no API key is shown, the way in decides.)
 */
export function apiVersionFor(live: Live): 'v1beta' | 'v1alpha' {
  const { affectiveDialog, proactiveAudio } = modelTraits(live.model);
  const needsAlpha =
    (live.affectiveDialog && affectiveDialog === 'on-request') ||
    (live.proactiveAudio && proactiveAudio === 'on-request');
  return needsAlpha ? 'v1alpha' : live.apiVersion;
}

/** All that the daemon warns of at start. */
export const configWarnings = ({ live, commands }: Pick<Config, 'live' | 'commands'>): string[] => [
  ...warnings(live),
  ...commandWarnings(commands, live.model),
];

/** What of the configuration is not sent, or may well be refused; each a sentence that names the key. */
export function warnings(live: Live): string[] {
  const traits = modelTraits(live.model);
  return [
    ...modelWarnings(live),
    ...voiceWarnings(live, traits),
    ...unsentSettings(live, traits),
    ...thinkingWarnings(live, traits),
    ...searchWarnings(live, traits),
    ...transcriptionWarnings(live),
  ];
}

/** What of a command the model does not take; each a sentence that names the command. */
export function commandWarnings(commands: readonly Command[], model: string): string[] {
  const { behaviors, scheduling } = modelTraits(model);
  return commands.flatMap(({ name, behavior, scheduling: when }) => {
    if (!behaviors.includes(behavior))
      return [`The command "${name}" is ${behaviors[0]}: this model knows nothing else.`];
    return when !== undefined && !scheduling
      ? [`The command "${name}": "scheduling" is not sent, this model does not take it.`]
      : [];
  });
}

const bareName = (model: string): string => model.slice(model.lastIndexOf('/') + 1);

function modelWarnings({ model, auth }: Live): string[] {
  const name = bareName(model);
  const day = SHUT_DOWN.get(name);
  if (day !== undefined)
    return [
      `live.model: "${name}" is said to be shut down (${day}); set one that is served, as "gemini-3.8-live".`,
    ];
  if (!MODELS.has(name))
    return [
      `live.model: "${name}" is not known to this version of hearthd; whatever is configured is sent to it.`,
    ];
  const way: string = auth.type;
  if (VERTEX_ONLY.has(name) && (way === 'api-key' || way === 'token-service'))
    return [
      `live.model: "${name}" is served by Vertex AI only; set "live.auth.type" to "vertex", or another model.`,
    ];
  return [];
}

function voiceWarnings({ voice }: Live, { catalogueVoices }: ModelTraits): string[] {
  const kind = voiceKind(voice);
  if (kind.type === 'unknown')
    return [
      kind.meant === undefined
        ? `live.voice: no voice "${voice}" is known; if the service refuses it, it speaks in a voice of its own choice.`
        : `live.voice: no voice "${voice}" is known; did you mean "${kind.meant}"?`,
    ];
  return kind.type === 'catalogue' && !catalogueVoices
    ? [`live.voice: this model has the prebuilt voices only, as "Kore", and not "${voice}".`]
    : [];
}

const unsentSettings = (live: Live, traits: ModelTraits): string[] =>
  OPTIONAL_SETTINGS.flatMap(({ key, value, refusal }) => {
    const reason = refusal?.(traits);
    return reason === undefined || value(live, traits) === undefined
      ? []
      : [`live.${key} is not sent: ${reason}.`];
  });

function thinkingWarnings({ thinking: { level } }: Live, traits: ModelTraits): string[] {
  if (traits.thinking !== 'level-required' || level === undefined || traits.levels.includes(level))
    return [];
  return [`live.thinking.level: this model takes ${either(traits.levels)}; "low" is sent.`];
}

const searchWarnings = ({ googleSearch }: Live, traits: ModelTraits): string[] =>
  googleSearch && traits.googleSearch === 'instead-of-functions'
    ? [
        'live.googleSearch is not sent while there are commands or devices: this model takes either, not both.',
      ]
    : [];

function transcriptionWarnings({ transcription }: Live): string[] {
  if (transcription.input) return [];
  const { languageCodes, customVocabulary, adaptationPhrases, mode, wordTimestamp, diarization } =
    transcription;
  const lists = [languageCodes, customVocabulary, adaptationPhrases];
  return lists.some((list) => list.length > 0) || mode !== undefined || wordTimestamp || diarization
    ? ['live.transcription: its other settings are not sent while "input" is false.']
    : [];
}
