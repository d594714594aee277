/** What the rules of a connection are about: its states, what can happen, and what follows. */
import type { ClientMessage, FunctionResponse, RealtimeInput } from './client-message.ts';
import type { Refusal } from './refusal.ts';
import type { Setup } from './setup-message.ts';
import type { Behavior } from './setup-rules.ts';

export type Protocol =
  | { readonly phase: 'new' }
  | { readonly phase: 'setting-up' }
  | Ready
  | { readonly phase: 'closed' };

/** Set up; the client's activity and the model's reply go on side by side. */
export interface Ready {
  readonly phase: 'ready';
  readonly rules: Rules;
  /** `open`: between start and end; with automatic detection, from the first audio to the end of the stream. */
  readonly activity: 'none' | 'open';
  readonly reply: 'none' | 'generating';
  /** Turns that wait until the reply before them is over. */
  readonly waitingTurns: number;
  readonly calls: readonly PendingCall[];
  /** Answers to these may have crossed the cancellation on the wire: they are not held against the client. */
  readonly cancelledIds: readonly string[];
}

export interface Rules {
  readonly detection: 'manual' | 'automatic';
  /** What the start of an activity does to a reply; `queue` lets it finish. */
  readonly handling: 'interrupt' | 'queue';
  readonly whileCallPending: WhileCallPending;
}

/**
 * What new input does while a BLOCKING call waits for its answer: 3.8 models cancel the call
 * (live-api/tools), earlier ones refuse the input (js-genai #1236).
 */
export type WhileCallPending = 'cancel' | 'refuse';

export interface PendingCall {
  readonly id: string;
  readonly name: string;
  readonly behavior: Behavior;
}

export type ProtocolEvent =
  | { readonly type: 'message'; readonly message: ClientMessage }
  /** The service has sent setupComplete. */
  | { readonly type: 'setUp'; readonly rules: Rules }
  /** The model has called functions. */
  | { readonly type: 'called'; readonly calls: readonly PendingCall[] }
  /** The reply is over, not cut short. */
  | { readonly type: 'replied' };

export type Effect =
  | { readonly type: 'setUp'; readonly setup: Setup }
  | TurnEffect
  | { readonly type: 'refuse'; readonly refusal: Refusal };

/** What is done within a conversation. */
export type TurnEffect =
  | { readonly type: 'startTurn' }
  | { readonly type: 'hear'; readonly audio: NonNullable<RealtimeInput['audio']> }
  | { readonly type: 'read'; readonly text: string }
  | { readonly type: 'endTurn' }
  /** The model answers the oldest turn that waits. */
  | { readonly type: 'reply' }
  | { readonly type: 'interrupt'; readonly cancelledIds: readonly string[] }
  | { readonly type: 'answer'; readonly responses: readonly FunctionResponse[] }
  | {
      readonly type: 'updateContext';
      readonly update: NonNullable<ClientMessage['contextUpdate']>;
    };

export interface Step {
  readonly state: Protocol;
  readonly effects: readonly Effect[];
}
