/**
 * The rules of one connection: what may come when, and what follows. Pure: no socket, no clock, no sound.
 *
 *     new ──setup──▶ setting-up ──setUp──▶ ready ──anything forbidden──▶ closed
 */
import type { ClientMessage, FunctionResponse } from './client-message.ts';
import type { Effect, Protocol, ProtocolEvent, Ready, Rules, Step } from './protocol-state.ts';
import { receiveRealtime } from './realtime-input.ts';
import { invalidArgument } from './refusal.ts';
import { chain, endTurn, just, nextReply, refuse, takeInput } from './turn-taking.ts';

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
    case 'replied':
      return nextReply({ ...state, reply: 'none' });
    case 'message':
      return receive(state, event.message);
  }
}

function receive(state: Ready, message: ClientMessage): Step {
  if (message.realtimeInput) return receiveRealtime(state, message.realtimeInput);
  if (message.toolResponse) return receiveAnswers(state, message.toolResponse.functionResponses);
  if (message.clientContent) return receiveContent(state, message.clientContent);
  if (message.contextUpdate)
    return just(state, { type: 'updateContext', update: message.contextUpdate });
  return refuse(setupFirst);
}

/** Content interrupts whatever is being said; turns add up until one is complete. */
function receiveContent(
  state: Ready,
  { turns = [], turnComplete }: NonNullable<ClientMessage['clientContent']>,
): Step {
  const texts = turns.flatMap(({ parts }) => parts.map((part) => part.text ?? ''));
  const reads = texts.filter(Boolean).map((text): Effect => ({ type: 'read', text }));
  const read = chain(takeInput(state, 'cuts'), (now) => just(now, ...reads));
  return turnComplete ? chain(read, endTurn) : read;
}

function receiveAnswers(state: Ready, responses: readonly FunctionResponse[]): Step {
  let { calls } = state;
  const final: FunctionResponse[] = [];
  for (const response of responses) {
    if (state.cancelledIds.includes(response.id)) continue;
    const call = calls.find(({ id, name }) => id === response.id && name === response.name);
    if (call === undefined) return refuse(invalidArgument);
    if (response.willContinue) continue;
    final.push(response);
    calls = calls.filter((other) => other !== call);
  }
  return just({ ...state, calls }, { type: 'answer', responses: final });
}

const ready = (rules: Rules): Ready => ({
  phase: 'ready',
  rules,
  activity: 'none',
  reply: 'none',
  waitingTurns: 0,
  calls: [],
  cancelledIds: [],
});

const setupFirst = {
  code: 1007,
  reason: 'setup must be sent once, first, and be completed before anything else is sent.',
};
