/**
 * The connection to the model. A turn opens it, and it outlives the turn for a while.
 *
 *   closed ──wanted──▶ opening ──opened──▶ open ──goAway──▶ expiring
 *     ▲                 ▲ │ closed          │ closed          │ closed
 *     │ silence         │ ▼                 ▼                 ▼
 *     └────────────── waiting ◀─────────────┴─────────────────┘ (if wanted, else closed)
 *
 * The service ends every connection after some minutes and says so before. An idle one is then replaced
 * at once, another one when the turn is over or its time is up. A turn that fails takes an open link with
 * it: nothing may answer half a question. What could not be opened is tried until it can, also when
 * nobody waits any more: then the household knows that it works again.
 *
 * A handle that is refused, or with which connections are short-lived, is dropped at once: the session
 * that it leads to may be what is wrong.
 */
import type { Effect } from './effect.ts';
import { type Cause, type Event, isDemand, isPassing, isTimer } from './event.ts';

export type Link = {
  /** Resumes the session that the link carried, if it carried one. */
  readonly handle: string | undefined;
  /** How many connections in a row ended before they had proven stable. */
  readonly shortLives: number;
} & (
  | { readonly name: 'closed' }
  | { readonly name: 'opening'; readonly attempt: number }
  /** Only one that has been `stable` for a while lets the next attempts begin anew. */
  | { readonly name: 'open'; readonly attempt: number; readonly age: 'young' | 'stable' }
  | {
      readonly name: 'expiring';
      readonly attempt: number;
      readonly age: 'young' | 'stable';
      readonly timeLeftMs: number;
    }
  | { readonly name: 'waiting'; readonly attempt: number; readonly cause: Cause }
);

/**
 * What the turn, at its new value, wants of the link: a `connection`, a `replacement` because nothing
 * comes through it, `nothing` in particular, to `hang-up` because it failed, a `fresh-start` because even
 * the replacement was silent, or `silence` because it is muted.
 */
export type Want = 'connection' | 'replacement' | 'nothing' | 'hang-up' | 'fresh-start' | 'silence';

type Step = readonly [Link, ...Effect[]];

const CLOSE: Effect = { type: 'closeSession' };
const MOST_SHORT_LIVES = 2;

export function nextLink(link: Link, want: Want, event: Event): Step {
  if (event.type === 'closed') return lost(link, want, event.cause);
  if (want === 'silence') return hangUp(link);
  if (want === 'fresh-start') return hangUp({ ...link, handle: undefined, shortLives: 0 });
  if (event.type === 'resumable') return [{ ...link, handle: event.handle }];

  switch (link.name) {
    case 'closed':
      return want === 'connection' ? open(link, 0) : [link];
    case 'opening':
      if (event.type === 'opened') return [{ ...link, name: 'open', age: 'young' }];
      if (isTimer(event, 'linger')) return hangUp(link);
      if (!isTimer(event, 'connect')) return [link];
      return [lost(link, want, 'network')[0], CLOSE];
    case 'open':
      if (want === 'hang-up' || isTimer(event, 'linger')) return hangUp(link);
      if (want === 'replacement') return open(link, 0, CLOSE);
      if (isTimer(event, 'stable')) return [{ ...link, age: 'stable', attempt: 0, shortLives: 0 }];
      if (event.type !== 'goAway') return [link];
      if (want === 'nothing') return renewed(link);
      return [expiring(link, event.timeLeftMs)];
    case 'expiring':
      if (want === 'hang-up') return hangUp(link);
      if (event.type === 'goAway') return [expiring(link, event.timeLeftMs)];
      return want !== 'connection' || isTimer(event, 'deadline') ? renewed(link) : [link];
    case 'waiting':
      return isTimer(event, 'retry') || isDemand(event) ? open(link, link.attempt) : [link];
  }
}

/** Again and again at once only while connections last. */
function renewed(link: Standing): Step {
  if (link.age === 'stable') return open(link, 0, CLOSE);
  const { handle, attempt } = link;
  const shortLives = Math.min(MOST_SHORT_LIVES, link.shortLives + 1);
  if (link.shortLives === 0) return open({ ...link, shortLives }, attempt, CLOSE);
  return [{ name: 'waiting', handle, shortLives, attempt: attempt + 1, cause: 'network' }, CLOSE];
}

export const hasSession = (link: Link): boolean =>
  link.name !== 'closed' && link.name !== 'waiting';

export const isConnected = (link: Link): link is Standing =>
  link.name === 'open' || link.name === 'expiring';

function open({ handle, shortLives }: Link, attempt: number, ...before: Effect[]): Step {
  const link: Link = { name: 'opening', handle, shortLives, attempt };
  return [link, ...before, { type: 'openSession', handle }];
}

const expiring = ({ handle, shortLives, attempt, age }: Standing, timeLeftMs: number): Link => ({
  name: 'expiring',
  handle,
  shortLives,
  attempt,
  age,
  timeLeftMs,
});

type Standing = Link & { readonly name: 'open' | 'expiring' };

function lost(link: Link, want: Want, cause: Cause): Step {
  const isYoung = isConnected(link) && link.age === 'young';
  const shortLives = Math.min(MOST_SHORT_LIVES, link.shortLives + (isYoung ? 1 : 0));
  const attempt = 'attempt' in link ? link.attempt : 0;
  const dropsHandle =
    link.handle !== undefined &&
    (link.name === 'opening' ? cause === 'refused' : shortLives >= MOST_SHORT_LIVES);
  const next = dropsHandle
    ? { handle: undefined, shortLives: 0 }
    : { handle: link.handle, shortLives };
  const closed: Link = { ...next, name: 'closed' };
  if (want === 'silence') return [closed];
  // Of a connection that stood, the end is everyday life; one that could not be made is tried again.
  const isWanted = link.name === 'opening' || (want === 'connection' && isPassing(cause));
  if (!isWanted) return [closed];
  if (dropsHandle) return open(closed, attempt);
  const failed = link.name === 'opening' || isYoung ? attempt + 1 : 0;
  return [{ ...next, name: 'waiting', attempt: failed, cause }];
}

function hangUp(link: Link): Step {
  const { handle, shortLives } = link;
  const closed: Link = { name: 'closed', handle, shortLives };
  return hasSession(link) ? [closed, CLOSE] : [closed];
}
