/** The conversation of the demo, step by step; every step must happen. */
import type { Clock } from '../system/clock.ts';
import type { Chronicle, Observation } from './chronicle.ts';
import type { AllSpeech, Speech } from './speech.ts';

export interface StoryParts {
  readonly chronicle: Chronicle;
  readonly asks: AllSpeech['asks'];
  readonly press: () => void;
  readonly release: () => void;
  /** Speaks into the microphone; resolves when the last sample is out. */
  readonly say: (speech: Speech) => Promise<void>;
  /** Breaks the connection to the service, as a bad network would. */
  readonly breakConnection: () => void;
  readonly clock: Clock;
}

export interface Step {
  readonly what: string;
  readonly outcome: 'happened' | 'did not happen';
}

/** What people take between pressing and speaking; what is heard in the first moments after a reply is that. */
const BREATH_MS = 250;
/** How long people listen before they interrupt. */
const PATIENCE_MS = 1_500;
/** Generous: a busy small board takes its time, and a real service too. */
const LIMIT_MS = 20_000;

export async function tellStory(parts: StoryParts): Promise<Step[]> {
  const { chronicle, asks } = parts;
  const steps: Step[] = [];
  let from = 0;
  const passed = (ms: number) =>
    new Promise<void>((resolve) => void parts.clock.after(ms, resolve));
  const expect = async (what: string, is: (observation: Observation) => boolean) => {
    const happened = await chronicle.happens(is, { from, limitMs: LIMIT_MS });
    steps.push({ what, outcome: happened ? 'happened' : 'did not happen' });
  };
  const ask = async (speech: Speech) => {
    from = chronicle.here;
    parts.press();
    await passed(BREATH_MS);
    await parts.say(speech);
    parts.release();
  };

  await ask(asks.light);
  await expect('the press opened the connection', isEvent('opened'));
  await expect('the model asked for the light', isCall('set_light'));
  await expect('the command went to the broker', isMessage('home/kitchen/light/set', 'ON'));
  await expect('the device reported that it is on', isMessage('home/kitchen/light', 'ON'));
  await expect('the model was told that it is done', isAnswer('set_light', 'done'));
  await expect('the reply was heard to its end', isSound('ended'));

  await ask(asks.story);
  await expect('a long reply began', isSound('began'));
  await passed(PATIENCE_MS);
  await ask(asks.garage);
  await expect('a press silenced the reply', isSound('was cut'));
  await expect('the service stopped it too', isEvent('interrupted'));
  await expect('the model asked for the garage door', isCall('garage_door'));
  await expect('the device reported that it is closed', isMessage('home/garage/door', 'closed'));
  await expect('the second reply was heard to its end', isSound('ended'));

  from = chronicle.here;
  parts.breakConnection();
  await expect('the connection was lost', isEvent('closed'));
  await ask(asks.memory);
  await expect(
    'the next press resumed the session',
    (seen) => seen.type === 'dialled' && seen.handle !== undefined,
  );
  await expect('the service took the handle', isEvent('opened'));
  await expect('the reply to a question about the past was heard', isSound('ended'));
  return steps;
}

type Is = (observation: Observation) => boolean;

const isEvent =
  (type: string): Is =>
  (seen) =>
    seen.type === 'session' && seen.event.type === type;

const isCall =
  (name: string): Is =>
  (seen) =>
    seen.type === 'session' &&
    seen.event.type === 'toolCall' &&
    seen.event.calls.some((call) => call.name === name);

const isAnswer =
  (name: string, status: string): Is =>
  (seen) =>
    seen.type === 'tool' && seen.call.name === name && seen.answer.response['status'] === status;

const isMessage =
  (topic: string, payload: string): Is =>
  (seen) =>
    seen.type === 'broker' && seen.topic === topic && seen.payload === payload;

const isSound =
  (what: 'began' | 'ended' | 'was cut'): Is =>
  (seen) =>
    seen.type === 'sound' && seen.what === what;
