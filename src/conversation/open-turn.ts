/**
 * A turn with an open microphone: the service finds out by itself when somebody speaks, and questions
 * and replies follow each other until the button is pressed again, or nothing was said for a while.
 */
import { cue } from './effect.ts';
import { type Event, isClosedForGood, isTimer } from './event.ts';
import { IDLE, type OpenTurn, type Step } from './turn-state.ts';

export const toggledOn: OpenTurn = { name: 'open', calls: 0, sound: 'off' };

export function nextOpenTurn(turn: OpenTurn, event: Event): Step {
  switch (event.type) {
    case 'toggle':
      return [IDLE, { type: 'closeMicrophone' }, { type: 'cutReply' }];
    case 'denied':
      return [IDLE, { type: 'closeMicrophone' }, { type: 'cutReply' }, cue('denied')];
    case 'soundStarted':
      return [{ ...turn, sound: 'on' }, { type: 'pauseMicrophone' }];
    case 'soundEnded':
      return [{ ...turn, sound: 'off' }, { type: 'openMicrophone' }];
    case 'toolCalled':
      return [{ ...turn, calls: turn.calls + 1 }];
    case 'toolsAnswered':
      return [{ ...turn, calls: turn.calls - 1 }];
    default:
      if (!isTimer(event, 'open-idle')) return [turn];
      return [IDLE, { type: 'closeMicrophone' }, { type: 'cutReply' }, cue('muted')];
  }
}

/** Whether the microphone cannot stay open after the event. */
export function openTurnFails(event: Event): boolean {
  if (event.type === 'timer') return ['tools', 'connection', 'longest-reply'].includes(event.timer);
  return event.type === 'microphoneLost' || event.type === 'soundBroken' || isClosedForGood(event);
}
