/** Who listens to what, over all connections; and what of it the broker of this one has yet to be told. */
import { isFilter } from '../config/topic-schema.ts';
import type { Log } from '../system/log.ts';
import type { Listener, Received, Unsubscribe } from './bus.ts';
import { FilterTree } from './filter-tree.ts';

/** Of the connection: what the broker is told. */
export interface Subscriber {
  /**
   * `id`: by which the broker says what a message matched, if it does (MQTT 5). `answered`: with a code for
   * each filter, of which 128 and more are refusals.
   */
  subscribe(
    filters: readonly string[],
    id: number,
    answered: (codes: readonly number[]) => void,
  ): void;
  unsubscribe(filters: readonly string[]): void;
}

export interface SubscriptionsParts {
  readonly log: Log;
  /** For whoever wants to know what is granted; refusals are logged anyway. */
  readonly answered?: Answered;
}

/** What the broker said to subscriptions: a code for each filter, of which 128 and more are refusals. */
export type Answered = (filters: readonly string[], codes: readonly number[]) => void;

/** Brokers bound the length of a packet; thousands of filters go in several. */
const MOST_IN_PACKET = 200;
const MOST_BYTES_IN_PACKET = 16_384;
/** Of the codes of an answer. */
export const FIRST_REFUSAL = 128;
/** Of all filters without wildcards: of those, one at most matches a message. */
const EXACT = 1;

interface Subscribed {
  readonly filter: string;
  readonly id: number;
  readonly subscriptions: Set<{ readonly listener: Listener }>;
}

export class Subscriptions {
  readonly #log: Log;
  readonly #tellAnswered: Answered;
  readonly #byFilter = new Map<string, Subscribed>();
  readonly #wildcards = new FilterTree<Subscribed>();
  /** Told to the broker together, by the end of what is being done. */
  readonly #untold = new Set<string>();
  #subscriber: Subscriber | undefined;
  #lastId = EXACT;

  constructor({ log, answered = () => {} }: SubscriptionsParts) {
    this.#log = log;
    this.#tellAnswered = answered;
  }

  add(filter: string, listener: Listener): Unsubscribe {
    if (!isFilter(filter)) {
      this.#log.warn('what no broker takes is not subscribed', { topic: shown(filter) });
      return () => {};
    }
    const subscribed = this.#byFilter.get(filter) ?? this.#begin(filter);
    const subscription = { listener };
    subscribed.subscriptions.add(subscription);
    // Also when others listen already: the broker sends what it kept to each subscription anew.
    this.#tell(filter);
    return () => {
      if (subscribed.subscriptions.delete(subscription) && subscribed.subscriptions.size === 0)
        this.#end(subscribed);
    };
  }

  /** There is a connection, whose broker knows of nothing. */
  connected(subscriber: Subscriber): void {
    this.#subscriber = subscriber;
    for (const filter of this.#byFilter.keys()) this.#untold.add(filter);
    this.flush();
  }

  disconnected(): void {
    this.#subscriber = undefined;
    this.#untold.clear();
  }

  /** Tells the broker what it has not been told: before any message whose answer somebody listens for. */
  flush(): void {
    const subscriber = this.#subscriber;
    const untold = [...this.#untold];
    this.#untold.clear();
    const exact: string[] = [];
    const gone: string[] = [];
    const subscribe = (filters: readonly string[], id: number) =>
      subscriber?.subscribe(filters, id, (codes) => this.#answered(filters, codes));
    for (const filter of untold) {
      const id = this.#byFilter.get(filter)?.id;
      if (id === undefined) gone.push(filter);
      else if (id === EXACT) exact.push(filter);
      else subscribe([filter], id);
    }
    for (const filters of inPackets(gone)) subscriber?.unsubscribe(filters);
    for (const filters of inPackets(exact)) subscribe(filters, EXACT);
  }

  /** `ids`: by which of its subscriptions it comes, if the broker says so. */
  received(message: Received, ids?: number | readonly number[]): void {
    const matched: Subscribed[] = [];
    const exact = this.#byFilter.get(message.topic);
    if (exact !== undefined) matched.push(exact);
    this.#wildcards.match(message.topic, (subscribed) => matched.push(subscribed));
    // Mosquitto sends a message once for each subscription that matches it: one of them counts. What brokers
    // kept they send to new subscriptions alone.
    if (!message.retained && !isAmong(ids, first(matched))) return;
    const [only, ...others] = matched;
    // Nearly always: thousands come in a second.
    if (others.length === 0 && only?.subscriptions.size === 1) {
      const [subscription] = only.subscriptions;
      subscription?.listener(message);
      return;
    }
    const listeners = new Set<Listener>();
    for (const { subscriptions } of matched)
      for (const { listener } of subscriptions) listeners.add(listener);
    for (const listener of listeners) listener(message);
  }

  #begin(filter: string): Subscribed {
    const isWildcard = /[+#]/.test(filter);
    if (isWildcard) this.#lastId += 1;
    const id = isWildcard ? this.#lastId : EXACT;
    const subscribed: Subscribed = { filter, id, subscriptions: new Set() };
    this.#byFilter.set(filter, subscribed);
    if (isWildcard) this.#wildcards.add(filter, subscribed);
    return subscribed;
  }

  #end(subscribed: Subscribed): void {
    const { filter, id } = subscribed;
    this.#byFilter.delete(filter);
    if (id !== EXACT) this.#wildcards.delete(filter, subscribed);
    this.#tell(filter);
  }

  #answered(filters: readonly string[], codes: readonly number[]): void {
    this.#tellAnswered(filters, codes);
    const refused = filters.filter((_, at) => (codes[at] ?? 0) >= FIRST_REFUSAL);
    const [topic] = refused;
    if (topic === undefined) return;
    const reason = codes.find((code) => code >= FIRST_REFUSAL);
    const fields = { count: refused.length, topic: shown(topic), reason };
    this.#log.warn('the broker refuses subscriptions: nothing is heard of these topics', fields);
  }

  #tell(filter: string): void {
    if (this.#subscriber === undefined) return;
    if (this.#untold.size === 0) queueMicrotask(() => this.flush());
    this.#untold.add(filter);
  }
}

const first = (matched: readonly Subscribed[]): number =>
  matched.reduce((least, { id }) => Math.min(least, id), Number.POSITIVE_INFINITY);

/** Brokers that say nothing of it send a message once. */
function isAmong(ids: number | readonly number[] | undefined, id: number): boolean {
  if (ids === undefined || ids === id) return true;
  return typeof ids === 'number' ? false : ids.length === 0 || ids.includes(id);
}

const shown = (topic: string): string => topic.slice(0, 200);

function* inPackets(filters: readonly string[]): Generator<string[]> {
  let packet: string[] = [];
  let bytes = 0;
  for (const filter of filters) {
    const more = Buffer.byteLength(filter) + 3;
    const isFull = packet.length >= MOST_IN_PACKET || bytes + more > MOST_BYTES_IN_PACKET;
    if (isFull && packet.length > 0) {
      yield packet;
      packet = [];
      bytes = 0;
    }
    packet.push(filter);
    bytes += more;
  }
  if (packet.length > 0) yield packet;
}
