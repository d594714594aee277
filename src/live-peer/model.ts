/** PORT: the model behind the service. It gets what the user said and yields what is to be done about it. */
import type { Act } from './act.ts';
import type { Setup } from './setup-message.ts';

export type { Act, Ending, WantedCall } from './act.ts';

/**
 * One reply. The generator is aborted, by `turn.signal` and by its `return`, when the user interrupts it
 * or the connection is lost. A `toolCall` that it waits for resumes with its answers; every other act
 * resumes with none.
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
  /** What the user showed meanwhile. */
  readonly images: readonly Image[];
  /** On the clock of the peer. */
  readonly activityStartedAtMs: number;
  readonly activityEndedAtMs: number;
}

export interface Image {
  readonly bytes: Buffer;
  readonly mimeType: string;
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
    /** What the client has told as said before, over all connections of this session. */
    readonly seeded: readonly Said[];
  };
  /** To calls that no reply waited for; with no word of the user they are what this reply is about. */
  readonly answers: readonly ToolAnswer[];
  readonly signal: AbortSignal;
}

/** What somebody is said to have said, in writing. */
export interface Said {
  readonly role: 'user' | 'model';
  readonly text: string;
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
  /** Undefined when the reply ended before the answer came, or did not wait for it. */
  readonly response: Readonly<Record<string, unknown>> | undefined;
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
  readonly scheduling?: 'SILENT' | 'WHEN_IDLE' | 'INTERRUPT' | undefined;
  /** A further answer to the same call follows. */
  readonly willContinue?: boolean | undefined;
}
