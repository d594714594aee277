import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import { type Link, nextLink, type Want } from './link.ts';
import { fails, isBusy, nextTurn, type Turn } from './turn.ts';

export type State = { readonly turn: Turn; readonly link: Link };

export const initial: State = {
  turn: { name: 'idle' },
  link: { name: 'closed', handle: undefined },
};

/** The behaviour of the conversation: what it turns into at an event, and what must then be done. */
export function step(state: State, event: Event): readonly [State, ...Effect[]] {
  const [turn, ...turnEffects] = nextTurn(state.turn, event);
  const [link, ...linkEffects] = nextLink(state.link, want(state.turn, turn, event), event);
  return [{ turn, link }, ...turnEffects, ...linkEffects];
}

function want(before: Turn, after: Turn, event: Event): Want {
  if (after.name === 'muted') return 'silence';
  if (fails(before, event)) return 'hang-up';
  // Once all of the reply has arrived, only the loudspeaker is still at work.
  const waits = isBusy(after) && !(after.name === 'speaking' && after.reply === 'complete');
  return waits ? 'connection' : 'nothing';
}
