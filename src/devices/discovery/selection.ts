/** Which of the entities that were described are wanted. */
import { foldedGlobOf } from './glob.ts';

/** Kinds of entities that are left out unless asked for. */
export type Extra = 'config' | 'diagnostic' | 'disabled';

export interface SelectionSettings {
  /** Patterns over names, ids and areas: with any, only what one of them names is used. */
  readonly include: readonly string[];
  /** Likewise: what one of them names is not used. */
  readonly exclude: readonly string[];
  readonly extras: readonly Extra[];
}

/** The reason, a sentence, why something is not wanted; `undefined` if it is. */
export type Selection = (candidate: {
  /** Whatever it is called, and where it is, `folded`. */
  readonly names: readonly string[];
  readonly category: 'config' | 'diagnostic' | undefined;
  readonly enabled: boolean;
}) => string | undefined;

export function selectionOf({ include, exclude, extras }: SelectionSettings): Selection {
  const wanted = include.map(foldedGlobOf);
  const unwanted = exclude.map((pattern) => ({ pattern, matches: foldedGlobOf(pattern) }));
  const asked = new Set(extras);
  return ({ names, category, enabled }) => {
    const against = unwanted.find(({ matches }) => names.some(matches));
    if (against !== undefined) return `The configuration excludes it with "${against.pattern}".`;
    if (wanted.length > 0 && !wanted.some((matches) => names.some(matches))) {
      return 'The configuration does not include it.';
    }
    if (category !== undefined && !asked.has(category)) return CATEGORIES[category];
    if (!enabled && !asked.has('disabled')) return 'Its publisher has it switched off by default.';
    return undefined;
  };
}

const CATEGORIES = {
  config: 'It is a setting of its device.',
  diagnostic: 'It is a diagnosis of its device.',
} as const;
