/** Which of the brokers of a cluster is tried next, and when. */
import { backoffMs } from '../system/backoff.ts';

const RETRY = { firstMs: 1_000, maxMs: 60_000 };
/** A connection that held so long shows that all is well again: the next loss is a new one. */
const STEADY_MS = 30_000;

export interface RouteOptions {
  /** One at least. */
  readonly urls: readonly string[];
  readonly random?: () => number;
}

export interface Next {
  readonly inMs: number;
  /** Whether there is hope at once, or all have failed. */
  readonly hope: 'another' | 'none';
}

export class Route {
  readonly #options: RouteOptions;
  #at = 0;
  /** Since the last success. */
  #failures = 0;
  #rounds = 0;

  constructor(options: RouteOptions) {
    this.#options = options;
  }

  get url(): string {
    return this.#options.urls[this.#at] ?? '';
  }

  /** `url` as it may be shown. */
  get place(): string {
    const { protocol, host } = new URL(this.url);
    return `${protocol}//${host}`;
  }

  /** `url` cannot be reached: the next one at once, and when all have failed after a while. */
  failed(): Next {
    this.#advance();
    this.#failures += 1;
    if (this.#failures % this.#options.urls.length !== 0) return { inMs: 0, hope: 'another' };
    return { inMs: this.#wait(), hope: 'none' };
  }

  /** The connection to `url` broke after `heldMs`. */
  lost(heldMs: number): Next {
    this.#advance();
    this.#failures = 0;
    if (heldMs >= STEADY_MS) this.#rounds = 0;
    return { inMs: this.#wait(), hope: 'none' };
  }

  #advance(): void {
    this.#at = (this.#at + 1) % this.#options.urls.length;
  }

  #wait(): number {
    this.#rounds += 1;
    return backoffMs(this.#rounds - 1, RETRY, this.#options.random);
  }
}
