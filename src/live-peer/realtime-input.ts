/** Pure: the rules for speech, pictures and typed words as they come, with manual and automatic detection. */
import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { RealtimeInput } from './client-message.ts';
import type { Effect, Ready, Sound, Step } from './protocol-state.ts';
import { invalidArgument } from './refusal.ts';
import { closedEar, type Detection, listen, type Overheard } from './speech-detector.ts';
import {
  chain,
  endTurn,
  just,
  refuse,
  refusedWhileBlocked,
  startOf,
  takeInput,
} from './turn-taking.ts';

/** The parts of one message take effect in the order in which they make sense. */
export function receiveRealtime(state: Ready, input: RealtimeInput): Step {
  const { audio, video, text } = input;
  if (Object.keys(input).length === 0) return refuse(invalidArgument);
  if (input.mediaChunks)
    return refuse({ code: 1007, reason: 'realtime_input.media_chunks is deprecated' });
  let next = just(state);
  if (input.activityStart) next = chain(next, startActivity);
  if (audio) next = chain(next, (ready) => hear(ready, soundOf(audio)));
  if (video) next = chain(next, (ready) => see(ready, video));
  if (text !== undefined) next = chain(next, (ready) => readText(ready, text));
  if (input.audioStreamEnd) next = chain(next, endStream);
  if (input.activityEnd) next = chain(next, endActivity);
  return next;
}

function startActivity(state: Ready): Step {
  if (state.rules.detection.by === 'service') return refuse(explicitActivity);
  if (state.activity === 'open')
    return refuse({ code: 1008, reason: 'activity_start came while an activity was going on.' });
  return openActivity(state);
}

function endActivity(state: Ready): Step {
  if (state.rules.detection.by === 'service') return refuse(explicitActivity);
  if (state.activity === 'none')
    return refuse({ code: 1008, reason: 'activity_end came without an activity_start.' });
  return endTurn(state);
}

function openActivity(state: Ready): Step {
  const taken = takeInput({ ...state, activity: 'open' }, startOf(state));
  return chain(taken, (ready) => just(ready, { type: 'startTurn' }));
}

function hear(state: Ready, sound: Sound): Step {
  const { detection } = state.rules;
  if (detection.by === 'client') return within(state, { type: 'hear', sound });
  return refusedWhileBlocked(state) ?? overhear(state, sound, detection);
}

/** The service itself finds out when somebody speaks. */
function overhear(state: Ready, sound: Sound, detection: Detection): Step {
  const { ear, overheard } = listen(state.ear, sound, detection);
  const { rateHz } = sound;
  return overheard.reduce(
    (before, next) => chain(before, (ready) => follow(ready, next, rateHz)),
    just({ ...state, ear }),
  );
}

function follow(state: Ready, overheard: Overheard, rateHz: number): Step {
  switch (overheard.type) {
    case 'begin':
      return openActivity(state);
    case 'end':
      return endTurn(state);
    case 'silence':
      if (state.rules.between !== 'everything') return just(state);
      return just(state, { type: 'hear', sound: { pcm: overheard.pcm, rateHz } });
    case 'speech':
      return just(state, { type: 'hear', sound: { pcm: overheard.pcm, rateHz } });
  }
}

function see(state: Ready, { data, mimeType }: NonNullable<RealtimeInput['video']>): Step {
  const effect: Effect = {
    type: 'see',
    image: { bytes: Buffer.from(data, 'base64'), mimeType },
  };
  if (state.rules.detection.by === 'client') return within(state, effect);
  const wanted = state.activity === 'open' || state.rules.between !== 'nothing';
  return wanted ? just(state, effect) : just(state);
}

/** Typed words are part of the activity; with automatic detection they are a turn, or the end of one. */
function readText(state: Ready, text: string): Step {
  const effect: Effect = { type: 'read', text };
  if (state.rules.detection.by === 'client') return within(state, effect);
  const begun = state.activity === 'open' ? takeInput(state, 'continues') : openActivity(state);
  return chain(
    chain(begun, (ready) => just({ ...ready, ear: closedEar }, effect)),
    endTurn,
  );
}

/** Seen of a real service with audio ahead of activityStart (omi, pull request 7611): 1007. */
function within(state: Ready, effect: Effect): Step {
  if (state.activity === 'none') return refuse(invalidArgument);
  return chain(takeInput(state, 'continues'), (ready) => just(ready, effect));
}

/** No more sound follows for now: whoever was speaking has done so. */
function endStream(state: Ready): Step {
  if (state.rules.detection.by === 'client')
    return refuse({
      code: 1007,
      reason: 'audio_stream_end is only supported when automatic activity detection is enabled.',
    });
  const shut = { ...state, ear: closedEar };
  return state.activity === 'open' ? endTurn(shut) : just(shut);
}

function soundOf({ data, mimeType }: NonNullable<RealtimeInput['audio']>): Sound {
  const rate = /rate=(\d+)/.exec(mimeType)?.[1];
  const rateHz = rate === undefined ? SPEECH_RATE_HZ : Number(rate);
  return { pcm: Buffer.from(data, 'base64'), rateHz };
}

const explicitActivity = {
  code: 1007,
  reason:
    'Explicit activity control is not supported when automatic activity detection is enabled.',
};
