import type { Effect } from './effect.ts';
import { type Event, isTimer } from './event.ts';
import { type Link, nextLink, type Want } from './link.ts';
import { fails, isBusy, nextTurn } from './turn.ts';
import type { Turn } from './turn-state.ts';

export type State = { readonly turn: Turn; readonly link: Link };

export const initial: State = {
  turn: { name: 'idle' },
  link: { name: 'closed', handle: undefined, shortLives: 0 },
};

/** The behaviour of the conversation: what it turns into at an event, and what must then be done. */
export function step(state: State, event: Event): readonly [State, ...Effect[]] {
  const [turn, ...turnEffects] = nextTurn(state.turn, event);
  const [link, ...linkEffects] = nextLink(state.link, want(state.turn, turn, event), event);
  return [{ turn, link }, ...turnEffects, ...linkEffects];
}

function want(before: Turn, after: Turn, event: Event): Want {
  if (after.name === 'muted') return 'silence';
  if (before.name === 'thinking' && isTimer(event, 'answer')) {
    if (before.after === 'speech') return 'replacement';
    if (before.after === 'speech-again') return 'fresh-start';
  }
  if (fails(before, event)) return 'hang-up';
  // What is still being done can only be told to a connection that is opened after it.
  if (isLostAct(after) && isTimer(event, 'deadline')) return 'hang-up';
  // Once all of the reply has arrived, only the loudspeaker is still at work.
  const waits =
    isBusy(after) &&
    !(after.name === 'speaking' && after.reply === 'complete') &&
    !isLostAct(after);
  return waits ? 'connection' : 'nothing';
}

const isLostAct = (turn: Turn): boolean => turn.name === 'acting' && turn.reply === 'lost';
