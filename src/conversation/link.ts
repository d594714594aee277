/**
 * The connection to the model. A turn opens it, and it outlives the turn for a while.
 *
 *   closed ──busy──▶ opening ──opened──▶ open ──goAway──▶ expiring
 *     ▲                ▲ │ closed          │ closed          │ closed
 *     │ not busy       │ ▼                 ▼                 ▼
 *     └────────────── waiting ◀────────────┴─────────────────┘
 *
 * A link that expires is replaced when the turn is over, or when its time is up. A turn that fails
 * or is muted takes the link with it: nothing may answer half a question.
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

/** What the turn, at its new value, wants of the link. */
export type Want = 'connection' | 'nothing' | 'hang-up';

type Step = readonly [Link, ...Effect[]];

const CLOSE: Effect = { type: 'closeSession' };

export function nextLink(link: Link, want: Want, event: Event): Step {
  const { handle } = link;
  if (event.type === 'closed') return lost(link, want, event.cause);
  if (want === 'hang-up') return hangUp(link);
  if (event.type === 'resumable') return [{ ...link, handle: event.handle }];

  switch (link.name) {
    case 'closed':
      return want === 'connection' ? open(handle, 0) : [link];
    case 'opening':
      if (event.type === 'opened') return [{ name: 'open', handle }];
      if (!isTimer(event, 'connect')) return [link];
      return [lost(link, want, 'network')[0], CLOSE];
    case 'open':
      if (event.type === 'goAway' && want === 'nothing') return hangUp(link);
      if (event.type === 'goAway')
        return [{ name: 'expiring', handle, timeLeftMs: event.timeLeftMs }];
      return isTimer(event, 'linger') ? hangUp(link) : [link];
    case 'expiring':
      if (want === 'nothing') return hangUp(link);
      return isTimer(event, 'deadline') ? open(handle, 0, CLOSE) : [link];
    case 'waiting':
      if (want === 'nothing') return hangUp(link);
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
  if (link.name === 'opening' && cause === 'refused' && link.handle !== undefined)
    return want === 'connection' ? open(undefined, link.attempt) : [closed(undefined)];
  if (want !== 'connection' || !isPassing(cause)) return [closed(link.handle)];
  const attempt = link.name === 'opening' ? link.attempt + 1 : 0;
  return [{ name: 'waiting', handle: link.handle, attempt }];
}

function hangUp(link: Link): Step {
  return hasSession(link) ? [closed(link.handle), CLOSE] : [closed(link.handle)];
}

const closed = (handle: string | undefined): Link => ({ name: 'closed', handle });
