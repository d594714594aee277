/** What the topic `turn` says of a turn. */
import type { TokenCounts } from '../cost/tokens.ts';
import type { Source } from '../live/session.ts';

/**
 * `answered`: as it should be, also without a word when a tool did it · `interrupted`: by a press, a
 * question in writing or muting · `failed`: nothing came, or not all of it · `refused`: by the service or
 * for want of money, see `why`.
 */
export type Outcome = 'answered' | 'interrupted' | 'failed' | 'refused';

export interface TurnRecord {
  readonly id: string;
  /** ISO 8601, UTC: the press, or whatever began the turn. */
  readonly startedAt: string;
  readonly outcome: Outcome;
  /** The service's word for a turn that did not end by itself, or `BUDGET`. */
  readonly why?: string;
  /** Since the start; `null`: it never came to that. */
  readonly stages: {
    readonly releasedMs: number | null;
    /** The last time, if it was sent again. */
    readonly sentMs: number | null;
    readonly firstSoundMs: number | null;
    readonly endedMs: number;
  };
  readonly model: string;
  readonly tokens: TokenCounts;
  readonly costUsd: number;
  readonly tools: readonly ToolRecord[];
  /** What became of each device that was to do something. */
  readonly acts: readonly ActRecord[];
  /** How many acts more there were than there is room for. */
  readonly actsNotListed?: number;
  readonly sources: readonly Source[];
  /** Only when the household allows it. */
  readonly transcripts?: { readonly user: string; readonly model: string };
}

export interface ToolRecord {
  readonly name: string;
  /** As the tool told it to the model; `pending` when it was not known at the end of the turn. */
  readonly status: string;
  /** Why a consent was refused: `no press`, `late`, `used`, `unknown`. */
  readonly why?: string;
  /** Without secrets, and without what somebody may have said unless the household allows that. */
  readonly args: Values;
}

export interface ActRecord {
  /** Of discovery: `light.kitchen`; of the configuration: `command.` and the name of the command. */
  readonly entity: string;
  readonly name: string;
  /** `needs_confirmation`: nothing was done, and it waits for a hand on the button. */
  readonly status: string;
  /** Until the device said so, or was given up. */
  readonly ms: number;
  /** By aspect, of a command by parameter; as much as of `args`. */
  readonly wished: Values;
  /** What was heard before it; without what nothing had been heard of. */
  readonly before: Values;
  /** What was heard after it, likewise; of a command `state`. */
  readonly after: Values;
}

/** `null`: the device itself does not know. */
export type Values = Readonly<Record<string, string | number | boolean | null>>;
