/** PORT: risky acts wait for a hand on the button. */

export interface Consent {
  /**
   * A risky act is wanted: it is kept, and not run. `what` says in a sentence what would happen. The code is to
   * be shown by the confirming call; it is good once, for 30 s, on the same connection, and only after a new
   * press. `journal`: what is written down of it, without words that somebody said.
   */
  ask(
    what: string,
    run: (signal: AbortSignal) => Promise<Answer>,
    journal?: ForJournal,
  ): { readonly code: string };
  /** Runs what was asked for with `code`, if it may be. */
  confirm(code: string, signal: AbortSignal): Promise<Confirmed>;
  /** A turn began with a hand on the button. */
  pressed(): void;
  /** A turn began with anything else, as a question in writing: nothing of it may confirm. */
  written(): void;
  /** Another connection: no code of the one before is good any more. */
  reconnected(): void;
}

export interface ForJournal {
  readonly what: string;
  /** The ids of what would be acted upon; `command.` and the name of a command. */
  readonly entities: readonly string[];
}

/** What the model is told: `status` is a word for it, `message` a sentence. */
export interface Answer {
  readonly status: string;
  readonly message: string;
  readonly [more: string]: unknown;
}

export type Confirmed =
  | { readonly result: 'ran'; readonly answer: Answer }
  /** `why` is a sentence for the model. */
  | {
      readonly result: 'refused';
      readonly reason: 'unknown' | 'used' | 'late' | 'no press';
      readonly why: string;
    };
