/** PORT: one connection to the Live service, and what is heard from it, in our words. */
import type { Usage } from './usage.ts';

export interface LiveConnector {
  /**
   * Dials at once and returns before the connection stands. Everything that happens is told through
   * `emit`: `opened` or `closed` first, `closed` exactly once and last, nothing at all after `close()`.
   */
  open(options: OpenOptions, emit: (event: SessionEvent) => void): LiveSession;
}

export interface OpenOptions {
  /** Resumes the session that an earlier connection carried. */
  readonly handle: string | undefined;
  readonly tools: readonly ToolDeclaration[];
  /**
   * Told to the model before anything else, as turns: of a fresh session what was said before it, of a
   * resumed one what happened since. Never answered.
   */
  readonly recap: readonly Said[];
}

export interface Said {
  readonly by: 'user' | 'model';
  readonly text: string;
}

/** Sending on a session that is not open does nothing. */
export interface LiveSession {
  startActivity(): void;
  /** 16 kHz s16le mono; inside an activity window, or whenever the service itself detects speech. */
  sendAudio(pcm: Buffer): void;
  /** One JPEG, where sound may be sent. */
  sendImage(jpeg: Buffer): void;
  endActivity(): void;
  /** The service itself detects speech, and for now no more sound follows. */
  pauseAudio(): void;
  /** A whole turn of the user, in writing. */
  ask(text: string): void;
  answer(answers: readonly ToolAnswer[]): void;
  /** Hangs up; no event follows. Resolves, within seconds, when the socket is gone. */
  close(): Promise<void>;
}

export type SessionEvent =
  | { readonly type: 'opened' }
  | Closed
  /** The service refused optional settings for `reason`; the session goes on without those `fields`. */
  | { readonly type: 'simplified'; readonly fields: readonly string[]; readonly reason: string }
  | { readonly type: 'goAway'; readonly timeLeftMs: number }
  | { readonly type: 'resumable'; readonly handle: string }
  /** 24 kHz s16le mono. */
  | { readonly type: 'audio'; readonly pcm: Buffer }
  | { readonly type: 'toolCall'; readonly calls: readonly ToolCall[] }
  | { readonly type: 'toolCancelled'; readonly ids: readonly string[] }
  | { readonly type: 'interrupted' }
  | { readonly type: 'generationComplete' }
  /** `why` is the service's word for a turn that did not end by itself, as `PROHIBITED_INPUT_CONTENT`. */
  | { readonly type: 'turnComplete'; readonly why?: string }
  | { readonly type: 'transcript'; readonly speaker: 'user' | 'model'; readonly text: string }
  /** What the turn has taken so far: each report takes the place of the one before. */
  | { readonly type: 'usage'; readonly usage: Usage }
  /** What the answer rests on. */
  | { readonly type: 'sources'; readonly sources: readonly Source[] }
  /** Something arrived that is not understood; `reason` is a sentence without its content. */
  | { readonly type: 'malformed'; readonly reason: string };

export interface Closed {
  readonly type: 'closed';
  readonly cause: CloseCause;
  readonly reason: string;
  /** `device`: the service was not asked, and the reason is a whole sentence of our own. */
  readonly by?: 'device';
}

/**
 * Why a connection ended:
 * `network` it may work again by itself · `refused` the service did not take this session or handle ·
 * `quota` too much was asked for · `key` no key, or one that the service does not know ·
 * `model` there is no such model · `setup` the service does not take a setting.
 */
export type CloseCause = 'network' | 'refused' | 'quota' | 'key' | 'model' | 'setup';

/** A page on the Web. */
export interface Source {
  readonly title: string;
  readonly url: string;
}

export interface ToolDeclaration {
  readonly name: string;
  readonly description: string;
  /** OpenAPI subset of the service; absent when the tool takes nothing. */
  readonly parameters?: ToolSchema;
  /** Whether the model waits for the answer before it goes on (`BLOCKING` unless said otherwise). */
  readonly behavior?: 'BLOCKING' | 'NON_BLOCKING';
}

/** The OpenAPI 3.0 subset that function declarations take (ai.google.dev/api/caching#Schema). */
export interface ToolSchema {
  readonly type: 'OBJECT' | 'STRING' | 'NUMBER' | 'INTEGER' | 'BOOLEAN' | 'ARRAY';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, ToolSchema>>;
  readonly required?: readonly string[];
  readonly items?: ToolSchema;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Why it is not run, in words: what it brought is not among `args`. It is to be answered all the same. */
  readonly unfit?: string;
}

export interface ToolAnswer {
  readonly id: string;
  readonly name: string;
  readonly response: Readonly<Record<string, unknown>>;
  /** What the model does with the answer to a call that it did not wait for. */
  readonly scheduling?: 'INTERRUPT' | 'WHEN_IDLE' | 'SILENT';
  /** A further answer to the same call follows. */
  readonly willContinue?: true;
}
