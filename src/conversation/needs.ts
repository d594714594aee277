import { type Cause, isPassing, type Timer } from './event.ts';
import { hasSession, isConnected } from './link.ts';
import type { State } from './step.ts';
import { isBusy } from './turn.ts';
import type { After } from './turn-state.ts';

/** The timers that must run for as long as a state lasts, with their durations. No other timer exists. */
export type Timers = Readonly<Partial<Record<Timer, number>>>;

/** All in milliseconds. */
export type Times = {
  /** A shorter press is a tap. */
  readonly holdMs: number;
  /** A button that is stuck ends its turn after this. */
  readonly longestTurnMs: number;
  readonly tailMs: number;
  /** From the end of speech, of a tool or of sound to the next sign of the model, on a connection that stands. */
  readonly answerMs: number;
  /** How long the user waits for a connection. */
  readonly connectionMs: number;
  /** How long the user waits for the first sign, whatever is tried meanwhile. */
  readonly longestWaitMs: number;
  /** How long something may still come of a turn that the service calls over. */
  readonly settleMs: Readonly<Record<'nothing' | 'tool-only' | 'reply', number>>;
  readonly toolsMs: number;
  readonly longestReplyMs: number;
  /** An open microphone closes when nothing was answered for so long. */
  readonly openIdleMs: number;
  readonly connectMs: number;
  /** A connection that lasted so long is a good one. */
  readonly stableMs: number;
  /** `undefined`: an idle connection is kept until the service ends it. */
  readonly lingerMs: number | undefined;
  readonly retryMs: (attempt: number, cause: Cause) => number;
};

/** How much of the service's notice is left unused, so that it is we who hang up. */
const MARGIN_MS = 5_000;

export function needs(state: State, times: Times): Timers {
  return { ...ofTurn(state, times), ...ofLink(state, times) };
}

function ofTurn({ turn, link }: State, times: Times): Timers {
  const connection = isConnected(link) ? {} : { connection: times.connectionMs };
  switch (turn.name) {
    case 'idle':
    case 'muted':
      return {};
    case 'pressed':
      return { hold: times.holdMs };
    case 'listening':
      return { 'longest-turn': times.longestTurnMs };
    case 'trailing':
      return { tail: times.tailMs, 'longest-turn': times.longestTurnMs };
    case 'thinking': {
      const answer = isConnected(link) ? { answer: times.answerMs } : connection;
      return { ...ofThought(turn.after, times), ...(isSettling(turn.after) ? {} : answer) };
    }
    case 'acting':
      return turn.sound === 'on'
        ? { tools: times.toolsMs }
        : { tools: times.toolsMs, 'longest-wait': times.longestWaitMs };
    case 'speaking':
      return { 'longest-reply': times.longestReplyMs };
    case 'open':
      if (turn.sound === 'on') return { ...connection, 'longest-reply': times.longestReplyMs };
      if (turn.calls > 0) return { ...connection, tools: times.toolsMs };
      return { ...connection, 'open-idle': times.openIdleMs };
  }
}

function ofThought(after: After, times: Times): Timers {
  if (isSettling(after)) return { settle: times.settleMs[after] };
  const isUnanswered = after === 'speech' || after === 'speech-again' || after === 'tool';
  return isUnanswered ? { 'longest-wait': times.longestWaitMs } : {};
}

const isSettling = (after: After): after is keyof Times['settleMs'] =>
  after === 'nothing' || after === 'tool-only' || after === 'reply';

/** While somebody waits, the network is asked for more often than the household would notice its return. */
const RETRY_IN_TURN_MS = 5_000;

function retryMs(
  { attempt, cause }: Extract<State['link'], { name: 'waiting' }>,
  isAwaited: boolean,
  times: Times,
): number {
  const retryMs = times.retryMs(attempt, cause);
  return isAwaited && isPassing(cause) ? Math.min(retryMs, RETRY_IN_TURN_MS) : retryMs;
}

function ofLink({ turn, link }: State, times: Times): Timers {
  const isIdle = hasSession(link) && !isBusy(turn) && times.lingerMs !== undefined;
  const linger = isIdle ? { linger: times.lingerMs } : {};
  switch (link.name) {
    case 'closed':
      return {};
    case 'opening':
      return { ...linger, connect: times.connectMs };
    case 'open':
      return { ...linger, ...(link.age === 'young' ? { stable: times.stableMs } : {}) };
    case 'expiring':
      return { ...linger, deadline: Math.max(0, link.timeLeftMs - MARGIN_MS) };
    case 'waiting':
      return { retry: retryMs(link, isBusy(turn), times) };
  }
}
