/** PORT: the model behind the service. It gets what the user said and yields what is to be done about it. */

import type { UsageMetadata } from './server-message.ts';
import type { Setup } from './setup-message.ts';

/**
 * One reply. The generator is aborted, by `turn.signal` and by its `return`, when the user interrupts it
 * or the connection is lost. A `toolCall` resumes with its answers; every other act resumes with none.
 */
export type Model = (turn: Turn) => AsyncGenerator<Act, void, readonly ToolAnswer[]>;

/** What the user said, from the start of an activity to its end, or typed. */
export interface UserTurn {
  /** All of it, s16le mono; empty when the turn was typed. */
  readonly audio: Buffer;
  readonly rateHz: number;
  /** The sizes of the messages that carried it. */
  readonly chunkBytes: readonly number[];
  readonly text: string;
  /** On the clock of the peer. */
  readonly activityStartedAtMs: number;
  readonly activityEndedAtMs: number;
}

export interface Turn extends UserTurn {
  /** As the client set it up, and changed it since. */
  readonly setup: Setup;
  readonly session: {
    readonly id: string;
    /** The handle that brought the client back, if one did. */
    readonly resumedWith: string | undefined;
    /** What was said before, over all connections of this session. */
    readonly history: readonly Exchange[];
  };
  readonly signal: AbortSignal;
}

/** One turn and the reply to it, as the session remembers them. */
export interface Exchange {
  readonly user: UserTurn;
  readonly reply: ReplyRecord;
}

/** What became of a reply; of one that was interrupted, what the client was sent. */
export interface ReplyRecord {
  readonly ended: 'complete' | 'interrupted';
  readonly said: string;
  readonly audioBytes: number;
  /** On the clock of the peer; undefined when no sound was sent. */
  readonly firstAudioAtMs: number | undefined;
  readonly calls: readonly AnsweredCall[];
}

export interface AnsweredCall extends FunctionCall {
  /** Undefined when the reply ended before the answer came. */
  readonly response: Readonly<Record<string, unknown>> | undefined;
}

export type Act =
  /** Speech, 24 kHz s16le mono; `said` is its transcript and travels with it. */
  | { readonly audio: Buffer; readonly said?: string }
  /** A piece of the transcript of the reply. */
  | { readonly said: string }
  /** A piece of the transcript of the user's speech. */
  | { readonly heard: string }
  | { readonly toolCall: readonly WantedCall[] }
  /** Reported at the end of the turn, in place of an estimate. */
  | { readonly usage: UsageMetadata }
  /** Sent as it is: an object as JSON, a string as a text frame, bytes as a binary frame. */
  | { readonly raw: object | string | Buffer }
  | { readonly delayMs: number }
  /** Says nothing more; only an interruption or the end of the connection ends the reply. */
  | { readonly stall: true }
  /** How the reply ends when the generator does; `complete` unless told otherwise. */
  | { readonly ending: Ending };

/** Ways in which the real service has been seen to end a turn. */
export type Ending = 'complete' | 'without-turn-complete' | 'twice' | 'then-interrupted';

export interface WantedCall {
  readonly name: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Made up by the service unless given. */
  readonly id?: string;
}

export interface FunctionCall {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface ToolAnswer {
  readonly id: string;
  readonly name: string;
  readonly response: Readonly<Record<string, unknown>>;
}
