/** A connection that stands: what goes over it, and whether the broker at its end lives. */
import type { Clock } from '../system/clock.ts';
import type { Delivery, Message } from './bus.ts';
import { Flights, type Write } from './flights.ts';
import { Pulse } from './pulse.ts';

export interface OpenConnectionOptions {
  readonly write: Write;
  readonly ping: () => void;
  /** What the broker said of itself (MQTT 5). */
  readonly broker: BrokerTraits;
  /** What the broker was told. */
  readonly keepaliveS: number;
  readonly clock: Clock;
  /** It is of no use any more; `reason` goes on from the name of the broker. */
  readonly broken: (reason: string) => void;
}

export interface BrokerTraits {
  readonly receiveMaximum?: number;
  readonly maximumPacketSize?: number;
  readonly serverKeepAlive?: number;
}

/** What matters here of a packet from the broker. */
interface Packet {
  readonly cmd: string;
  readonly messageId?: number | undefined;
  readonly reasonCode?: number | undefined;
}

/** Reason of MQTT 5: the broker took the message, and there is nobody to give it to. */
const NO_MATCHING_SUBSCRIBERS = 16;

export class OpenConnection {
  readonly sinceMs: number;
  readonly #flights: Flights;
  readonly #pulse: Pulse;

  constructor({ write, ping, broker, keepaliveS, clock, broken }: OpenConnectionOptions) {
    this.sinceMs = clock.now();
    this.#flights = new Flights({
      write,
      clock,
      receiveMaximum: broker.receiveMaximum,
      maximumPacketSize: broker.maximumPacketSize,
      overdue: () => broken('did not acknowledge a command'),
    });
    this.#pulse = new Pulse({
      clock,
      ping,
      dead: () => broken('does not answer any more'),
      keepaliveMs: 1_000 * Math.min(keepaliveS, broker.serverKeepAlive || keepaliveS),
    });
  }

  /** A message that must not come late may follow in a moment. */
  foresee(): void {
    this.#pulse.foresee();
  }

  async publish(message: Message, signal?: AbortSignal, written?: () => void): Promise<Delivery> {
    if (message.expiryS !== undefined && (await this.#pulse.ask(signal)) !== 'answers')
      return 'away';
    return this.#flights.send(message, signal, written);
  }

  retain(topic: string, payload: string): Promise<Delivery> {
    return this.#flights.send({ topic, payload, qos: 1, retain: true });
  }

  received({ cmd, messageId, reasonCode }: Packet): void {
    this.#pulse.heard();
    if (cmd === 'pingresp') this.#pulse.answered();
    if (cmd !== 'puback' && cmd !== 'pubrec') return;
    if (reasonCode === NO_MATCHING_SUBSCRIBERS && messageId !== undefined)
      this.#flights.nobody(messageId);
  }

  /** Nothing is sent any more. */
  end(): void {
    this.#pulse.close();
    this.#flights.end();
  }
}
