/** Pure: the rules for speech, pictures and typed words as they come, with manual and automatic detection. */
import type { RealtimeInput } from './client-message.ts';
import type { Effect, Ready, Step } from './protocol-state.ts';
import { invalidArgument } from './refusal.ts';
import { chain, endTurn, just, refuse, takeInput } from './turn-taking.ts';

/** The parts of one message take effect in the order in which they make sense. */
export function receiveRealtime(state: Ready, input: RealtimeInput): Step {
  const { audio, text } = input;
  if (Object.keys(input).length === 0) return refuse(invalidArgument);
  if (input.mediaChunks)
    return refuse({ code: 1007, reason: 'realtime_input.media_chunks is deprecated' });
  let next = just(state);
  if (input.activityStart) next = chain(next, startActivity);
  if (audio) next = chain(next, (ready) => hear(ready, { type: 'hear', audio }));
  if (input.video) next = chain(next, (ready) => hear(ready));
  if (text !== undefined) next = chain(next, (ready) => readText(ready, text));
  if (input.audioStreamEnd) next = chain(next, endStream);
  if (input.activityEnd) next = chain(next, endActivity);
  return next;
}

function startActivity(state: Ready): Step {
  if (state.rules.detection === 'automatic') return refuse(explicitActivity);
  if (state.activity === 'open')
    return refuse({ code: 1008, reason: 'activity_start came while an activity was going on.' });
  const heard = takeInput(state, state.rules.handling === 'interrupt' ? 'cuts' : 'continues');
  return chain(heard, (ready) => just({ ...ready, activity: 'open' }, { type: 'startTurn' }));
}

function endActivity(state: Ready): Step {
  if (state.rules.detection === 'automatic') return refuse(explicitActivity);
  if (state.activity === 'none')
    return refuse({ code: 1008, reason: 'activity_end came without an activity_start.' });
  return endTurn(state);
}

/** With automatic detection the activity opens by itself. */
function hear(state: Ready, ...effects: readonly Effect[]): Step {
  if (state.activity === 'open')
    return chain(takeInput(state, 'continues'), (ready) => just(ready, ...effects));
  // Seen of a real service with audio ahead of activityStart (omi, pull request 7611).
  if (state.rules.detection === 'manual') return refuse(invalidArgument);
  return just({ ...state, activity: 'open' }, { type: 'startTurn' }, ...effects);
}

/** Typed words are part of the activity; with automatic detection they are a turn. */
function readText(state: Ready, text: string): Step {
  const read = hear(state, { type: 'read', text });
  return state.rules.detection === 'manual' ? read : chain(read, endStream);
}

/** No voice is detected here: with automatic detection the turn is over when the stream is. */
function endStream(state: Ready): Step {
  if (state.rules.detection === 'manual')
    return refuse({
      code: 1007,
      reason: 'audio_stream_end is only supported when automatic activity detection is enabled.',
    });
  if (state.activity === 'none') return just(state);
  const handling = state.rules.handling === 'interrupt' ? 'cuts' : 'continues';
  return chain(takeInput(state, handling), endTurn);
}

const explicitActivity = {
  code: 1007,
  reason:
    'Explicit activity control is not supported when automatic activity detection is enabled.',
};
