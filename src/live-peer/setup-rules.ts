/** What the models make of a setup that is well-formed. */
import type { Refusal } from './refusal.ts';
import type { Setup, Tool } from './setup-message.ts';

export type Behavior = 'BLOCKING' | 'NON_BLOCKING';

interface ModelRules {
  readonly thinking: 'refused' | 'required';
  readonly behaviors: readonly Behavior[];
}

/** ai.google.dev/gemini-api/docs/models/gemini-3.8-live and …-extended-thinking. */
const MODELS: Readonly<Record<string, ModelRules>> = {
  'gemini-3.8-live': { thinking: 'refused', behaviors: ['BLOCKING', 'NON_BLOCKING'] },
  'gemini-3.8-live-extended-thinking': { thinking: 'required', behaviors: ['NON_BLOCKING'] },
};

/** docs.cloud.google.com, "configure language and voice": the prebuilt voices, in their exact spelling. */
const VOICES = new Set(
  (
    'Zephyr Puck Charon Kore Fenrir Leda Orus Aoede Callirrhoe Autonoe Enceladus Iapetus Umbriel ' +
    'Algieba Despina Erinome Algenib Rasalgethi Laomedeia Achernar Alnilam Schedar Gacrux ' +
    'Pulcherrima Achird Zubenelgenubi Vindemiatrix Sadachbia Sadaltager Sulafat'
  ).split(' '),
);

/** Voices of the catalogue (ai.google.dev/api/voices), which grows: known by their form. */
const CATALOGUE_VOICE = /^en-us-[a-z]+$/;

/** Why the service does not take this setup, or undefined when it does. */
export function setupFault(setup: Setup, apiVersion: string): Refusal | undefined {
  const name = setup.model.replace(/^models\//, '');
  const rules = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined;
  if (rules === undefined)
    return {
      code: 1008,
      reason:
        `models/${name} is not found for API version ${apiVersion}, or is not supported for ` +
        'bidiGenerateContent. Call ListModels to see the list of available models.',
    };
  const reason =
    modalityFault(setup) ??
    voiceFault(setup) ??
    thinkingFault(setup, rules) ??
    toolFault(setup.tools ?? [], rules) ??
    (setup.proactivity && 'Proactivity is not configurable for this model.');
  return reason === undefined ? undefined : { code: 1007, reason };
}

/** What a call of this function means for the conversation; 3.8 models block for nothing unless told to. */
export function behaviorOf(tools: readonly Tool[], name: string): Behavior {
  const declared = declarations(tools).find((declaration) => declaration.name === name);
  return declared?.behavior ?? 'NON_BLOCKING';
}

function modalityFault({ generationConfig }: Setup): string | undefined {
  const modalities = generationConfig?.responseModalities ?? ['AUDIO'];
  if (modalities.length === 1 && modalities[0] === 'AUDIO') return undefined;
  return 'Cannot extract voices from a non-audio request.';
}

function voiceFault({ generationConfig }: Setup): string | undefined {
  const voice = generationConfig?.speechConfig?.voiceConfig?.prebuiltVoiceConfig?.voiceName;
  if (voice === undefined || VOICES.has(voice) || CATALOGUE_VOICE.test(voice)) return undefined;
  return 'no matching speaker voice';
}

function thinkingFault({ generationConfig }: Setup, rules: ModelRules): string | undefined {
  const thinking = generationConfig?.thinkingConfig;
  if (rules.thinking === 'refused')
    return thinking && 'Thinking level is not supported for this model.';
  if (thinking?.thinkingLevel === undefined)
    return 'Thinking level must be specified for this model.';
  return thinking.thinkingLevel === 'MINIMAL'
    ? 'Thinking level is not supported for this model.'
    : undefined;
}

function toolFault(tools: readonly Tool[], rules: ModelRules): string | undefined {
  const names = new Set<string>();
  for (const { name, behavior, parametersJsonSchema } of declarations(tools)) {
    if (names.has(name)) return `Duplicate function declaration found: ${name}`;
    names.add(name);
    if (behavior !== undefined && !rules.behaviors.includes(behavior))
      return `${behavior} function calls are not supported for this model.`;
    if (parametersJsonSchema !== undefined && rules.thinking === 'required')
      return 'parameters_json_schema is not supported for this model.';
  }
  return undefined;
}

const declarations = (tools: readonly Tool[]) =>
  tools.flatMap((tool) => tool.functionDeclarations ?? []);
