import { hash } from 'node:crypto';
import type { Payload } from './payload.ts';

interface Gist {
  readonly digest: string;
  readonly length: number;
}

/** What was heard on each topic, as little of it as tells whether another message is the same. */
export class HeardMessages {
  readonly #byTopic = new Map<string, Gist>();
  readonly #maxLength: number;
  readonly #maxTotal: number;
  #total = 0;

  /** Both in UTF-16 units: of one message that is read at all, and of all together. */
  constructor({ maxLength, maxTotal }: { readonly maxLength: number; readonly maxTotal: number }) {
    this.#maxLength = maxLength;
    this.#maxTotal = maxTotal;
  }

  /** `same`: nothing new. `too much`: it is forgotten again, and so is what was heard there before. */
  hear(topic: string, payload: Payload): 'news' | 'same' | 'too much' {
    const before = this.#byTopic.get(topic);
    const { digest, length } = this.#gistOf(payload);
    if (payload === '' ? before === undefined : before?.digest === digest) return 'same';
    this.forget(topic);
    if (payload === '') return 'news';
    if (this.#total + length > this.#maxTotal) return 'too much';
    this.#total += length;
    this.#byTopic.set(topic, { digest, length });
    return 'news';
  }

  forget(topic: string): void {
    this.#total -= this.#byTopic.get(topic)?.length ?? 0;
    this.#byTopic.delete(topic);
  }

  /** What cannot be read is not kept. */
  #gistOf(payload: Payload): Gist {
    if (typeof payload !== 'string') return { digest: payload.unreadable, length: 0 };
    const { length } = payload;
    if (length > this.#maxLength) return { digest: 'too long', length: 0 };
    return { digest: hash('sha256', payload), length };
  }
}
