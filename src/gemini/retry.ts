import type { Access } from '../live/access.ts';
import type { CloseCause } from '../live/session.ts';

/** Why the service is asked once more: without the settings that it refused, or with another token. */
export type Retry =
  | {
      readonly type: 'lean';
      readonly cause: CloseCause;
      readonly reason: string;
      readonly fields: readonly string[];
    }
  | { readonly type: 'token' };

export interface Tried {
  /** The settings of the setup that it could do without. */
  readonly optional: readonly string[];
  readonly way: Access['type'] | undefined;
  /** Why this was a second try, if it was one. */
  readonly retry: Retry | undefined;
}

/** How the service may be asked once more, within the same time, after it refused the setup. */
export function retryAfter(
  { cause, reason }: { readonly cause: CloseCause; readonly reason: string },
  { optional: fields, way, retry }: Tried,
): Retry | undefined {
  if (cause === 'setup' && fields.length > 0) return { type: 'lean', cause, reason, fields };
  // A token that was handed out before may have ended by now.
  return cause === 'key' && way === 'token' && retry === undefined ? { type: 'token' } : undefined;
}
