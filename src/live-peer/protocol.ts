/**
 * The rules of one connection: what may come when, and what follows. Pure: no socket, no clock, no sound.
 *
 *     new ──setup──▶ setting-up ──setUp──▶ ready ──anything forbidden──▶ closed
 */
import { receiveAnswers } from './answers.ts';
import type { ClientMessage } from './client-message.ts';
import type { Protocol, ProtocolEvent, Ready, Rules, Step } from './protocol-state.ts';
import { receiveRealtime } from './realtime-input.ts';
import { invalidArgument } from './refusal.ts';
import { closedEar } from './speech-detector.ts';
import { chain, just, prompt, refuse, replied, takeInput } from './turn-taking.ts';

/** The connection after `event`, and what the service does about it, in order. */
export function step(state: Protocol, event: ProtocolEvent): Step {
  switch (state.phase) {
    case 'new':
      if (event.type !== 'message') return just(state);
      if (event.message.setup === undefined) return refuse(setupFirst);
      return just({ phase: 'setting-up' }, { type: 'setUp', setup: event.message.setup });
    case 'setting-up':
      if (event.type === 'message') return refuse(setupFirst);
      return just(event.type === 'setUp' ? ready(event.rules) : state);
    case 'ready':
      return stepReady(state, event);
    case 'closed':
      return just(state);
  }
}

function stepReady(state: Ready, event: ProtocolEvent): Step {
  switch (event.type) {
    case 'setUp':
      return just(state);
    case 'called':
      return just({ ...state, calls: [...state.calls, ...event.calls] });
    case 'calledOff':
      return just({ ...state, calls: state.calls.filter(({ id }) => !event.ids.includes(id)) });
    case 'replied':
      return replied(state);
    case 'message':
      return receive(state, event.message);
  }
}

function receive(state: Ready, message: ClientMessage): Step {
  if (message.realtimeInput) return receiveRealtime(state, message.realtimeInput);
  if (message.toolResponse) return receiveAnswers(state, message.toolResponse.functionResponses);
  if (message.clientContent) return receiveContent(state, message.clientContent);
  if (message.contextUpdate) return receiveContext(state, message.contextUpdate);
  return refuse(setupFirst);
}

function receiveContext(state: Ready, update: NonNullable<ClientMessage['contextUpdate']>): Step {
  if (state.rules.contextUpdate === 'refused') return refuse(invalidArgument);
  return just(state, { type: 'updateContext', update });
}

/** Content interrupts whatever is being said; what is not complete is remembered and not answered. */
function receiveContent(
  state: Ready,
  { turns: contents = [], turnComplete = false }: NonNullable<ClientMessage['clientContent']>,
): Step {
  if (state.history === 'awaited')
    return just(
      { ...state, history: turnComplete ? 'over' : 'awaited' },
      { type: 'seed', contents },
    );
  if (!turnComplete)
    return chain(takeInput(state, 'cuts'), (now) => just(now, { type: 'seed', contents }));
  // What the model was going to say of answers goes into its reply to this.
  const waiting = state.waiting.filter((to) => to === 'turn');
  return chain(takeInput({ ...state, waiting }, 'cuts'), (now) =>
    chain(just(now, { type: 'type', contents }), (typed) => prompt(typed, 'turn')),
  );
}

const ready = (rules: Rules): Ready => ({
  phase: 'ready',
  rules,
  activity: 'none',
  ear: closedEar,
  reply: 'none',
  waiting: [],
  calls: [],
  history: rules.history,
});

const setupFirst = {
  code: 1007,
  reason: 'setup must be sent once, first, and be completed before anything else is sent.',
};
