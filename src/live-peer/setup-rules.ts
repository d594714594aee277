/** What the models make of a setup that is well-formed. */
import type { ModelRules } from './models.ts';
import type { Refusal } from './refusal.ts';
import type { Setup, Tool } from './setup-message.ts';
import { voiceFault } from './voices.ts';
import type { Dial } from './wire.ts';

export type Behavior = 'BLOCKING' | 'NON_BLOCKING';

/** Where the client is, as far as that decides what may be asked for. */
export type Place = Pick<Dial, 'way' | 'apiVersion'>;

/** Why the service does not take this setup for this model, or undefined when it does. */
export function setupFault(setup: Setup, rules: ModelRules, place: Place): Refusal | undefined {
  const reason =
    fieldFault(setup, place) ??
    modalityFault(setup) ??
    voiceFault(setup, rules.voices) ??
    languageFault(setup, rules) ??
    thinkingFault(setup, rules) ??
    affectiveFault(setup, rules, place) ??
    proactivityFault(setup, rules, place) ??
    toolFault(setup.tools ?? [], rules);
  return reason === undefined ? undefined : { code: 1007, reason };
}

/** What a call of this function means for the conversation, where the declaration does not say it. */
export function behaviorOf(tools: readonly Tool[], name: string, rules: ModelRules): Behavior {
  const declared = declarations(tools).find((declaration) => declaration.name === name);
  return declared?.behavior ?? rules.defaultBehavior;
}

const atVertex = ({ way }: Place) => way === 'vertex' || way === 'gateway';

/** Affective dialog and proactivity are of the alpha version, and of Vertex AI's beta. */
const atAlpha = (place: Place) => place.apiVersion === 'v1alpha' || atVertex(place);

const unknownField = (name: string, at: string) =>
  `Invalid JSON payload received. Unknown name "${name}" at '${at}': Cannot find field.`;

/** What only Vertex AI knows. */
function fieldFault(setup: Setup, place: Place): string | undefined {
  if (atVertex(place)) return undefined;
  if (setup.sessionResumption?.transparent !== undefined)
    return unknownField('transparent', 'setup.session_resumption');
  if (setup.labels !== undefined) return unknownField('labels', 'setup');
  if (setup.explicitVadSignal !== undefined) return unknownField('explicitVadSignal', 'setup');
  return undefined;
}

function modalityFault({ generationConfig }: Setup): string | undefined {
  const modalities = generationConfig?.responseModalities ?? ['AUDIO'];
  if (modalities.length === 1 && modalities[0] === 'AUDIO') return undefined;
  return 'Cannot extract voices from a non-audio request.';
}

function languageFault({ model, generationConfig }: Setup, rules: ModelRules): string | undefined {
  const code = generationConfig?.speechConfig?.languageCode;
  if (code === undefined || rules.languageCode === 'taken') return undefined;
  return `Unsupported language code '${code}' for model ${model}`;
}

function thinkingFault({ generationConfig }: Setup, rules: ModelRules): string | undefined {
  const thinking = generationConfig?.thinkingConfig;
  const { thinkingLevel: level, thinkingBudget: budget } = thinking ?? {};
  switch (rules.thinking) {
    case 'none':
      return thinking && 'Thinking level is not supported for this model.';
    case 'budget':
      return level && 'Thinking level is not supported for this model.';
    case 'level':
      return budget === undefined ? undefined : 'Thinking budget is not supported for this model.';
    case 'level-required':
      if (level === undefined) return 'Thinking level must be specified for this model.';
      return level === 'MINIMAL' ? 'Thinking level is not supported for this model.' : undefined;
  }
}

/** Whatever is wrong with it, version, model or combination, these are the words (python-genai #865). */
function affectiveFault(setup: Setup, rules: ModelRules, place: Place): string | undefined {
  if (setup.generationConfig?.enableAffectiveDialog === undefined) return undefined;
  if (rules.dialog === 'configurable' && atAlpha(place)) return undefined;
  return unknownField('enableAffectiveDialog', 'setup.generation_config');
}

function proactivityFault(setup: Setup, rules: ModelRules, place: Place): string | undefined {
  if (setup.proactivity === undefined) return undefined;
  if (rules.dialog === 'fixed') return 'Proactivity is not configurable for this model.';
  return atAlpha(place) ? undefined : unknownField('proactivity', 'setup');
}

/** For no model here, though the API knows them. */
const OTHER_TOOLS = {
  codeExecution: 'Code execution',
  urlContext: 'URL context',
  googleMaps: 'Google Maps',
  fileSearch: 'File search',
} as const;

function toolFault(tools: readonly Tool[], rules: ModelRules): string | undefined {
  for (const tool of tools)
    for (const [field, name] of Object.entries(OTHER_TOOLS))
      if (field in tool) return `${name} is not supported for this model.`;
  const declared = declarations(tools);
  const search = tools.some(({ googleSearch }) => googleSearch);
  if (search && declared.length > 0 && rules.searchWithFunctions === 'refused')
    return 'Google Search cannot be combined with function calling for this model.';
  return functionFault(declared, rules);
}

function functionFault(
  declared: ReturnType<typeof declarations>,
  rules: ModelRules,
): string | undefined {
  const names = new Set<string>();
  for (const { name, behavior, parametersJsonSchema } of declared) {
    if (names.has(name)) return `Duplicate function declaration found: ${name}`;
    names.add(name);
    if (behavior !== undefined && !rules.behaviors.includes(behavior))
      return `${behavior} function calls are not supported for this model.`;
    if (parametersJsonSchema !== undefined && rules.thinking === 'level-required')
      return 'parameters_json_schema is not supported for this model.';
  }
  return undefined;
}

const declarations = (tools: readonly Tool[]) =>
  tools.flatMap((tool) => tool.functionDeclarations ?? []);
