/** What a model may do in a reply: what the real ones do, and what they should not. */
import type { InteractionStatus, Source, UsageMetadata } from './server-message.ts';

export type Act =
  /** Speech, 24 kHz s16le mono; `said` is its transcript and travels with it. */
  | { readonly audio: Buffer; readonly said?: string }
  /** A piece of the transcript of the reply. */
  | { readonly said: string }
  /** A piece of the transcript of the user's speech. */
  | { readonly heard: string }
  /** What the model thinks, in writing; not meant for the user. */
  | { readonly thought: string }
  /** What the reply rests on. */
  | { readonly sources: readonly Source[] }
  /** The model waits for the answers, or goes on and is asked anew when they come. */
  | { readonly toolCall: readonly WantedCall[]; readonly meanwhile?: 'wait' | 'go-on' }
  /** Reported at the end of the turn, in place of an estimate. */
  | { readonly usage: UsageMetadata }
  /** Reported at once, ahead of the count at the end of the turn. */
  | { readonly usageSoFar: UsageMetadata }
  /** From here on in place of what the model is known to say; said with a turnComplete or toolCall. */
  | { readonly interaction: InteractionStatus }
  /** Said at this point, whatever follows; the end of the reply does not repeat it. */
  | { readonly generationComplete: true }
  /** Said at this point, whatever follows; the end of the reply says it again. */
  | { readonly turnComplete: true; readonly reason?: string }
  /** Said at this point, though nobody has interrupted. */
  | { readonly interrupted: true }
  /** Sent as it is: an object as JSON, a string as a text frame, bytes as a binary frame. */
  | { readonly raw: object | string | Buffer }
  | { readonly delayMs: number }
  /** Says nothing more; only an interruption or the end of the connection ends the reply. */
  | { readonly stall: true }
  /** How the reply ends when the generator does. */
  | EndingAct;

export interface EndingAct {
  readonly ending: Ending;
  /** Between generationComplete and turnComplete, beyond what is usual. */
  readonly lateByMs?: number;
  /** `turnCompleteReason`, as `PROHIBITED_INPUT_CONTENT`. */
  readonly reason?: string;
}

/** Ways in which the real service has been seen to end a turn; `complete` unless told otherwise. */
export type Ending = 'complete' | 'without-turn-complete' | 'twice' | 'then-interrupted';

export interface WantedCall {
  readonly name: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Made up by the service unless given. */
  readonly id?: string;
}
