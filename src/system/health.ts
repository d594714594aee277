/**
 * How a part that mends itself (a sound card, a broker, a GPIO line) is doing.
 * Reported at every change, never thrown: a part that fails is a fact to live with, not an exception.
 */
export type Health =
  /** Working; `by` says which of several ways is in use, for example `aplay`. */
  | { readonly state: 'up'; readonly by: string }
  /** Not working, being retried; `reason` is a sentence for an installer. */
  | { readonly state: 'down'; readonly reason: string };

export type ReportHealth = (health: Health) => void;
