/**
 * Whose reply is arriving? After a barge-in the service still sends what was on its way, and its end.
 * Neither may reach the turn that follows: sound and calls count only where they are the `reply`.
 *
 *   none ──sent──▶ due ──content──▶ replying ──turnComplete──▶ over ──sent──▶ due
 *                   │ interrupted      │ generated              ▲ │ content: told too early
 *                   ▼                  ▼                        │ ▼
 *                 ending           generated ───turnComplete────┘ replying
 *                   └──turnComplete, content──▶ due, replying
 *
 *   due, replying ──abandon──▶ stale ──sent──▶ stale-due ──interrupted, generated──▶ ending
 *                                │                 └──turnComplete, or content after STALE_MS──▶ due
 *                                ├─interrupted, generated─▶ stopped ──sent──▶ ending
 *       generated ──abandon──▶ stopped ──turnComplete─▶ none ◀─turnComplete─ stale
 *
 * With an open microphone any number of replies come, and an interruption is the user's:
 *
 *   none ──open──▶ stream ◀──content, turnComplete──▶ streaming        (abandoned: none, stale)
 *   due, replying, stale ──open──▶ stream-stale ──an end, or content after STALE_MS──▶ stream
 *
 * The order interrupted, turnComplete is the service's promise (generative_service.proto,
 * BidiGenerateContentServerContent); the time limit serves when it is not kept.
 */
export type Downlink =
  /** No reply is owed. */
  | { readonly name: 'none' }
  /** What arrives next is the reply. */
  | { readonly name: 'due' }
  /** A part of the reply has arrived. */
  | { readonly name: 'replying' }
  /** All of the reply has been made, and so has arrived; its end is still to come. */
  | { readonly name: 'generated' }
  /** The reply has ended, if the service is right. */
  | { readonly name: 'over' }
  /** Whatever arrives is a reply. */
  | { readonly name: 'stream' }
  /** As `stream`, and a part of one has arrived. */
  | { readonly name: 'streaming' }
  /** As `stream`, but first a reply that nobody wants may still arrive. */
  | { readonly name: 'stream-stale'; readonly sinceMs: number }
  /** A reply that nobody wants may still arrive; `sinceMs`: when it, or that it is unwanted, was last heard of. */
  | { readonly name: 'stale'; readonly sinceMs: number }
  /** As `stale`, and a new turn has been sent since. */
  | { readonly name: 'stale-due'; readonly sentAtMs: number }
  /** The unwanted reply stopped, or all of it has arrived; its end is still to come, if it ever comes. */
  | { readonly name: 'stopped' }
  /** As `stopped`, and a new turn has been sent since. */
  | { readonly name: 'ending' };

export type Arrival = 'content' | 'generated' | 'interrupted' | 'turnComplete';

/** What an arrival means for the conversation; `cut-off`: the service itself heard the user break in. */
export type Meaning = 'reply' | 'reply-generated' | 'reply-ended' | 'cut-off' | 'not-for-us';

export const noReply: Downlink = { name: 'none' };
const replyDue: Downlink = { name: 'due' };
const replying: Downlink = { name: 'replying' };

/** What was on its way when the new turn was sent has arrived by then. */
const STALE_MS = 2_000;
/** Of a reply that was silent for so long, nothing more comes. */
const FORGOTTEN_MS = 5_000;

/** The microphone is open: from now on the user may say something at any time. */
export function microphoneOpened(downlink: Downlink, nowMs: number): Downlink {
  switch (downlink.name) {
    case 'due':
    case 'replying':
    case 'stale':
    case 'stale-due':
      return { name: 'stream-stale', sinceMs: nowMs };
    case 'stream':
    case 'streaming':
    case 'stream-stale':
      return downlink;
    case 'none':
    case 'generated':
    case 'over':
    case 'stopped':
    case 'ending':
      return { name: 'stream' };
  }
}

/** The user's turn has been sent, whole. */
export function turnSent(downlink: Downlink, nowMs: number): Downlink {
  switch (downlink.name) {
    case 'none':
    case 'due':
    case 'replying':
    case 'generated':
    case 'over':
    case 'stream':
    case 'streaming':
    case 'stream-stale':
      return replyDue;
    case 'stale':
      if (nowMs - downlink.sinceMs > FORGOTTEN_MS) return replyDue;
      return { name: 'stale-due', sentAtMs: nowMs };
    case 'stale-due':
      return { name: 'stale-due', sentAtMs: nowMs };
    case 'stopped':
    case 'ending':
      return { name: 'ending' };
  }
}

/** Nobody wants the reply any more. */
export function abandoned(downlink: Downlink, nowMs: number): Downlink {
  switch (downlink.name) {
    case 'none':
    case 'over':
    case 'stream':
      return noReply;
    case 'stale':
    case 'stopped':
      return downlink;
    case 'generated':
      return { name: 'stopped' };
    case 'due':
    case 'replying':
    case 'streaming':
    case 'stream-stale':
    case 'stale-due':
    case 'ending':
      return { name: 'stale', sinceMs: nowMs };
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
      if (arrival === 'content') return [replying, 'reply'];
      // Before anything was said, only an earlier reply can have been interrupted.
      if (arrival === 'interrupted') return [{ name: 'ending' }, 'not-for-us'];
      return arrival === 'turnComplete'
        ? [{ name: 'over' }, 'reply-ended']
        : [downlink, 'not-for-us'];
    case 'replying':
      if (arrival === 'generated') return [{ name: 'generated' }, 'reply-generated'];
      return inReply(downlink, arrival);
    case 'generated':
      return inReply(downlink, arrival);
    case 'over':
      return arrival === 'content' ? [replying, 'reply'] : [downlink, 'not-for-us'];
    case 'stream':
    case 'streaming':
      return inStream(downlink, arrival);
    case 'stream-stale':
      if (arrival !== 'content') return [{ name: 'stream' }, 'not-for-us'];
      if (nowMs - downlink.sinceMs < STALE_MS) return [downlink, 'not-for-us'];
      return inStream(downlink, arrival);
    case 'stale':
      if (arrival === 'content') return [{ name: 'stale', sinceMs: nowMs }, 'not-for-us'];
      return [arrival === 'turnComplete' ? noReply : { name: 'stopped' }, 'not-for-us'];
    case 'stale-due':
      if (arrival === 'turnComplete') return [replyDue, 'not-for-us'];
      if (arrival !== 'content') return [{ name: 'ending' }, 'not-for-us'];
      return nowMs - downlink.sentAtMs < STALE_MS ? [downlink, 'not-for-us'] : [replying, 'reply'];
    case 'stopped':
      return [arrival === 'turnComplete' ? noReply : downlink, 'not-for-us'];
    case 'ending':
      if (arrival === 'content') return [replying, 'reply'];
      return [arrival === 'turnComplete' ? replyDue : downlink, 'not-for-us'];
  }
}

function inReply(downlink: Downlink, arrival: Arrival): readonly [Downlink, Meaning] {
  if (arrival === 'content') return [replying, 'reply'];
  return arrival === 'turnComplete' ? [{ name: 'over' }, 'reply-ended'] : [downlink, 'not-for-us'];
}

function inStream(downlink: Downlink, arrival: Arrival): readonly [Downlink, Meaning] {
  switch (arrival) {
    case 'content':
      return [{ name: 'streaming' }, 'reply'];
    case 'generated':
      return [downlink, 'not-for-us'];
    case 'interrupted':
      return [downlink, 'cut-off'];
    case 'turnComplete':
      return [{ name: 'stream' }, 'reply-ended'];
  }
}
