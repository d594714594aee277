/** The loop around the pure conversation: takes events in order, has effects performed, keeps the timers. */
import type { Cancel, Clock } from '../system/clock.ts';
import type { Effect } from './effect.ts';
import type { Event, Timer } from './event.ts';
import { needs, type Times } from './needs.ts';
import { initial, type State, step } from './step.ts';

export interface ConversationParts {
  readonly clock: Clock;
  readonly times: Times;
  /** Resumes the session of an earlier conversation. */
  readonly handle: string | undefined;
  /** Does what an effect says; may report further events, they are taken afterwards. */
  readonly perform: (effect: Effect) => void;
  /** Told after the effects of a step, when the state is another one. */
  readonly changed: (change: { from: State; to: State; event: Event }) => void;
}

export class Conversation {
  readonly #parts: ConversationParts;
  readonly #timers = new Map<Timer, { readonly cancel: Cancel; readonly dueMs: number }>();
  readonly #queue: Event[] = [];
  /** When the first of those in the queue came. */
  #queuedMs = 0;
  #state: State;
  #loop: 'resting' | 'running' | 'closed' = 'resting';

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.#state = { ...initial, link: { ...initial.link, handle: parts.handle } };
  }

  get state(): State {
    return this.#state;
  }

  /** What should have happened by now and has not, and for how long; undefined when nothing is late. */
  get overdue(): Overdue | undefined {
    const nowMs = this.#parts.clock.now();
    let worst: Overdue | undefined;
    const late = (what: Overdue['what'], sinceMs: number) => {
      const lateMs = nowMs - sinceMs;
      if (lateMs > (worst?.lateMs ?? 0)) worst = { what, lateMs };
    };
    for (const [timer, { dueMs }] of this.#timers) late(timer, dueMs);
    if (this.#queue.length > 0) late('queue', this.#queuedMs);
    return worst;
  }

  handle(event: Event): void {
    if (this.#loop === 'closed') return;
    if (this.#queue.length === 0) this.#queuedMs = this.#parts.clock.now();
    this.#queue.push(event);
    if (this.#loop === 'running') return;
    this.#loop = 'running';
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#take(next);
    } finally {
      if (this.#loop === 'running') this.#loop = 'resting';
    }
  }

  close(): void {
    this.#loop = 'closed';
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #take(event: Event): void {
    const from = this.#state;
    const [to, ...effects] = step(from, event);
    this.#state = to;
    for (const timer of begunAnew(event, effects)) this.#stop(timer);
    this.#meetNeeds();
    for (const effect of effects) this.#parts.perform(effect);
    if (to.turn !== from.turn || to.link !== from.link) this.#parts.changed({ from, to, event });
  }

  #stop(timer: Timer): void {
    this.#timers.get(timer)?.cancel();
    this.#timers.delete(timer);
  }

  #meetNeeds(): void {
    const wanted = needs(this.#state, this.#parts.times);
    for (const [timer, { cancel }] of this.#timers) {
      if (wanted[timer] !== undefined) continue;
      cancel();
      this.#timers.delete(timer);
    }
    for (const [timer, delayMs] of Object.entries(wanted) as [Timer, number][]) {
      if (this.#timers.has(timer)) continue;
      const { clock } = this.#parts;
      const cancel = clock.after(delayMs, () => {
        this.#timers.delete(timer);
        this.handle({ type: 'timer', timer });
      });
      this.#timers.set(timer, { cancel, dueMs: clock.now() + delayMs });
    }
  }
}

/** A timer whose time is up, or events that nobody takes. */
export interface Overdue {
  readonly what: Timer | 'queue';
  readonly lateMs: number;
}

/** The timers of which the time begins anew although they ran before: for another question, call or dial. */
function begunAnew(event: Event, effects: readonly Effect[]): readonly Timer[] {
  const timers: Timer[] = [];
  if (event.type === 'toolCalled') timers.push('tools');
  if (event.type === 'goAway') timers.push('deadline');
  if (effects.some(({ type }) => type === 'sendText'))
    timers.push('answer', 'connection', 'longest-wait');
  if (effects.some(({ type }) => type === 'openSession')) timers.push('connect');
  return timers;
}
