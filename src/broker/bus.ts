import type { ReportHealth } from '../system/health.ts';

/** PORT: the MQTT broker. Nothing is queued while it is away, nothing is sent twice. */
export interface Bus {
  start(report: ReportHealth): void;
  /**
   * Hands over a message now or not at all.
   * `delivered`: the broker took it (and, as far as it tells, somebody listens) · `nobody`: the broker
   * knows of no subscriber · `refused`: the broker does not allow it · `away`: there is no connection,
   * nothing was sent · `unknown`: sent, but the broker did not acknowledge it.
   */
  publish(message: Message): Promise<Delivery>;
  /** Keeps `topic` at the newest of these values, also over reconnects: told again at every connect. */
  retain(topic: string, payload: string): void;
  /** From now on, over reconnects, messages that match `filter` come to `listener`. */
  subscribe(filter: string, listener: (message: Received) => void): Unsubscribe;
  /** Says `offline` and leaves. */
  close(): Promise<void>;
}

export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
}

export interface Received {
  readonly topic: string;
  /** Never trusted: bounded by the listener. */
  readonly payload: Buffer;
  /** Whether it is an old message that the broker kept, not one that was sent just now. */
  readonly retained: boolean;
}

export type Delivery = 'delivered' | 'nobody' | 'refused' | 'away' | 'unknown';
export type Unsubscribe = () => void;
