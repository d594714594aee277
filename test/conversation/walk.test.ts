import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Effect } from '../../src/conversation/effect.ts';
import type { Event, Timer } from '../../src/conversation/event.ts';
import { hasSession } from '../../src/conversation/link.ts';
import { needs, type Times } from '../../src/conversation/needs.ts';
import { initial, type State, step } from '../../src/conversation/step.ts';
import { isBusy } from '../../src/conversation/turn.ts';

test('from every state that can be reached there is a way back to rest', () => {
  const edges = reachable();
  const resting = [...edges.keys()].filter((key) => key.startsWith('idle/'));
  expect(resting.length).toBeGreaterThan(0);
  for (const start of edges.keys()) {
    const seen = new Set([start]);
    for (const key of seen) for (const next of edges.get(key) ?? []) seen.add(next);
    expect(
      [...seen].some((key) => resting.includes(key)),
      `${start} never comes to rest`,
    ).toBe(true);
  }
});

test('every state that waits has a way out by time', () => {
  for (const key of reachable().keys()) {
    const state = states.get(key) as State;
    const waits =
      isBusy(state.turn) || state.link.name === 'opening' || state.link.name === 'waiting';
    if (waits) expect(Object.keys(needs(state, times)), key).not.toHaveLength(0);
  }
});

test('whatever happens, the world stays in step with the state', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 80, size: 'max' }), (choices) => {
      const world = new World();
      for (const choice of choices) {
        const options = events.filter((event) => world.allows(event));
        world.happens(options[choice % options.length] as Event);
      }
    }),
    { numRuns: 20_000 },
  );
});

const times: Times = {
  holdMs: 1,
  longestTurnMs: 1,
  tailMs: 1,
  answerMs: 1,
  connectionMs: 1,
  longestWaitMs: 1,
  settleMs: { nothing: 1, 'tool-only': 1, reply: 1 },
  openIdleMs: 1,
  stableMs: 1,
  toolsMs: 1,
  longestReplyMs: 1,
  connectMs: 1,
  lingerMs: 1,
  retryMs: () => 1,
};

const timers: readonly Timer[] = [
  'hold',
  'longest-turn',
  'tail',
  'answer',
  'connection',
  'longest-wait',
  'settle',
  'open-idle',
  'stable',
  'tools',
  'longest-reply',
  'connect',
  'retry',
  'deadline',
  'linger',
];

const events: readonly Event[] = [
  { type: 'press' },
  { type: 'release' },
  { type: 'toggle' },
  { type: 'ask', text: 'Hello?' },
  { type: 'denied' },
  { type: 'mute' },
  { type: 'unmute' },
  { type: 'microphoneLost' },
  { type: 'soundStarted' },
  { type: 'soundEnded' },
  { type: 'soundBroken' },
  { type: 'opened' },
  { type: 'closed', cause: 'network' },
  { type: 'closed', cause: 'refused' },
  { type: 'closed', cause: 'quota' },
  { type: 'closed', cause: 'key' },
  { type: 'closed', cause: 'model' },
  { type: 'closed', cause: 'setup' },
  { type: 'goAway', timeLeftMs: 50_000 },
  { type: 'resumable', handle: 'h' },
  { type: 'replyGenerated' },
  { type: 'replyEnded' },
  { type: 'toolCalled' },
  { type: 'toolsAnswered', outcome: 'done', next: 'reply' },
  { type: 'toolsAnswered', outcome: 'not-done', next: 'silence' },
  ...timers.map((timer) => ({ type: 'timer', timer }) as const),
];

const states = new Map<string, State>();

/** Every turn and link that events can lead to, in pairs, with what follows; more than the world allows. */
function reachable(): Map<string, Set<string>> {
  const name = ({ turn, link }: State) => `${turn.name}/${link.name}`;
  const edges = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const todo: State[] = [initial];
  for (let state = todo.pop(); state; state = todo.pop()) {
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.add(key);
    states.set(name(state), state);
    const out = edges.get(name(state)) ?? new Set<string>();
    edges.set(name(state), out);
    for (const event of events) {
      const [next] = step(state, event);
      out.add(name(next));
      const attempt = 'attempt' in next.link ? next.link.attempt : 0;
      const calls = 'calls' in next.turn ? next.turn.calls : 0;
      // Only answers to calls come from outside: there are never more of them than calls.
      if (attempt < 3 && calls >= 0 && calls < 3) todo.push(next);
    }
  }
  return edges;
}

/** A model of what the effects do, and of what can then happen. */
class World {
  #state = initial;
  #session: 'none' | 'opening' | 'open' = 'none';
  #recording: 'none' | 'kept' | 'running' | 'whole' | 'open' | 'paused' = 'none';
  #sound: 'on' | 'off' = 'off';
  #button: 'up' | 'down' = 'up';
  #calls = 0;

  allows(event: Event): boolean {
    switch (event.type) {
      case 'press':
        return this.#button === 'up';
      case 'release':
        return this.#button === 'down';
      case 'opened':
        return this.#session === 'opening';
      case 'closed':
        return this.#session !== 'none';
      case 'goAway':
      case 'resumable':
      case 'toolCalled':
      case 'replyGenerated':
      case 'replyEnded':
        return this.#session === 'open';
      case 'toolsAnswered':
        return this.#calls > 0;
      case 'soundStarted':
        return this.#sound === 'off' && MAY_SOUND.includes(this.#state.turn.name);
      case 'soundEnded':
        return this.#sound === 'on';
      case 'timer':
        return needs(this.#state, times)[event.timer] !== undefined;
      case 'toggle':
      case 'ask':
      case 'denied':
      case 'mute':
      case 'unmute':
      case 'microphoneLost':
      case 'soundBroken':
        return true;
    }
  }

  happens(event: Event): void {
    if (event.type === 'press') this.#button = 'down';
    if (event.type === 'release') this.#button = 'up';
    if (event.type === 'opened') this.#session = 'open';
    if (event.type === 'closed') this.#session = 'none';
    if (event.type === 'soundStarted') this.#sound = 'on';
    if (event.type === 'soundEnded' || event.type === 'soundBroken') this.#sound = 'off';
    if (event.type === 'toolCalled') this.#calls += 1;
    if (event.type === 'toolsAnswered') this.#calls -= 1;
    const [next, ...effects] = step(this.#state, event);
    this.#state = next;
    for (const effect of effects) this.#perform(effect);
    this.#check(event);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'openSession':
        must(this.#session === 'none', 'one session at a time');
        this.#session = 'opening';
        break;
      case 'closeSession':
        must(this.#session !== 'none', 'only an open session is closed');
        this.#session = 'none';
        break;
      case 'record':
        must(this.#recording === 'none' || this.#recording === 'whole', 'a recording is kept once');
        this.#recording = 'kept';
        break;
      case 'beginTurn':
        must(this.#recording === 'kept', 'a turn begins with what was kept');
        this.#recording = 'running';
        break;
      case 'endTurn':
        must(this.#recording === 'running', 'only a running turn ends');
        this.#recording = 'whole';
        break;
      case 'dropTurn':
        must(!this.#isOpen(), 'an open microphone is closed, not dropped');
        this.#recording = 'none';
        break;
      case 'sendText':
        must(this.#recording === 'none' || this.#recording === 'whole', 'nobody is cut off');
        this.#recording = 'whole';
        break;
      case 'openMicrophone':
        must(this.#recording !== 'open', 'the microphone is opened once');
        this.#recording = 'open';
        break;
      case 'pauseMicrophone':
        must(this.#recording === 'open', 'only an open microphone is paused');
        this.#recording = 'paused';
        break;
      case 'closeMicrophone':
        must(this.#isOpen(), 'only an open microphone is closed');
        this.#recording = 'none';
        break;
      case 'cutReply':
        this.#sound = 'off';
        this.#calls = 0;
        break;
      case 'cue':
        break;
    }
  }

  #isOpen(): boolean {
    return this.#recording === 'open' || this.#recording === 'paused';
  }

  #check(event: Event): void {
    const { turn, link } = this.#state;
    const at = `${turn.name}/${link.name} after ${JSON.stringify(event)}`;
    must((this.#session !== 'none') === hasSession(link), `session and link agree: ${at}`);
    must((this.#recording === 'kept') === (turn.name === 'pressed'), `kept while pressed: ${at}`);
    const talks = turn.name === 'listening' || turn.name === 'trailing';
    must((this.#recording === 'running') === talks, `recorded while talking: ${at}`);
    must(this.#isOpen() === (turn.name === 'open'), `the microphone is as open as the turn: ${at}`);
    must(turn.name !== 'muted' || this.#session === 'none', `muted is not connected: ${at}`);
    must(turn.name !== 'speaking' || this.#sound === 'on', `speaking is heard: ${at}`);
    must(turn.name !== 'thinking' || this.#sound === 'off', `thinking is silent: ${at}`);
    const acts = turn.name === 'acting' && turn.reply !== 'lost';
    const waits = turn.name === 'thinking' || acts || talks || turn.name === 'open';
    must(!waits || link.name !== 'closed', `who waits has a connection or a retry: ${at}`);
  }
}

const MAY_SOUND = ['idle', 'thinking', 'acting', 'open'];

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
