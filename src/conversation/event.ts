/** Everything that can happen to the conversation. Sound itself never does: it has its own way. */
export type Event =
  // from the button
  | { readonly type: 'press' }
  | { readonly type: 'release' }
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
  | { readonly type: 'replyEnded' }
  // from the tools: one `toolsAnswered` for each `toolCalled`
  | { readonly type: 'toolCalled' }
  | { readonly type: 'toolsAnswered' }
  // from the clock
  | { readonly type: 'timer'; readonly timer: Timer };

/** Why a connection ended; see `CloseCause` of the session. */
export type Cause = 'network' | 'refused' | 'quota' | 'key' | 'setup';

export type Timer =
  | 'hold'
  | 'longest-turn'
  | 'tail'
  | 'reply'
  | 'tools'
  | 'longest-reply'
  | 'connect'
  | 'retry'
  | 'deadline'
  | 'linger';

export const isTimer = (event: Event, timer: Timer): boolean =>
  event.type === 'timer' && event.timer === timer;

/** Whether trying again within the same turn may help. */
export const isPassing = (cause: Cause): boolean => cause === 'network' || cause === 'refused';
