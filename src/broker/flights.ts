/** Messages on their way over one connection: so many at a time as the broker takes, each landing in time. */
import { isPublishable } from '../config/topic-schema.ts';
import type { Clock } from '../system/clock.ts';
import type { Delivery } from './bus.ts';

/** Of the connection: writes a message at once, and says by which number the broker will acknowledge it. */
export type Write = (message: Outgoing, acknowledged: (error?: unknown) => void) => number;

export interface Outgoing {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  readonly retain?: boolean;
  readonly expiryS?: number;
}

export interface FlightsOptions {
  readonly write: Write;
  readonly clock: Clock;
  /** What the broker takes unacknowledged at a time, if it said so (MQTT 5). */
  readonly receiveMaximum: number | undefined;
  /** The longest packet that it takes, if it said so (MQTT 5). */
  readonly maximumPacketSize: number | undefined;
  /** A message that must not come late was not acknowledged: nothing of it may be sent again. */
  readonly overdue: () => void;
}

const ACK_TIMEOUT_MS = 5_000;
/** Of a broker that does not say: what most take. */
const USUAL_WINDOW = 20;
const LARGEST_WINDOW = 100;
/** More wait only when something is very wrong. */
const LONGEST_QUEUE = 1_000;
/** What there is in a packet besides topic and payload, and some more. */
const OVERHEAD_BYTES = 32;
/** From here on a reason code of an acknowledgement is a fault. */
const FIRST_FAULT = 128;

interface Flight {
  readonly message: Outgoing;
  readonly written: () => void;
  /** What became of it; only the first word counts. */
  readonly tell: (delivery: Delivery) => void;
  /** It is out of the way, and makes room. */
  readonly land: (delivery: Delivery) => void;
  place: Place;
}

type Place =
  | { readonly name: 'waiting' }
  /** `id`: by which the broker acknowledges it; QoS 0 has none. */
  | { readonly name: 'flying'; readonly id: number | undefined }
  | { readonly name: 'landed' };

export class Flights {
  readonly #options: FlightsOptions;
  readonly #window: number;
  /** Those that the broker has to acknowledge, by the number under which it does. */
  readonly #flying = new Map<number, Flight>();
  readonly #waiting: Flight[] = [];

  constructor(options: FlightsOptions) {
    this.#options = options;
    this.#window = Math.min(options.receiveMaximum ?? USUAL_WINDOW, LARGEST_WINDOW);
  }

  /**
   * `signal`: what still waits for room is not sent any more; what was sent is not waited for. `written`: it goes out.
   */
  send(message: Outgoing, signal?: AbortSignal, written: () => void = () => {}): Promise<Delivery> {
    // The broker would hang up; that must not depend on what strangers call their topics.
    if (!isPublishable(message.topic) || this.#isTooLong(message)) return Promise.resolve('unfit');
    if (signal?.aborted) return Promise.resolve('away');
    return new Promise((resolve) => {
      const land = (delivery: Delivery) => {
        cancel();
        signal?.removeEventListener('abort', withdraw);
        this.#forget(flight);
        resolve(delivery);
        this.#fill();
      };
      const flight: Flight = {
        ...{ message, written, tell: resolve, land },
        place: { name: 'waiting' },
      };
      const withdraw = () => {
        if (flight.place.name === 'waiting') land('away');
        // For the broker it is on its way, and takes up its place.
        else flight.tell('unknown');
      };
      signal?.addEventListener('abort', withdraw);
      const cancel = this.#options.clock.after(ACK_TIMEOUT_MS, () => this.#late(flight));
      if (message.qos === 0) this.#write(flight);
      else {
        this.#waiting.push(flight);
        if (this.#waiting.length > LONGEST_QUEUE) land('away');
        else this.#fill();
      }
    });
  }

  /** The broker took message number `id`, and knows of nobody to give it to. */
  nobody(id: number): void {
    this.#flying.get(id)?.land('nobody');
  }

  /** The connection is gone: what was sent may have arrived or not, what waits is not sent any more. */
  end(): void {
    for (const { land } of [...this.#waiting]) land('away');
    for (const { land } of [...this.#flying.values()]) land('unknown');
  }

  #isTooLong({ topic, payload }: Outgoing): boolean {
    const bytes = Buffer.byteLength(topic) + Buffer.byteLength(payload) + OVERHEAD_BYTES;
    return bytes > (this.#options.maximumPacketSize ?? Number.POSITIVE_INFINITY);
  }

  #fill(): void {
    while (this.#flying.size < this.#window) {
      const flight = this.#waiting.shift();
      if (flight === undefined) return;
      this.#write(flight);
    }
  }

  #write(flight: Flight): void {
    flight.place = { name: 'flying', id: undefined };
    flight.written();
    const id = this.#options.write(flight.message, (error) => flight.land(outcomeOf(error)));
    if (flight.message.qos === 0 || hasLanded(flight)) return;
    flight.place = { name: 'flying', id };
    this.#flying.set(id, flight);
  }

  #forget(flight: Flight): void {
    const { place } = flight;
    flight.place = { name: 'landed' };
    if (place.name === 'flying' && place.id !== undefined) this.#flying.delete(place.id);
    if (place.name === 'waiting') this.#waiting.splice(this.#waiting.indexOf(flight), 1);
  }

  #late(flight: Flight): void {
    if (flight.place.name === 'waiting') {
      flight.land('away');
      return;
    }
    // It still takes up its place: for the broker it is on its way until it was acknowledged.
    flight.tell('unknown');
    if (flight.message.expiryS !== undefined) this.#options.overdue();
  }
}

const hasLanded = ({ place }: Flight): boolean => place.name === 'landed';

/** An error with a reason code of 128 and more is the broker's word; any other is the connection's. */
function outcomeOf(error: unknown): Delivery {
  if (error === undefined || error === null) return 'delivered';
  const { code } = error as { code?: unknown };
  return typeof code === 'number' && code >= FIRST_FAULT ? 'refused' : 'unknown';
}
