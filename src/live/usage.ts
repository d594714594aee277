/** What a turn took, in tokens, as the service counts them (`UsageMetadata`, ai.google.dev/api/live). */
export interface Usage {
  /** The whole context, also what was said in earlier turns. */
  readonly prompt: Tokens;
  /** Results of the service's own tools. */
  readonly toolUse: Tokens;
  readonly response: Tokens;
  readonly thoughts: number;
  /** How many of `prompt` were cached. */
  readonly cached: number;
  readonly total: number;
}

/** By modality; what the service does not explain counts as text. */
export interface Tokens {
  readonly text: number;
  readonly audio: number;
  readonly image: number;
  readonly video: number;
}
