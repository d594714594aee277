/** What a device says of an act, from the moment the command goes out until its word counts. */
import type { Cancel, Clock } from '../../system/clock.ts';
import type { Devices, Known } from '../devices.ts';
import type { Entity, Value, Wishes } from '../entity.ts';
import { hasStoodStill } from './moved.ts';
import type { Patience } from './patience.ts';

/** `silent`: nothing was heard of it · `not`: it says something else. */
export type Word = 'silent' | 'not' | 'underway' | 'done';

export interface ListeningParts {
  readonly entity: Entity;
  /** Of those, what the entity tells of itself. */
  readonly wishes: Wishes;
  /** What they mean besides, as far as it tells that. */
  readonly implied: Wishes;
  /** What counts as its word. */
  readonly listensTo: (aspect: string) => boolean;
  readonly patience: Patience;
  readonly devices: Pick<Devices, 'state' | 'watch' | 'ask'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** So long the command may take to go out; then it is too late for it. */
const SENT_WITHIN_MS = 3_000;

type State =
  /** What is heard is no answer: nothing has been sent. `cancelEnd`: of the time for that. */
  { readonly name: 'sending'; readonly cancelEnd: Cancel } | { readonly name: 'listening' };

/** `settled`: its word stands · `time`: it has had its time · `stopped`: nobody waits any more. */
export type End = 'settled' | 'time' | 'stopped';

export class Listening {
  readonly #parts: ListeningParts;
  readonly #heard = new Map<string, Value | null>();
  readonly #words = new Map<string, Word>();
  readonly #undo: Cancel[] = [];
  readonly #late = new AbortController();
  #state: State;
  #before: ReadonlyMap<string, Known>;
  /** While its word has to stand. */
  #settling: Cancel | undefined;
  /** Whether it once said that it was done. */
  #best: Word = 'silent';
  /** What it has told of its state since. */
  #news: 'none' | 'some' = 'none';
  #resolve: (end: End) => void = () => {};
  #ended: End | undefined;
  readonly over: Promise<End>;

  constructor(parts: ListeningParts) {
    this.#parts = parts;
    const { entity, devices, clock, signal } = parts;
    this.over = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    // What it is before stays so when it has become another.
    this.#before = new Map(devices.state(entity.id).known);
    for (const aspect of parts.wishes.keys()) this.#words.set(aspect, 'silent');
    const stop = () => this.#end('stopped');
    signal.addEventListener('abort', stop, { once: true });
    this.#undo.push(() => signal.removeEventListener('abort', stop));
    this.#state = {
      name: 'sending',
      cancelEnd: clock.after(SENT_WITHIN_MS, () => this.#end('time')),
    };
    if (signal.aborted) stop();
  }

  /** A message of the command goes out: what is heard from the first one on may be the answer. */
  sent(): void {
    if (this.#state.name === 'listening') return;
    this.#state.cancelEnd();
    this.#state = { name: 'listening' };
    const { entity, implied, patience, devices, clock } = this.#parts;
    this.#before = new Map(devices.state(entity.id).known);
    // One that was off has to say that it is on; of one that was on, silence says nothing.
    for (const aspect of implied.keys()) {
      const last = this.#before.get(aspect);
      if (last?.from === 'device' && last.value === 'off') this.#words.set(aspect, 'silent');
    }
    this.#undo.push(
      devices.watch(entity.id, (aspect, known) => this.#told(aspect, known)),
      clock.after(patience.waitMs, () => this.#end('time')),
      clock.after(patience.waitMs / 2, () => this.#askAgain()),
    );
  }

  /** What had been heard before the command went out. */
  get before(): ReadonlyMap<string, Known> {
    return this.#before;
  }

  /** What was heard since, by aspect. */
  get heard(): ReadonlyMap<string, Value | null> {
    return this.#heard;
  }

  /** Of all that was wanted, what has come about least. */
  get word(): Word {
    return WORDS.find((word) => [...this.#words.values()].includes(word)) ?? 'silent';
  }

  /** The best that it said, before it took it back. */
  get best(): Word {
    return this.#best;
  }

  /** `undefined` while it goes on. */
  get end(): End | undefined {
    return this.#ended;
  }

  /** Aborted once the time is over or nobody waits any more: what was not sent by then is too late. */
  get late(): AbortSignal {
    return this.#late.signal;
  }

  close(): void {
    if (this.#state.name === 'sending') this.#state.cancelEnd();
    this.#settling?.();
    for (const undo of this.#undo.splice(0)) undo();
    this.#end('stopped');
  }

  #end(end: End): void {
    this.#ended ??= end;
    if (end !== 'settled') this.#late.abort();
    this.#resolve(end);
  }

  #told(aspect: string, known: Known): void {
    const { wishes, implied, entity, patience, clock, listensTo } = this.#parts;
    if (known.from !== 'device' || !listensTo(aspect)) return;
    this.#heard.set(aspect, known.value);
    const wanted = wishes.get(aspect) ?? implied.get(aspect);
    if (wanted !== undefined) this.#words.set(aspect, this.#judge(aspect, wanted, known.value));
    else if (aspect === 'state' && travels(entity)) this.#travels(known.value);
    const { word } = this;
    // One message says several things, and they come one by one.
    const isWhole = [...implied.keys()].every((one) => this.#words.has(one));
    if (isWhole && WORDS.indexOf(word) > WORDS.indexOf(this.#best)) this.#best = word;
    if (aspect === 'state' && known.value !== this.#before.get(aspect)?.value) this.#news = 'some';
    const isStuck = this.#isStuck();
    const counts = word === 'done' || (word === 'underway' && patience.underway === 'is an answer');
    if (isStuck ? aspect === 'state' : !counts) {
      this.#settling?.();
      this.#settling = undefined;
    }
    if (counts || isStuck)
      this.#settling ??= clock.after(patience.settleMs, () => this.#end('settled'));
  }

  /** It has tried, and cannot. What it said before the command as well may only be said again. */
  #isStuck(): boolean {
    const state = this.#heard.get('state');
    return this.#parts.wishes.has('state') && STUCK.has(state) && this.#news === 'some';
  }

  #judge(aspect: string, wanted: Value, heard: Value | null): Word {
    if (heard === null) return 'not';
    const { entity } = this.#parts;
    const before = this.#before.get(aspect)?.value;
    const word = entity.judge(aspect, wanted, heard);
    if (word === 'done' && hasStoodStill({ entity, aspect, wanted, before, heard })) return 'not';
    return word === 'not' && this.#comesNearer(aspect, wanted, heard) ? 'underway' : word;
  }

  /** Covers tell where they are on their way, and few say that they travel. */
  #comesNearer(aspect: string, wanted: Value, heard: Value): boolean {
    const before = this.#before.get(aspect)?.value;
    if (!travels(this.#parts.entity) || typeof wanted !== 'number') return false;
    if (typeof heard !== 'number' || typeof before !== 'number') return false;
    return Math.abs(wanted - heard) < Math.abs(wanted - before);
  }

  /** It says that it opens or closes; where it is, only later. */
  #travels(state: Value | null): void {
    if (state !== 'opening' && state !== 'closing') return;
    for (const [aspect, word] of this.#words) {
      const wanted = this.#parts.wishes.get(aspect);
      const before = this.#before.get(aspect)?.value;
      if (word === 'done' || typeof wanted !== 'number') continue;
      const isAway = typeof before === 'number' && wanted > before !== (state === 'opening');
      this.#words.set(aspect, isAway ? 'not' : 'underway');
    }
  }

  /** Some publishers only tell when they are asked; what they answer is the device's own word. */
  #askAgain(): void {
    const { entity, devices } = this.#parts;
    if (this.#settling !== undefined) return;
    if (entity.facts.some(({ aspect, ask }) => ask !== undefined && this.#words.has(aspect)))
      devices.ask(entity.id);
  }
}

/** From the worst to the best. */
const WORDS: readonly Word[] = ['silent', 'not', 'underway', 'done'];

const STUCK: ReadonlySet<unknown> = new Set(['jammed', 'error']);

const travels = ({ component }: Entity): boolean => component === 'cover' || component === 'valve';
