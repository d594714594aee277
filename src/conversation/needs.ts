import type { Timer } from './event.ts';
import type { State } from './step.ts';
import { isBusy } from './turn.ts';

/** The timers that must run for as long as a state lasts, with their durations. No other timer exists. */
export type Timers = Readonly<Partial<Record<Timer, number>>>;

/** All in milliseconds. */
export type Times = {
  /** A shorter press is a tap. */
  readonly holdMs: number;
  /** A button that is stuck ends its turn after this. */
  readonly longestTurnMs: number;
  readonly tailMs: number;
  /** From the end of speech, of a tool or of sound to the next sign of the model. */
  readonly replyMs: number;
  readonly toolsMs: number;
  readonly longestReplyMs: number;
  readonly connectMs: number;
  /** `undefined`: an idle connection is kept until the service ends it. */
  readonly lingerMs: number | undefined;
  readonly retryMs: (attempt: number) => number;
};

/** How much of the service's notice is left unused, so that it is we who hang up. */
const MARGIN_MS = 5_000;

export function needs({ turn, link }: State, times: Times): Timers {
  const timers: Partial<Record<Timer, number>> = {};
  if (turn.name === 'pressed') timers.hold = times.holdMs;
  if (turn.name === 'listening') timers['longest-turn'] = times.longestTurnMs;
  if (turn.name === 'trailing') timers.tail = times.tailMs;
  if (turn.name === 'thinking') timers.reply = times.replyMs;
  if (turn.name === 'acting') timers.tools = times.toolsMs;
  if (turn.name === 'speaking') timers['longest-reply'] = times.longestReplyMs;
  if (link.name === 'opening') timers.connect = times.connectMs;
  if (link.name === 'waiting') timers.retry = times.retryMs(link.attempt);
  if (link.name === 'expiring') timers.deadline = Math.max(0, link.timeLeftMs - MARGIN_MS);
  if (link.name === 'open' && !isBusy(turn) && times.lingerMs !== undefined)
    timers.linger = times.lingerMs;
  return timers;
}
