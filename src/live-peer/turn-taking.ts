/** Pure: who may speak when; and how the steps of the rules are put together. */
import type { Effect, Protocol, Ready, Step } from './protocol-state.ts';
import type { Refusal } from './refusal.ts';

export const just = (state: Protocol, ...effects: readonly Effect[]): Step => ({ state, effects });

export const refuse = (refusal: Refusal): Step =>
  just({ phase: 'closed' }, { type: 'refuse', refusal });

/** Goes on from `before`; a refusal is all that happens, whatever came before it in the same message. */
export function chain(before: Step, next: (state: Ready) => Step): Step {
  if (before.state.phase !== 'ready') return before;
  const after = next(before.state);
  if (after.state.phase === 'closed') return after;
  return just(after.state, ...before.effects, ...after.effects);
}

/**
 * What a piece of input does to the reply that is going on: one that `cuts` ends it,
 * and any input ends a reply that waits for the answer to a BLOCKING call.
 */
export function takeInput(state: Ready, input: 'cuts' | 'continues'): Step {
  const blocking = state.calls.filter((call) => call.behavior === 'BLOCKING');
  if (blocking.length > 0 && state.rules.whileCallPending === 'refuse')
    return refuse({
      code: 1008,
      reason: 'Operation is not implemented, or supported, or enabled.',
    });
  if (state.reply === 'none' || (blocking.length === 0 && input === 'continues'))
    return just(state);
  const cancelledIds = blocking.map((call) => call.id);
  const cut: Ready = {
    ...state,
    reply: 'none',
    calls: state.calls.filter((call) => call.behavior === 'NON_BLOCKING'),
    cancelledIds: [...state.cancelledIds, ...cancelledIds],
  };
  return chain(just(cut, { type: 'interrupt', cancelledIds }), nextReply);
}

/** The client has said what it wants; the model answers at once, or after the reply before. */
export function endTurn(state: Ready): Step {
  const waiting: Ready = {
    ...state,
    activity: 'none',
    waitingTurns: state.waitingTurns + 1,
  };
  return chain(just(waiting, { type: 'endTurn' }), nextReply);
}

export function nextReply(state: Ready): Step {
  if (state.reply === 'generating' || state.waitingTurns === 0) return just(state);
  return just(
    { ...state, reply: 'generating', waitingTurns: state.waitingTurns - 1 },
    { type: 'reply' },
  );
}
