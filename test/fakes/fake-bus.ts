import type { Bus, Delivery, Message, Received } from '../../src/broker/bus.ts';
import { matches } from '../../src/broker/topic-filter.ts';

/** A broker in memory that takes down what it is given. */
export class FakeBus implements Bus {
  readonly published: Message[] = [];
  readonly retained = new Map<string, string>();
  readonly #listeners = new Set<{ filter: string; listener: (message: Received) => void }>();
  delivery: Delivery = 'delivered';

  start(): void {}

  async publish(message: Message): Promise<Delivery> {
    this.published.push(message);
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
