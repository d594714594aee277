/** A client of the broker beside the daemon, which only listens: whether it is let in, and what it is given to hear. */
import { randomBytes } from 'node:crypto';
import type { Bus, Received } from '../../broker/bus.ts';
import { type Answered, FIRST_REFUSAL } from '../../broker/subscriptions.ts';
import type { Health } from '../../system/health.ts';
import { type Bounds, inTime } from './in-time.ts';

/** Of a client that is there for a moment, under a name of its own and without a last will. */
export type OpenGuest = (guest: {
  readonly url: string;
  /** Told what the broker says to subscriptions. */
  readonly answered: Answered;
}) => Bus;

/** What became of a login; `late`: the broker says nothing at all. */
export type Arrival = Health | 'late';

const LOGIN_MS = 5_000;
const ANSWER_MS = 2_000;
/** What is longer is nothing that the daemon has published. */
const MAX_KEPT_BYTES = 65_536;

/** Of a guest that is not let in there is only one word: it is not tried again. */
export function arrival(bus: Bus, bounds: Bounds): Promise<Arrival> {
  const told = new Promise<Health>((resolve) => bus.start(resolve));
  return inTime({ ...bounds, limitMs: LOGIN_MS, late: 'late' as const }, told);
}

export interface ListeningGuestParts extends Bounds {
  readonly open: OpenGuest;
  readonly url: string;
  readonly filters: readonly string[];
}

export class ListeningGuest {
  readonly #parts: ListeningGuestParts;
  readonly #bus: Bus;
  readonly #unanswered: Set<string>;
  readonly #refused = new Set<string>();
  readonly #heard = new Set<string>();
  /** What the broker keeps, of topics that were subscribed as they are. */
  readonly #kept = new Map<string, string>();
  readonly #waiting = new Set<(message: Received) => void>();
  #allAnswered = () => {};

  constructor(parts: ListeningGuestParts) {
    this.#parts = parts;
    const { open, url, filters } = parts;
    this.#unanswered = new Set(filters);
    this.#bus = open({ url, answered: (answered, codes) => this.#answered(answered, codes) });
    for (const filter of new Set(filters))
      this.#bus.subscribe(filter, (message) => this.#take(filter, message));
  }

  /** Once. */
  arrive(): Promise<Arrival> {
    return arrival(this.#bus, this.#parts);
  }

  /** Resolves when the broker has said whether it takes each of the filters, or says nothing. */
  settled(): Promise<unknown> {
    const all = new Promise<void>((resolve) => {
      this.#allAnswered = resolve;
    });
    if (this.#unanswered.size === 0) this.#allAnswered();
    return inTime({ ...this.#parts, limitMs: ANSWER_MS, late: undefined }, all);
  }

  /** Whether the broker said so: many let anybody subscribe, and give nothing. */
  isRefused(filter: string): boolean {
    return this.#refused.has(filter);
  }

  hasHeard(filter: string): boolean {
    return this.#heard.has(filter);
  }

  kept(topic: string): string | undefined {
    return this.#kept.get(topic);
  }

  /** Listens from now on; `stop` ends it before. */
  expect(topic: string, payload: string): Promise<'heard' | 'not heard'> {
    let listener = (_: Received) => {};
    const heard = new Promise<'heard'>((resolve) => {
      listener = (message) => {
        if (message.topic === topic && message.payload.toString() === payload) resolve('heard');
      };
      this.#waiting.add(listener);
    });
    const bounds = { ...this.#parts, limitMs: ANSWER_MS, late: 'not heard' as const };
    return inTime(bounds, heard).finally(() => this.#waiting.delete(listener));
  }

  close(): Promise<void> {
    return this.#bus.close();
  }

  #take(filter: string, message: Received): void {
    this.#heard.add(filter);
    const { topic, payload, retained } = message;
    if (topic === filter && retained && payload.length <= MAX_KEPT_BYTES)
      this.#kept.set(topic, payload.toString());
    for (const listener of this.#waiting) listener(message);
  }

  #answered(filters: readonly string[], codes: readonly number[]): void {
    for (const [at, filter] of filters.entries()) {
      this.#unanswered.delete(filter);
      if ((codes[at] ?? 0) >= FIRST_REFUSAL) this.#refused.add(filter);
    }
    if (this.#unanswered.size === 0) this.#allAnswered();
  }
}

/** Nobody else has published it. */
export const probe = (): string => `hearthd doctor ${randomBytes(8).toString('hex')}`;
