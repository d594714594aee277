/**
 * The connection to the model. A turn opens it, and it outlives the turn for a while.
 *
 *   closed ──wanted──▶ opening ──opened──▶ open ──goAway──▶ expiring
 *     ▲                 ▲ │ closed          │ closed          │ closed
 *     │ silence         │ ▼                 ▼                 ▼
 *     └────────────── waiting ◀─────────────┴─────────────────┘ (if wanted, else closed)
 *
 * A link that expires is replaced when the turn is over, or when its time is up. A turn that fails
 * takes an open link with it: nothing may answer half a question. What could not be opened is tried
 * until it can, also when nobody waits any more: then the household knows that it works again.
 */
import type { Effect } from './effect.ts';
import { type Cause, type Event, isPassing, isTimer } from './event.ts';

export type Link = {
  /** Resumes the session that the link carried, if it carried one. */
  readonly handle: string | undefined;
} & (
  | { readonly name: 'closed' }
  | { readonly name: 'opening'; readonly attempt: number }
  | { readonly name: 'open' }
  | { readonly name: 'expiring'; readonly timeLeftMs: number }
  | { readonly name: 'waiting'; readonly attempt: number }
);

/**
 * What the turn, at its new value, wants of the link: a `connection`, `nothing` in particular, to
 * `hang-up` because it failed, or `silence` because it is muted.
 */
export type Want = 'connection' | 'nothing' | 'hang-up' | 'silence';

type Step = readonly [Link, ...Effect[]];

const CLOSE: Effect = { type: 'closeSession' };

export function nextLink(link: Link, want: Want, event: Event): Step {
  const { handle } = link;
  if (event.type === 'closed') return lost(link, want, event.cause);
  if (want === 'silence') return hangUp(link);
  if (event.type === 'resumable') return [{ ...link, handle: event.handle }];

  switch (link.name) {
    case 'closed':
      return want === 'connection' ? open(handle, 0) : [link];
    case 'opening':
      if (event.type === 'opened') return [{ name: 'open', handle }];
      if (!isTimer(event, 'connect')) return [link];
      return [lost(link, want, 'network')[0], CLOSE];
    case 'open':
      if (want === 'hang-up') return hangUp(link);
      if (event.type === 'goAway' && want === 'nothing') return hangUp(link);
      if (event.type === 'goAway')
        return [{ name: 'expiring', handle, timeLeftMs: event.timeLeftMs }];
      return isTimer(event, 'linger') ? hangUp(link) : [link];
    case 'expiring':
      if (want !== 'connection') return hangUp(link);
      return isTimer(event, 'deadline') ? open(handle, 0, CLOSE) : [link];
    case 'waiting':
      return isTimer(event, 'retry') || event.type === 'press'
        ? open(handle, link.attempt)
        : [link];
  }
}

export const hasSession = (link: Link): boolean =>
  link.name !== 'closed' && link.name !== 'waiting';

function open(handle: string | undefined, attempt: number, ...before: Effect[]): Step {
  return [{ name: 'opening', handle, attempt }, ...before, { type: 'openSession', handle }];
}

function lost(link: Link, want: Want, cause: Cause): Step {
  const { handle } = link;
  if (want === 'silence' || !isPassing(cause)) return [closed(handle)];
  if (link.name !== 'opening')
    return [want === 'connection' ? { name: 'waiting', handle, attempt: 0 } : closed(handle)];
  if (cause === 'refused' && handle !== undefined) return open(undefined, link.attempt);
  return [{ name: 'waiting', handle, attempt: link.attempt + 1 }];
}

function hangUp(link: Link): Step {
  return hasSession(link) ? [closed(link.handle), CLOSE] : [closed(link.handle)];
}

const closed = (handle: string | undefined): Link => ({ name: 'closed', handle });
