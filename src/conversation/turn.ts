/**
 * One turn of talk, from the press of the button to the end of the reply.
 *
 *         press           held             release           tail
 *   idle ──────▶ pressed ──────▶ listening ───────▶ trailing ──────▶ thinking ◀────▶ acting
 *    ▲  (a tap)     │                ▲──── press ──────┘               ▲  │  tool called, answered
 *    │◀─────────────┘                                        sound dry │  ▼ sound started
 *    │◀──────────────────── reply ended, sound ended ───────────────── speaking
 *
 * A press in `thinking`, `acting` or `speaking` is a barge-in, and so is a question in writing, which
 * leads from everywhere but the first three to `thinking`. Muting leads to `muted` from everywhere, a
 * failure to `idle` with the error sign. What is different with an open microphone is in open-turn.ts.
 */
import { cue, type Effect } from './effect.ts';
import { type Event, isClosedForGood, isTimer, losesLink } from './event.ts';
import { nextOpenTurn, openTurnFails, toggledOn } from './open-turn.ts';
import { comesToNothing, nextThought } from './thought.ts';
import { type ActingTurn, acting, IDLE, type Step, type Turn, thinking } from './turn-state.ts';

export function nextTurn(turn: Turn, event: Event): Step {
  if (event.type === 'mute')
    return turn.name === 'muted' ? [turn] : [{ name: 'muted' }, ...breakOff(turn), cue('muted')];
  if (fails(turn, event)) return [IDLE, ...breakOff(turn), cue('error')];
  if (mayInterrupt(turn)) {
    if (event.type === 'press') return pressed(turn);
    if (event.type === 'toggle') return [toggledOn, ...breakOff(turn), { type: 'openMicrophone' }];
    if (event.type === 'ask') return asked(turn, event.text);
    if (event.type === 'denied') return [IDLE, ...breakOff(turn), cue('denied')];
  }

  switch (turn.name) {
    case 'idle':
      // Of a reply whose end was told too early, or to a call that nobody waited for.
      if (event.type === 'soundStarted') return [{ name: 'speaking', reply: 'generated' }];
      return event.type === 'toolCalled' ? [acting('off')] : [turn];

    case 'pressed':
      if (event.type === 'release') return [IDLE, ...breakOff(turn)];
      return isTimer(event, 'hold') ? [{ name: 'listening' }, { type: 'beginTurn' }] : [turn];

    case 'listening':
      if (event.type === 'release') return [{ name: 'trailing' }];
      return isTimer(event, 'longest-turn') ? sent() : [turn];

    case 'trailing':
      if (event.type === 'press') return [{ name: 'listening' }];
      return isTimer(event, 'tail') || isTimer(event, 'longest-turn') ? sent() : [turn];

    case 'thinking':
      return nextThought(turn.after, event);

    case 'acting':
      return nextAct(turn, event);

    case 'speaking':
      if (event.type === 'toolCalled') return [acting('on')];
      if (event.type === 'replyGenerated' && turn.reply === 'arriving')
        return [{ ...turn, reply: 'generated' }];
      if (event.type === 'replyEnded' || losesLink(event)) return [{ ...turn, reply: 'complete' }];
      return event.type === 'soundEnded' ? silence(turn.reply) : [turn];

    case 'open':
      return nextOpenTurn(turn, event);

    case 'muted':
      if (event.type === 'unmute') return [IDLE, cue('unmuted')];
      return ['press', 'toggle', 'denied'].includes(event.type) ? [turn, cue('muted')] : [turn];
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
      return event.type === 'soundBroken' || comesToNothing(turn.after, event);
    case 'acting':
      return (
        isTimer(event, 'tools') || isTimer(event, 'longest-wait') || event.type === 'soundBroken'
      );
    case 'speaking':
      return isTimer(event, 'longest-reply') || event.type === 'soundBroken';
    case 'open':
      return openTurnFails(event);
  }
}

export const isBusy = (turn: Turn): boolean => turn.name !== 'idle' && turn.name !== 'muted';

/** Whether a press or a question may begin a new turn: nobody is interrupted but the device. */
export const mayInterrupt = ({ name }: Turn): boolean =>
  name === 'idle' || name === 'thinking' || name === 'acting' || name === 'speaking';

function nextAct(turn: ActingTurn, event: Event): Step {
  switch (event.type) {
    case 'toolCalled':
      return [{ ...turn, calls: turn.calls + 1 }];
    case 'soundStarted':
      return [{ ...turn, sound: 'on' }];
    case 'soundEnded':
      return [{ ...turn, sound: 'off' }];
    case 'toolsAnswered': {
      const outcome = turn.outcome === 'done' ? event.outcome : turn.outcome;
      const next = turn.next === 'silence' ? event.next : turn.next;
      const after = { ...turn, outcome, next };
      return turn.calls > 1 ? [{ ...after, calls: turn.calls - 1 }] : acted(after);
    }
    case 'replyEnded':
      return [turn.reply === 'due' ? { ...turn, reply: 'ended' } : turn];
    default:
      return [losesLink(event) ? { ...turn, reply: 'lost' } : turn];
  }
}

function acted({ sound, reply, next, outcome }: ActingTurn): Step {
  const isOver = reply === 'lost' || (reply === 'ended' && next === 'silence');
  if (sound === 'on') return [{ name: 'speaking', reply: isOver ? 'complete' : 'arriving' }];
  if (!isOver) return [thinking('tool')];
  return [IDLE, cue(outcome === 'done' ? 'done' : 'error')];
}

function silence(reply: 'arriving' | 'generated' | 'complete'): Step {
  if (reply === 'complete') return [IDLE];
  return [thinking(reply === 'generated' ? 'reply' : 'sound')];
}

function pressed(turn: Turn): Step {
  const sounds = turn.name === 'speaking' || (turn.name === 'acting' && turn.sound === 'on');
  const record: Effect = { type: 'record', before: sounds ? 'own-voice' : 'quiet' };
  return [{ name: 'pressed' }, ...breakOff(turn), record];
}

const asked = (turn: Turn, text: string): Step => [
  thinking('speech'),
  ...breakOff(turn),
  { type: 'sendText', text },
];

const sent = (): Step => [thinking('speech'), { type: 'endTurn' }];

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
    case 'open':
      return [{ type: 'closeMicrophone' }, { type: 'cutReply' }];
  }
}
