/** When the device itself is up: all of its parts have said how they are, for better or worse. */
import type { Cancel, Clock } from '../system/clock.ts';
import type { Part } from './faults.ts';

/** A part that says nothing is not waited for any longer. */
const PATIENCE_MS = 3_000;

export class Readiness {
  readonly #missing: Set<Part>;
  readonly #cancel: Cancel;
  readonly reached: Promise<void>;
  #reach = () => {};

  constructor({ clock, parts }: { readonly clock: Clock; readonly parts: readonly Part[] }) {
    this.#missing = new Set(parts);
    this.reached = new Promise((resolve) => {
      this.#reach = resolve;
    });
    this.#cancel = clock.after(PATIENCE_MS, () => this.#reach());
  }

  heardOf(part: Part): void {
    this.#missing.delete(part);
    if (this.#missing.size === 0) this.close();
  }

  close(): void {
    this.#cancel();
    this.#reach();
  }
}
