/** Pure: what becomes of the answers to function calls. */
import type { FunctionResponse } from './client-message.ts';
import type { ToolAnswer } from './model.ts';
import type { Effect, PendingCall, Ready, Step } from './protocol-state.ts';
import { invalidArgument } from './refusal.ts';
import { chain, cut, just, prompt, refuse } from './turn-taking.ts';

/**
 * An answer that a reply waits for goes to it. Of others the model learns, and says something about it when
 * their scheduling lets it (live-api/tools): at once with INTERRUPT, when it has said what it is saying with
 * WHEN_IDLE, and with SILENT not before it is asked again.
 */
export function receiveAnswers(state: Ready, responses: readonly FunctionResponse[]): Step {
  if (state.rules.scheduling === 'refused' && responses.some(({ scheduling }) => scheduling))
    return refuse({
      code: 1007,
      reason: 'Scheduling of function responses is not supported for this model.',
    });
  const answers: ToolAnswer[] = [];
  const learned: ToolAnswer[] = [];
  const stray: FunctionResponse[] = [];
  let { calls } = state;
  for (const response of responses) {
    const call = callOf(calls, response);
    if (call === undefined) {
      // It may have crossed the cancellation on the wire.
      stray.push(response);
      continue;
    }
    if (call.name !== response.name) return refuse(invalidArgument);
    const answer = { ...response, id: call.id };
    if (call.awaitedBy === 'nobody') learned.push(answer);
    else if (!response.willContinue) answers.push(answer);
    if (!response.willContinue) calls = calls.filter((other) => other !== call);
  }
  const effects: readonly Effect[] = [
    ...(answers.length > 0 ? [{ type: 'answer', answers } as const] : []),
    ...(learned.length > 0 ? [{ type: 'learn', answers: learned } as const] : []),
    ...(stray.length > 0 ? [{ type: 'stray', responses: stray } as const] : []),
  ];
  return chain(just({ ...state, calls }, ...effects), (now) => tell(now, learned));
}

/** Makes the model speak of what it has learned; it does not speak over the user. */
function tell(state: Ready, learned: readonly ToolAnswer[]): Step {
  const wanted = learned.filter(({ scheduling }) => scheduling !== 'SILENT');
  if (wanted.length === 0 || state.activity === 'open') return just(state);
  const interrupts = wanted.some(({ scheduling }) => scheduling === 'INTERRUPT');
  const quiet = interrupts && state.reply === 'generating' ? cut(state) : just(state);
  // A reply that begins by that, or waits already, is about them too.
  return chain(quiet, (now) =>
    now.waiting.length > 0 || quiet.effects.some(({ type }) => type === 'reply')
      ? just(now)
      : prompt(now, 'answers'),
  );
}

/** Vertex AI takes answers without an id: they are to the oldest call of that name. */
const callOf = (calls: readonly PendingCall[], { id, name }: FunctionResponse) =>
  calls.find((call) => (id === undefined ? call.name === name : call.id === id));
