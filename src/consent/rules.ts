/** What the configuration says about confirming: `confirm.always` and `confirm.never`. */
import { globOf } from '../devices/discovery/glob.ts';

export interface ConfirmRules {
  /** Patterns of names, ids and areas, with `*`: what they match is confirmed, whatever it is. */
  readonly always: readonly string[];
  /**
   * Patterns of what need not be confirmed, though it would be otherwise. Locks, doors, gates, garages and the
   * disarming of alarms are let off only by their id in full: names are a stranger's, and may change.
   */
  readonly never: readonly string[];
}

export interface Named {
  readonly id: string;
  readonly name: string;
  readonly area?: string | undefined;
}

export type Verdict = 'always' | 'never' | 'never, by its id' | 'nothing';

/** What the rules say of one thing. `always` outweighs `never`. */
export function verdict({ always, never }: ConfirmRules, named: Named): Verdict {
  const { id, name, area } = named;
  const texts = [id, name, ...(area === undefined ? [] : [area])];
  const isIn = (patterns: readonly string[]) =>
    patterns.some((pattern) => texts.some((text) => globOf(pattern)(text)));
  if (isIn(always)) return 'always';
  if (never.includes(id)) return 'never, by its id';
  return isIn(never) ? 'never' : 'nothing';
}
