import type { Bus, Delivery, Message, Received } from '../../src/broker/bus.ts';
import { matches } from '../../src/broker/topic-filter.ts';
import type { ReportHealth } from '../../src/system/health.ts';

const SENT: ReadonlySet<Delivery> = new Set(['delivered', 'nobody', 'refused', 'unknown']);

/** A broker in memory that takes down what it is given. */
export class FakeBus implements Bus {
  readonly published: Message[] = [];
  readonly retained = new Map<string, string>();
  readonly #listeners = new Set<{ filter: string; listener: (message: Received) => void }>();
  delivery: Delivery = 'delivered';
  /** Before anything is sent; as long as it does not resolve, nothing is. */
  lives: ((signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** How the broker is. */
  report: ReportHealth = () => {};

  start(report: ReportHealth): void {
    this.report = report;
  }

  foreseen = 0;

  foresee(): void {
    this.foreseen++;
  }

  async publish(message: Message, signal?: AbortSignal, written?: () => void): Promise<Delivery> {
    if (this.lives !== undefined) await this.lives(signal);
    if (signal?.aborted) return 'away';
    this.published.push(message);
    if (SENT.has(this.delivery)) written?.();
    return this.delivery;
  }

  retain(topic: string, payload: string): void {
    this.retained.set(topic, payload);
  }

  subscribe(filter: string, listener: (message: Received) => void): () => void {
    const entry = { filter, listener };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  async close(): Promise<void> {}

  /** Somebody else publishes. */
  say(topic: string, payload: string | Buffer, { retained = false } = {}): void {
    const message = { topic, payload: Buffer.from(payload), retained };
    for (const { filter, listener } of [...this.#listeners])
      if (matches(filter, topic)) listener(message);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}
