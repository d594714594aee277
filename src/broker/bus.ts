import type { ReportHealth } from '../system/health.ts';

/** PORT: the MQTT broker. Nothing is queued while it is away, nothing is sent twice. */
export interface Bus {
  start(report: ReportHealth): void;
  /**
   * A message that must not come late may follow in a moment: whether the broker answers is looked at by now, so
   * that it is known then.
   */
  foresee(): void;
  /**
   * Hands over a message now or not at all; never rejects. Once `signal` is aborted it is answered at once: `away`
   * if it was not sent, and is not sent any more, else what the broker has said by then, or `unknown`.
   * `written` is called once, when it goes out: what is heard from then on may be an answer to it.
   */
  publish(message: Message, signal?: AbortSignal, written?: () => void): Promise<Delivery>;
  /** Keeps `topic` at the newest of these values, also over reconnects: told again at every connect. */
  retain(topic: string, payload: string): void;
  /**
   * From now on, over reconnects, messages that match `filter` come to `listener`: each once, even if it
   * listens to several filters that match. What the broker kept comes again at each connect, and whenever
   * anybody subscribes to it. What was published here does not come back, if the broker speaks MQTT 5.
   */
  subscribe(filter: string, listener: Listener): Unsubscribe;
  /** Says `offline` and leaves. */
  close(): Promise<void>;
}

export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  /**
   * For what must not happen late: it is only sent to a broker that answers a question of the last 250 ms, and the
   * broker keeps it no longer than so many seconds for a device that is away (MQTT 5).
   */
  readonly expiryS?: number;
}

export interface Received {
  readonly topic: string;
  /** Never trusted: bounded by the listener. */
  readonly payload: Buffer;
  /** Whether it is an old message that the broker kept, not one that was sent just now. */
  readonly retained: boolean;
}

/**
 * `delivered`: the broker took it (and, as far as it tells, somebody listens) · `nobody`: the broker knows of no
 * subscriber · `refused`: the broker does not allow it · `unfit`: nothing was sent, since no broker takes such a
 * topic, or this one none so long a message · `away`: nothing was sent, since there is no connection, the broker
 * does not answer, or it was not wanted any more · `unknown`: sent, but the broker did not acknowledge it.
 */
export type Delivery = 'delivered' | 'nobody' | 'refused' | 'unfit' | 'away' | 'unknown';
export type Listener = (message: Received) => void;
export type Unsubscribe = () => void;
