/** What must be done at once, at a transition. What must hold for as long as a state lasts is in needs.ts. */
export type Effect =
  /** Keep what is heard from now on, and the pre-roll before it unless that is our own voice. */
  | { readonly type: 'record'; readonly before: 'quiet' | 'own-voice' }
  /** The recording is a turn: send it, and what follows. */
  | { readonly type: 'beginTurn' }
  /** Nothing more belongs to the turn. */
  | { readonly type: 'endTurn' }
  /** Forget the recording. */
  | { readonly type: 'dropTurn' }
  /** A whole turn, in writing: send it. */
  | { readonly type: 'sendText'; readonly text: string }
  /** What is heard from now on goes to the service, which finds out by itself when somebody speaks. */
  | { readonly type: 'openMicrophone' }
  /** Nothing goes to the service for a while: it would be our own voice. */
  | { readonly type: 'pauseMicrophone' }
  | { readonly type: 'closeMicrophone' }
  /** Silence, and nothing that still arrives of this reply is heard or done. */
  | { readonly type: 'cutReply' }
  | { readonly type: 'openSession'; readonly handle: string | undefined }
  | { readonly type: 'closeSession' }
  | { readonly type: 'cue'; readonly cue: Cue };

/** Short sounds that need no words. */
export type Cue = 'error' | 'done' | 'denied' | 'muted' | 'unmuted';

export const cue = (cue: Cue): Effect => ({ type: 'cue', cue });
