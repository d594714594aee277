/**
 * One turn of talk, from the press of the button to the end of the reply.
 *
 *         press           held             release           tail
 *   idle ──────▶ pressed ──────▶ listening ───────▶ trailing ──────▶ thinking ◀────▶ acting
 *    ▲  (a tap)     │                ▲──── press ──────┘               ▲  │  tool called, answered
 *    │◀─────────────┘                                        sound dry │  ▼ sound started
 *    │◀──────────────────── reply ended, sound ended ───────────────── speaking
 *
 * A press in `thinking`, `acting` or `speaking` is a barge-in. Muting leads to `muted` from everywhere,
 * a failure to `idle` with the error sign.
 */
import { cue, type Effect } from './effect.ts';
import { type Event, isPassing, isTimer } from './event.ts';

export type Turn =
  /** Nothing is going on. */
  | { readonly name: 'idle' }
  /** The button is down, but perhaps only for a tap. */
  | { readonly name: 'pressed' }
  /** The user is talking. */
  | { readonly name: 'listening' }
  /** The button is up, and the last syllable is still coming in. */
  | { readonly name: 'trailing' }
  /** Nothing is to be heard; `after` says what was last: only after speech may the turn be sent again. */
  | { readonly name: 'thinking'; readonly after: 'speech' | 'tool' | 'sound' }
  /** Tools run, `calls` messages of them unanswered, perhaps while words of the reply are still heard. */
  | { readonly name: 'acting'; readonly calls: number; readonly sound: 'on' | 'off' }
  /** The reply is to be heard; `complete` once all of it has arrived. */
  | { readonly name: 'speaking'; readonly reply: 'arriving' | 'complete' }
  /** Silence both ways, until unmuted. */
  | { readonly name: 'muted' };

type Step = readonly [Turn, ...Effect[]];

const IDLE: Turn = { name: 'idle' };
const SPEAKING: Turn = { name: 'speaking', reply: 'arriving' };

export function nextTurn(turn: Turn, event: Event): Step {
  if (event.type === 'mute')
    return turn.name === 'muted' ? [turn] : [{ name: 'muted' }, ...breakOff(turn), cue('muted')];
  if (fails(turn, event)) return [IDLE, ...breakOff(turn), cue('error')];

  switch (turn.name) {
    case 'idle':
      return event.type === 'press' ? pressed(turn) : [turn];

    case 'pressed':
      if (event.type === 'release') return [IDLE, ...breakOff(turn)];
      return isTimer(event, 'hold') ? [{ name: 'listening' }, { type: 'beginTurn' }] : [turn];

    case 'listening':
      if (event.type === 'release') return [{ name: 'trailing' }];
      return isTimer(event, 'longest-turn') ? sent() : [turn];

    case 'trailing':
      if (event.type === 'press') return [{ name: 'listening' }];
      return isTimer(event, 'tail') ? sent() : [turn];

    case 'thinking':
      if (event.type === 'press') return pressed(turn);
      if (event.type === 'toolCalled') return [{ name: 'acting', calls: 1, sound: 'off' }];
      if (event.type === 'soundStarted') return [SPEAKING];
      return event.type === 'replyEnded' ? silent(turn.after) : [turn];

    case 'acting':
      if (event.type === 'press') return pressed(turn);
      if (event.type === 'toolCalled') return [{ ...turn, calls: turn.calls + 1 }];
      if (event.type === 'soundStarted') return [{ ...turn, sound: 'on' }];
      if (event.type === 'soundEnded') return [{ ...turn, sound: 'off' }];
      if (event.type !== 'toolsAnswered') return [turn];
      if (turn.calls > 1) return [{ ...turn, calls: turn.calls - 1 }];
      return [turn.sound === 'on' ? SPEAKING : thinking('tool')];

    case 'speaking':
      if (event.type === 'press') return pressed(turn);
      if (event.type === 'toolCalled') return [{ name: 'acting', calls: 1, sound: 'on' }];
      if (event.type === 'replyEnded' || losesLink(event))
        return [{ name: 'speaking', reply: 'complete' }];
      if (event.type !== 'soundEnded') return [turn];
      return [turn.reply === 'complete' ? IDLE : thinking('sound')];

    case 'muted':
      if (event.type === 'press') return [turn, cue('muted')];
      return event.type === 'unmute' ? [IDLE, cue('unmuted')] : [turn];
  }
}

/** Whether the turn cannot go on after the event. */
export function fails(turn: Turn, event: Event): boolean {
  switch (turn.name) {
    case 'idle':
    case 'muted':
      return false;
    case 'pressed':
    case 'listening':
    case 'trailing':
      return event.type === 'microphoneLost' || isClosedForGood(event);
    case 'thinking':
      // What the model answered or did once must not be asked for again: then a loss is the end.
      return (
        isTimer(event, 'reply') ||
        event.type === 'soundBroken' ||
        (losesLink(event) && turn.after !== 'speech') ||
        isClosedForGood(event)
      );
    case 'acting':
      return isTimer(event, 'tools') || event.type === 'soundBroken' || losesLink(event);
    case 'speaking':
      return isTimer(event, 'longest-reply') || event.type === 'soundBroken';
  }
}

export const isBusy = (turn: Turn): boolean => turn.name !== 'idle' && turn.name !== 'muted';

/** At its deadline the connection is replaced even if something is still expected of it. */
const losesLink = (event: Event): boolean => event.type === 'closed' || isTimer(event, 'deadline');

const isClosedForGood = (event: Event): boolean =>
  event.type === 'closed' && !isPassing(event.cause);

const thinking = (after: 'speech' | 'tool' | 'sound'): Turn => ({ name: 'thinking', after });

function pressed(turn: Turn): Step {
  const sounds = turn.name === 'speaking' || (turn.name === 'acting' && turn.sound === 'on');
  const record: Effect = { type: 'record', before: sounds ? 'own-voice' : 'quiet' };
  return [{ name: 'pressed' }, ...breakOff(turn), record];
}

const sent = (): Step => [thinking('speech'), { type: 'endTurn' }];

/** The reply ended without a sound since `after`: no press stays without a sign. */
function silent(after: 'speech' | 'tool' | 'sound'): Step {
  switch (after) {
    case 'speech':
      return [IDLE, { type: 'dropTurn' }, cue('error')];
    case 'tool':
      return [IDLE, cue('done')];
    case 'sound':
      return [IDLE];
  }
}

/** What a turn leaves behind when it is broken off. */
function breakOff(turn: Turn): Effect[] {
  switch (turn.name) {
    case 'idle':
    case 'muted':
      return [];
    case 'pressed':
    case 'listening':
    case 'trailing':
      return [{ type: 'dropTurn' }];
    case 'thinking':
    case 'acting':
    case 'speaking':
      return [{ type: 'dropTurn' }, { type: 'cutReply' }];
  }
}
