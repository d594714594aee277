/** Pure: who may speak when; and how the steps of the rules are put together. */
import type { Effect, Prompt, Protocol, Ready, Step } from './protocol-state.ts';
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
  const forbidden = refusedWhileBlocked(state);
  if (forbidden) return forbidden;
  const blocked = state.calls.some((call) => call.behavior === 'BLOCKING');
  if (state.reply === 'none' || (!blocked && input === 'continues')) return just(state);
  return cut(state);
}

/** Older models take nothing but the answer. */
export function refusedWhileBlocked({ calls, rules }: Ready): Step | undefined {
  const blocked = calls.some((call) => call.behavior === 'BLOCKING');
  if (!blocked || rules.whileCallPending === 'cancel') return undefined;
  return refuse({
    code: 1008,
    reason: 'Operation is not implemented, or supported, or enabled.',
  });
}

/** What the start of an activity is to the reply. */
export const startOf = ({ rules }: Ready) =>
  rules.handling === 'interrupt' ? 'cuts' : 'continues';

/** Ends the reply that is going on, and the calls that it waits for with it. */
export function cut(state: Ready): Step {
  const cancelledIds = state.calls
    .filter((call) => call.behavior === 'BLOCKING')
    .map((call) => call.id);
  const calls = state.calls.filter((call) => call.behavior === 'NON_BLOCKING');
  const left: Ready = { ...state, reply: 'none', calls: calls.map(unawaited) };
  return chain(just(left, { type: 'interrupt', cancelledIds }), nextReply);
}

/** The reply has said all that it had to say. */
export const replied = (state: Ready): Step =>
  nextReply({ ...state, reply: 'none', calls: state.calls.map(unawaited) });

/** The client has said what it wants; the model answers at once, or after the reply before. */
export const endTurn = (state: Ready): Step =>
  chain(just({ ...state, activity: 'none' }, { type: 'endTurn' }), (now) => prompt(now, 'turn'));

/** The model is to reply to this, in its turn. */
export const prompt = (state: Ready, to: Prompt): Step =>
  nextReply({ ...state, waiting: [...state.waiting, to] });

function nextReply(state: Ready): Step {
  // Answers that come while the user speaks, or has spoken since, are part of the reply to that.
  const waiting =
    state.activity === 'open' || state.waiting.includes('turn')
      ? state.waiting.filter((to) => to === 'turn')
      : state.waiting;
  const [to, ...rest] = waiting;
  if (state.reply === 'generating' || to === undefined) return just({ ...state, waiting });
  return just({ ...state, reply: 'generating', waiting: rest }, { type: 'reply', to });
}

const unawaited = (call: Ready['calls'][number]) => ({ ...call, awaitedBy: 'nobody' as const });
