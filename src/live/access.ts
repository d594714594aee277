/** PORT: leave to talk to the service. */

export interface AccessSource {
  /**
   * What stands ready on this machine, without asking anybody; cheap, and asked every few seconds.
   * `value` is another one when it was replaced; `missing` is a sentence that says where it may be put.
   */
  look(): { readonly value: string } | { readonly missing: string };
  /** What to show at the next dial; asked anew for each. Never rejects, and gives up within seconds. */
  get(): Promise<Access | Denial>;
}

/** What is shown to the service, and thereby where it is. */
export type Access =
  | { readonly type: 'api-key'; readonly key: string }
  /** Short-lived, as `auth_tokens/…`. */
  | { readonly type: 'token'; readonly token: string }
  /** The application default credentials of the machine are asked by the SDK. */
  | { readonly type: 'vertex'; readonly project: string; readonly location: string }
  /** A fixed address that takes a bearer token. */
  | { readonly type: 'gateway'; readonly url: string; readonly bearer: string };

/** `reason` is a sentence without any secret. */
export interface Denial {
  readonly type: 'denied';
  readonly cause: 'key' | 'quota' | 'network';
  readonly reason: string;
}
