/** What the rules of a connection are about: its states, what can happen, and what follows. */
import type { ClientMessage, Content, FunctionResponse } from './client-message.ts';
import type { Image, ToolAnswer } from './model.ts';
import type { Refusal } from './refusal.ts';
import type { Setup } from './setup-message.ts';
import type { Behavior } from './setup-rules.ts';
import type { Detection, Ear } from './speech-detector.ts';

export type Protocol =
  | { readonly phase: 'new' }
  | { readonly phase: 'setting-up' }
  | Ready
  | { readonly phase: 'closed' };

/** Set up; the client's activity and the model's reply go on side by side. */
export interface Ready {
  readonly phase: 'ready';
  readonly rules: Rules;
  /** `open`: between start and end, told by the client or heard by the ear. */
  readonly activity: 'none' | 'open';
  readonly ear: Ear;
  readonly reply: 'none' | 'generating';
  /** What the model is to reply to next, oldest first. */
  readonly waiting: readonly Prompt[];
  readonly calls: readonly PendingCall[];
  /** Whether content of the client is still the history that it has announced. */
  readonly history: 'awaited' | 'over';
}

/** A turn of the user, or answers to calls that no reply waits for. */
export type Prompt = 'turn' | 'answers';

export interface Rules {
  readonly detection: { readonly by: 'client' } | ({ readonly by: 'service' } & Detection);
  /** What the start of an activity does to a reply; `queue` lets it finish. */
  readonly handling: 'interrupt' | 'queue';
  /** Which of what comes between activities is part of the next turn. */
  readonly between: 'nothing' | 'video' | 'everything';
  readonly whileCallPending: WhileCallPending;
  readonly scheduling: 'taken' | 'refused';
  readonly contextUpdate: 'taken' | 'refused';
  readonly history: 'awaited' | 'over';
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
  /** Who gets the answer; what nobody waits for is told to the model in a reply of its own. */
  readonly awaitedBy: 'reply' | 'nobody';
}

/** s16le mono. */
export interface Sound {
  readonly pcm: Buffer;
  readonly rateHz: number;
}

export type ProtocolEvent =
  | { readonly type: 'message'; readonly message: ClientMessage }
  /** The service has sent setupComplete. */
  | { readonly type: 'setUp'; readonly rules: Rules }
  /** The model has called functions. */
  | { readonly type: 'called'; readonly calls: readonly PendingCall[] }
  /** The service has taken calls back. */
  | { readonly type: 'calledOff'; readonly ids: readonly string[] }
  /** The reply is over, not cut short. */
  | { readonly type: 'replied' };

export type Effect =
  | { readonly type: 'setUp'; readonly setup: Setup }
  | TurnEffect
  | { readonly type: 'refuse'; readonly refusal: Refusal };

/** What is done within a conversation. */
export type TurnEffect =
  | { readonly type: 'startTurn' }
  | { readonly type: 'hear'; readonly sound: Sound }
  | { readonly type: 'see'; readonly image: Image }
  | { readonly type: 'read'; readonly text: string }
  | { readonly type: 'endTurn' }
  /** A whole turn, in writing. */
  | { readonly type: 'type'; readonly contents: readonly Content[] }
  /** What was said before, as the client tells it. */
  | { readonly type: 'seed'; readonly contents: readonly Content[] }
  /** The model answers the oldest turn that waits, or what was learned. */
  | { readonly type: 'reply'; readonly to: Prompt }
  | { readonly type: 'interrupt'; readonly cancelledIds: readonly string[] }
  /** To the reply that waits. */
  | { readonly type: 'answer'; readonly answers: readonly ToolAnswer[] }
  /** For the next reply. */
  | { readonly type: 'learn'; readonly answers: readonly ToolAnswer[] }
  /** Answers to nothing that was asked. */
  | { readonly type: 'stray'; readonly responses: readonly FunctionResponse[] }
  | {
      readonly type: 'updateContext';
      readonly update: NonNullable<ClientMessage['contextUpdate']>;
    };

export interface Step {
  readonly state: Protocol;
  readonly effects: readonly Effect[];
}
