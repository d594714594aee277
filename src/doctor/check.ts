/** What the doctor is made of: checks, each in a file of its own, that look at one thing and tell what they find. */
import type { Config } from '../config/schema.ts';
import type { Clock } from '../system/clock.ts';
import type { Host } from './host.ts';

export interface Check {
  /** One word, as it stands in the report. */
  readonly name: string;
  /** What it may take at most; `examine` has a limit for those that name none. */
  readonly limitMs?: number;
  /** Ends soon after the signal of its context, and leaves nothing running behind. */
  run(context: Context): Promise<readonly Finding[]>;
}

/** What every check is given; what only some of them need is a parameter of the function that makes them. */
export interface Context {
  readonly config: Config;
  readonly host: Host;
  readonly clock: Clock;
  readonly person: Person;
  /** The time is over, or the person has had enough. */
  readonly signal: AbortSignal;
}

export interface Finding {
  readonly state: FindingState;
  /** For an installer: what is so, and what to do where that is not right. Holds no secret. */
  readonly sentence: string;
  /** What belongs to it, one thing a line: a list of cards, the setting to write. */
  readonly lines?: readonly string[];
  /** The same in numbers and names, for programs that read the report. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export type FindingState =
  | 'good'
  /** It does not work, or not well: something has to be done. */
  | 'bad'
  /** Worth knowing; it may well be meant so. */
  | 'note'
  /** It could not be tried; the sentence says why. */
  | 'skipped';

/** PORT: whoever sits at the terminal while the checks run; perhaps nobody does. */
export interface Person {
  /** Asks for something to be done, in one sentence. */
  ask(sentence: string): void;
  /** Shows a line in place of the one that was shown before; an empty one takes it away. */
  show(line: string): void;
}

export const good = (sentence: string, more: More = {}): Finding => finding('good', sentence, more);
export const bad = (sentence: string, more: More = {}): Finding => finding('bad', sentence, more);
export const note = (sentence: string, more: More = {}): Finding => finding('note', sentence, more);
export const skipped = (sentence: string, more: More = {}): Finding =>
  finding('skipped', sentence, more);

type More = Pick<Finding, 'lines' | 'details'>;

const finding = (state: FindingState, sentence: string, more: More): Finding => ({
  state,
  sentence,
  ...more,
});
