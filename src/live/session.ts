/** PORT: one connection to the Live service, and what is heard from it, in our words. */

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
}

/** Asked anew each time; `missing` is a sentence that says where a key may be put. */
export type KeySource = () => { readonly value: string } | { readonly missing: string };

/** Sending on a session that is not open does nothing. */
export interface LiveSession {
  startActivity(): void;
  /** 16 kHz s16le mono, inside an activity window only. */
  sendAudio(pcm: Buffer): void;
  endActivity(): void;
  answer(answers: readonly ToolAnswer[]): void;
  /** Hangs up; the socket is gone when this returns and no event follows. */
  close(): void;
}

export type SessionEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'closed'; readonly cause: CloseCause; readonly reason: string }
  | { readonly type: 'goAway'; readonly timeLeftMs: number }
  | { readonly type: 'resumable'; readonly handle: string }
  /** 24 kHz s16le mono. */
  | { readonly type: 'audio'; readonly pcm: Buffer }
  | { readonly type: 'toolCall'; readonly calls: readonly ToolCall[] }
  | { readonly type: 'toolCancelled'; readonly ids: readonly string[] }
  | { readonly type: 'interrupted' }
  | { readonly type: 'generationComplete' }
  | { readonly type: 'turnComplete' }
  | { readonly type: 'transcript'; readonly speaker: 'user' | 'model'; readonly text: string }
  | { readonly type: 'usage'; readonly totalTokens: number }
  /** Something arrived that is not understood; `reason` is a sentence without its content. */
  | { readonly type: 'malformed'; readonly reason: string };

/**
 * Why a connection ended:
 * `network` it may work again by itself · `refused` the service did not take this session or handle ·
 * `quota` too much was asked for · `key` no key, or one that the service does not know ·
 * `setup` the service does not take the model or a setting.
 */
export type CloseCause = 'network' | 'refused' | 'quota' | 'key' | 'setup';

export interface ToolDeclaration {
  readonly name: string;
  readonly description: string;
  /** OpenAPI subset of the service; absent when the tool takes nothing. */
  readonly parameters?: ToolSchema;
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
}

export interface ToolAnswer {
  readonly id: string;
  readonly name: string;
  readonly response: Readonly<Record<string, unknown>>;
}
