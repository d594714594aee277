/**
 * Whose reply is arriving? After a barge-in the service still sends what was on its way, and its end.
 * Neither may reach the turn that follows: sound and calls count only in `due` and `ending`.
 *
 *   none ──sent──▶ due ──turnComplete──▶ none        (the reply ended)
 *   due ──abandon──▶ stale ──sent──▶ stale-due ──interrupted──▶ ending ──turnComplete, content──▶ due
 *                      │                 └──turnComplete, or content after STALE_MS──▶ due
 *                      ├─interrupted─▶ stopped ──sent──▶ ending
 *                      └─turnComplete─▶ none ◀──turnComplete── stopped
 *
 * The order interrupted, turnComplete is the service's promise (generative_service.proto,
 * BidiGenerateContentServerContent); the time limit serves when it is not kept.
 */
export type Downlink =
  /** No reply is owed. */
  | { readonly name: 'none' }
  /** What arrives is the reply. */
  | { readonly name: 'due' }
  /** A reply that nobody wants may still arrive. */
  | { readonly name: 'stale' }
  /** As `stale`, and a new turn has been sent since. */
  | { readonly name: 'stale-due'; readonly sentAtMs: number }
  /** The unwanted reply stopped; its end is still to come. */
  | { readonly name: 'stopped' }
  /** As `stopped`, and a new turn has been sent since. */
  | { readonly name: 'ending' };

export type Arrival = 'content' | 'interrupted' | 'turnComplete';

/** What an arrival means for the conversation. */
export type Meaning = 'reply' | 'reply-ended' | 'not-for-us';

export const noReply: Downlink = { name: 'none' };
const replyDue: Downlink = { name: 'due' };

/** What was on its way when the new turn was sent has arrived by then. */
const STALE_MS = 2_000;

/** The user's turn has been sent, whole. */
export function turnSent(downlink: Downlink, nowMs: number): Downlink {
  switch (downlink.name) {
    case 'none':
    case 'due':
      return replyDue;
    case 'stale':
    case 'stale-due':
      return { name: 'stale-due', sentAtMs: nowMs };
    case 'stopped':
    case 'ending':
      return { name: 'ending' };
  }
}

/** Nobody wants the reply any more. */
export function abandoned(downlink: Downlink): Downlink {
  switch (downlink.name) {
    case 'none':
    case 'stale':
    case 'stopped':
      return downlink;
    case 'due':
    case 'stale-due':
    case 'ending':
      return { name: 'stale' };
  }
}

export function arrived(
  downlink: Downlink,
  arrival: Arrival,
  nowMs: number,
): readonly [Downlink, Meaning] {
  switch (downlink.name) {
    case 'none':
      return [downlink, 'not-for-us'];
    case 'due':
      if (arrival === 'content') return [downlink, 'reply'];
      return arrival === 'turnComplete' ? [noReply, 'reply-ended'] : [downlink, 'not-for-us'];
    case 'stale':
      if (arrival === 'content') return [downlink, 'not-for-us'];
      return [arrival === 'turnComplete' ? noReply : { name: 'stopped' }, 'not-for-us'];
    case 'stale-due':
      if (arrival === 'interrupted') return [{ name: 'ending' }, 'not-for-us'];
      if (arrival === 'turnComplete') return [replyDue, 'not-for-us'];
      return nowMs - downlink.sentAtMs < STALE_MS ? [downlink, 'not-for-us'] : [replyDue, 'reply'];
    case 'stopped':
      return [arrival === 'turnComplete' ? noReply : downlink, 'not-for-us'];
    case 'ending':
      if (arrival === 'content') return [replyDue, 'reply'];
      return [arrival === 'turnComplete' ? replyDue : downlink, 'not-for-us'];
  }
}
