/** What may still come while nothing is to be heard, and what becomes of the turn if it does not. */
import { cue } from './effect.ts';
import { type Event, isClosedForGood, isTimer, losesLink } from './event.ts';
import { type After, acting, IDLE, type Step, thinking } from './turn-state.ts';

export function nextThought(after: After, event: Event): Step {
  switch (event.type) {
    case 'toolCalled':
      return [acting('off')];
    case 'soundStarted':
      return [{ name: 'speaking', reply: after === 'reply' ? 'generated' : 'arriving' }];
    case 'replyGenerated':
      return [thinking(after === 'sound' ? 'reply' : after)];
    case 'replyEnded':
      return unheardEnd(after);
    case 'closed':
      return lostInThought(after);
    case 'timer':
      if (event.timer === 'deadline') return lostInThought(after);
      if (event.timer === 'answer' && after === 'speech') return [thinking('speech-again')];
      if (event.timer === 'settle' && after === 'tool-only') return [IDLE, cue('done')];
      if (event.timer === 'settle' && after === 'reply')
        return [IDLE, { type: 'dropTurn' }, { type: 'cutReply' }];
      return [thinking(after)];
    default:
      return [thinking(after)];
  }
}

/** Whether nothing more is to be hoped for. */
export function comesToNothing(after: After, event: Event): boolean {
  if (isTimer(event, 'connection') || isTimer(event, 'longest-wait')) return true;
  switch (after) {
    case 'speech':
      return isClosedForGood(event);
    case 'speech-again':
      return isTimer(event, 'answer') || isClosedForGood(event);
    case 'nothing':
      return isTimer(event, 'settle') || isClosedForGood(event);
    case 'tool':
    case 'sound':
      // What the model answered or did once must not be asked for again: then a loss is the end.
      return isTimer(event, 'answer') || losesLink(event);
    case 'tool-only':
    case 'reply':
      return false;
  }
}

/** The connection is lost, and the turn goes on without it or comes to a good end. */
function lostInThought(after: After): Step {
  switch (after) {
    case 'nothing':
      return [thinking('speech-again')];
    case 'tool-only':
      return [IDLE, cue('done')];
    case 'reply':
      return [IDLE];
    default:
      return [thinking(after)];
  }
}

/** The service says that the turn is over while nothing is to be heard. */
function unheardEnd(after: After): Step {
  switch (after) {
    case 'speech':
    case 'speech-again':
      return [thinking('nothing')];
    case 'tool':
      return [thinking('tool-only')];
    case 'sound':
    case 'reply':
      return [IDLE];
    case 'nothing':
    case 'tool-only':
      return [thinking(after)];
  }
}
