/**
 * What a session is asked to be, as the SDK takes it (`LiveConnectConfig`, ai.google.dev/api/live). Pure.
 * The SDK drops `historyConfig`, and for the Gemini API it throws at `explicitVadSignal` and
 * `sessionResumption.transparent`: none of them is used.
 */

import type { OpenOptions } from '../live/session.ts';
import type { ModelTraits } from './model-traits.ts';
import { behaviorFor, modelTraits } from './models.ts';
import { type Live, OPTIONAL_SETTINGS, type OptionalSetting } from './settings.ts';

export interface SetupFacts extends Pick<OpenOptions, 'handle' | 'tools'> {
  readonly live: Live;
  readonly instruction: string;
  /** Who says when somebody speaks: the button, or the service by what it hears. */
  readonly activity: 'manual' | 'automatic';
}

export interface Setup {
  readonly config: object;
  /** What a full setup has beyond a lean one, as keys of the configuration. */
  readonly optional: readonly string[];
}

/**
 * Only what is wanted and what the model takes is in it: the service closes the connection at a field
 * that a model does not take. `lean` is the least with which the daemon can do its work, for a service
 * that refuses more.
 */
export function setupFor(facts: SetupFacts, level: 'full' | 'lean'): Setup {
  const traits = modelTraits(facts.live.model);
  const config = leastConfig(facts, traits);
  const optional: string[] = [];
  for (const setting of OPTIONAL_SETTINGS) {
    const value = valueSent(setting, facts, traits);
    if (value === undefined) continue;
    const required = setting.required?.(traits) ?? false;
    if (!required) optional.push(`live.${setting.key}`);
    if (required || level === 'full') put(config, setting.place, value);
  }
  return { config, optional };
}

type Tree = Record<string, unknown>;

function leastConfig(
  { instruction, activity, handle, tools, live }: SetupFacts,
  traits: ModelTraits,
): Tree {
  const { triggerTokens, targetTokens } = live.compression;
  return {
    responseModalities: ['AUDIO'],
    systemInstruction: instruction,
    realtimeInputConfig: {
      ...(activity === 'manual' && { automaticActivityDetection: { disabled: true } }),
      activityHandling: 'START_OF_ACTIVITY_INTERRUPTS',
      turnCoverage: 'TURN_INCLUDES_ONLY_ACTIVITY',
    },
    // Without a handle it still asks for handles; `null` would be refused.
    sessionResumption: handle === undefined ? {} : { handle },
    // 64-bit numbers are text in JSON.
    contextWindowCompression: {
      triggerTokens: String(triggerTokens),
      slidingWindow: { targetTokens: String(targetTokens) },
    },
    // Models differ in whether they wait for answers by themselves: it is always said.
    ...(tools.length > 0 && {
      tools: [
        {
          functionDeclarations: tools.map((tool) => ({
            ...tool,
            behavior: behaviorFor(traits, tool.behavior ?? 'BLOCKING'),
          })),
        },
      ],
    }),
  };
}

function valueSent(
  setting: OptionalSetting,
  { live, activity, tools }: SetupFacts,
  traits: ModelTraits,
): unknown {
  if (setting.onlyAutomatic && activity === 'manual') return undefined;
  if (setting.refusal?.(traits) !== undefined) return undefined;
  // Devices matter more than the Web.
  if (
    setting.key === 'googleSearch' &&
    traits.googleSearch === 'instead-of-functions' &&
    tools.length > 0
  )
    return undefined;
  return setting.value(live, traits);
}

/** Puts `value` into `tree`, and makes what leads there. */
function put(tree: Tree, [step, ...rest]: readonly string[], value: unknown): void {
  if (step === undefined) return;
  const here = tree[step];
  if (rest.length > 0) {
    const inner = isTree(here) ? here : {};
    tree[step] = inner;
    put(inner, rest, value);
  } else if (step === 'tools') tree[step] = [...(Array.isArray(here) ? here : []), value];
  else tree[step] = value;
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
