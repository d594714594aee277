/** How the service behaves where the real one is known to differ from time to time, and what goes wrong on purpose. */
import type { Clock } from '../system/clock.ts';
import { systemClock } from '../system/clock.ts';
import { type Log, silentLog } from '../system/log.ts';
import type { Model } from './model.ts';
import type { WhileCallPending } from './protocol-state.ts';
import type { Refusal } from './refusal.ts';
import { scriptedModel } from './scripted-model.ts';

export interface PeerSettings {
  readonly model: Model;
  readonly clock: Clock;
  readonly log: Log;
  /** Between setup and setupComplete. */
  readonly setupDelayMs: number;
  readonly pacing: Pacing;
  /** When turnComplete is sent: with the end of generation, or when a client that plays as it hears would be done. */
  readonly turnEnd: 'with-generation' | 'after-playback';
  /** Undefined: as the model does. */
  readonly whileCallPending: WhileCallPending | undefined;
  /** Whether a function call ends a turn of its own, as on Vertex AI, before its answer brings about the next. */
  readonly callEnds: 'nothing' | 'turn';
  /** What becomes of a client with an unknown or expired handle; 1008 has been seen as well. */
  readonly deadHandle: Refusal;
  /** Counted from the end of the last connection (ai.google.dev/gemini-api/docs/live-session: 2 h). */
  readonly handleLifetimeMs: number;
  /** Handles and transcripts only when they are asked for, or always, as some models send them. */
  readonly extras: 'asked' | 'always';
  /**
   * What can be looked at afterwards. `little` is for runs of thousands of turns: no messages, no sound and no
   * pictures, and models remember ten turns.
   */
  readonly keeps: 'everything' | 'little';
}

/**
 * How fast speech is sent: all at once, or each piece when the one before has been played, and late on its way by
 * up to `jitterMs`; `random`, from 0 to below 1, says by how much.
 */
export type Pacing =
  | { readonly type: 'fast' }
  | { readonly type: 'real-time'; readonly jitterMs: number; readonly random?: () => number };

/** Something that goes wrong with a connection, from the start. */
export type Fault =
  /** The connection is accepted, the request is never answered. */
  | { readonly type: 'black-hole' }
  /** The upgrade is refused. */
  | { readonly type: 'http-status'; readonly status: number }
  | { readonly type: 'no-setup-complete' }
  /** Closed in place of setupComplete. */
  | { readonly type: 'close-at-setup'; readonly code: number; readonly reason: string }
  /** goAway `afterMs` after setupComplete, and the end when the time that it names is up. */
  | { readonly type: 'go-away'; readonly afterMs: number; readonly timeLeftMs: number }
  /** No turn is ever answered. */
  | { readonly type: 'stall' }
  /** The closing handshake is never answered. */
  | { readonly type: 'ignore-close' }
  /** Half open, `afterMs` after setupComplete: as `PeerConnection.freeze`. */
  | { readonly type: 'freeze'; readonly afterMs: number }
  /** Pings are answered late (the real service was seen to take 8 to 30 s), or never. */
  | { readonly type: 'slow-pong'; readonly delayMs: number }
  | { readonly type: 'no-pong' };

/** Something that goes wrong with a request that is no dial. */
export type HttpFault = Extract<Fault, { readonly type: 'black-hole' | 'http-status' }>;

export const defaultSettings = (): PeerSettings => ({
  model: scriptedModel([]),
  clock: systemClock,
  log: silentLog,
  setupDelayMs: 0,
  pacing: { type: 'fast' },
  turnEnd: 'with-generation',
  whileCallPending: undefined,
  callEnds: 'nothing',
  deadHandle: { code: 1007, reason: 'Invalid session handle' },
  handleLifetimeMs: 2 * 60 * 60 * 1000,
  extras: 'asked',
  keeps: 'everything',
});
