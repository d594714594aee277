/** The states of a turn, and what a step from one to the next is. */
import type { Effect } from './effect.ts';
import type { AfterTools, ToolOutcome } from './event.ts';

export type Turn =
  /** Nothing is going on. */
  | { readonly name: 'idle' }
  /** The button is down, but perhaps only for a tap. */
  | { readonly name: 'pressed' }
  /** The user is talking. */
  | { readonly name: 'listening' }
  /** The button is up, and the last syllable is still coming in. */
  | { readonly name: 'trailing' }
  /** Nothing is to be heard. */
  | { readonly name: 'thinking'; readonly after: After }
  /** Tools run, perhaps while words of the reply are still heard. */
  | ActingTurn
  /** The reply is to be heard: it still arrives, or the model has made all of it, or all has arrived. */
  | { readonly name: 'speaking'; readonly reply: 'arriving' | 'generated' | 'complete' }
  /** The microphone is open for as long as the user likes. */
  | OpenTurn
  /** Silence both ways, until unmuted. */
  | { readonly name: 'muted' };

/** What was last while nothing is heard; it says what may come, how long that may take, and what if not. */
export type After =
  /** The user has spoken: only then may the turn be sent again. */
  | 'speech'
  /** As `speech`, but the turn has been sent again already, because no sign came. */
  | 'speech-again'
  /** The service says that the turn is over, and nothing came: perhaps it means an earlier one. */
  | 'nothing'
  | 'tool'
  /** As `nothing`, but a tool was called before. */
  | 'tool-only'
  /** A part of the reply was heard. */
  | 'sound'
  /** All of the reply was heard; that the turn is over has yet to be said. */
  | 'reply';

export interface ActingTurn {
  readonly name: 'acting';
  /** Messages with calls that are not answered yet. */
  readonly calls: number;
  readonly sound: 'on' | 'off';
  readonly outcome: ToolOutcome;
  readonly next: AfterTools;
  /**
   * `ended`: the service calls the turn over, although calls are unanswered · `lost`: the connection is
   * gone, nobody waits for the answers, and what is done is done.
   */
  readonly reply: 'due' | 'ended' | 'lost';
}

export interface OpenTurn {
  readonly name: 'open';
  /** Messages with calls that are not answered yet. */
  readonly calls: number;
  /** Whether the device itself is heard; its microphone rests meanwhile. */
  readonly sound: 'on' | 'off';
}

export type Step = readonly [Turn, ...Effect[]];

export const IDLE: Turn = { name: 'idle' };

export const thinking = (after: After): Turn => ({ name: 'thinking', after });

export const acting = (sound: 'on' | 'off'): Turn => ({
  name: 'acting',
  calls: 1,
  sound,
  outcome: 'done',
  next: 'silence',
  reply: 'due',
});
