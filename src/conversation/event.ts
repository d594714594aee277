/** Everything that can happen to the conversation. Sound itself never does: it has its own way. */
export type Event =
  // from the household
  | { readonly type: 'press' }
  | { readonly type: 'release' }
  /** A button that opens and closes the microphone. */
  | { readonly type: 'toggle' }
  /** A question in writing. */
  | { readonly type: 'ask'; readonly text: string }
  /** A press or a question that must not reach the service: there is no money left for it. */
  | { readonly type: 'denied' }
  | { readonly type: 'mute' }
  | { readonly type: 'unmute' }
  // from the microphone
  | { readonly type: 'microphoneLost' }
  // from the playback: strictly alternating
  | { readonly type: 'soundStarted' }
  | { readonly type: 'soundEnded' }
  | { readonly type: 'soundBroken' }
  // from the session
  | { readonly type: 'opened' }
  | { readonly type: 'closed'; readonly cause: Cause }
  | { readonly type: 'goAway'; readonly timeLeftMs: number }
  | { readonly type: 'resumable'; readonly handle: string }
  /** The model has made all of its reply; the end of the turn is still to come. */
  | { readonly type: 'replyGenerated' }
  | { readonly type: 'replyEnded' }
  // from the tools: one `toolsAnswered` for each `toolCalled`
  | { readonly type: 'toolCalled' }
  | { readonly type: 'toolsAnswered'; readonly outcome: ToolOutcome; readonly next: AfterTools }
  // from the clock
  | { readonly type: 'timer'; readonly timer: Timer };

/** Why a connection ended; see `CloseCause` of the session. */
export type Cause = 'network' | 'refused' | 'quota' | 'key' | 'model' | 'setup';

/** Whether everything that was called for is known to be done. */
export type ToolOutcome = 'done' | 'not-done';

/** Whether the model says something about it, or was told to take it in silence. */
export type AfterTools = 'reply' | 'silence';

export type Timer =
  | 'hold'
  | 'longest-turn'
  | 'tail'
  | 'answer'
  | 'connection'
  | 'longest-wait'
  | 'settle'
  | 'tools'
  | 'longest-reply'
  | 'open-idle'
  | 'connect'
  | 'stable'
  | 'retry'
  | 'deadline'
  | 'linger';

export const isTimer = (event: Event, timer: Timer): boolean =>
  event.type === 'timer' && event.timer === timer;

/** Whether trying again within the same turn may help. */
export const isPassing = (cause: Cause): boolean => cause === 'network' || cause === 'refused';

/** Whether somebody in the house wants to be heard. */
export const isDemand = ({ type }: Event): boolean =>
  type === 'press' || type === 'toggle' || type === 'ask';

/** At its deadline the connection is replaced even if something is still expected of it. */
export const losesLink = (event: Event): boolean =>
  event.type === 'closed' || isTimer(event, 'deadline');

export const isClosedForGood = (event: Event): boolean =>
  event.type === 'closed' && !isPassing(event.cause);
