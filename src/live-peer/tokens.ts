/** Ephemeral tokens: who has one may open so many sessions, for so long (ai.google.dev/gemini-api/docs/ephemeral-tokens). */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../system/clock.ts';

export interface TokenTerms {
  /** How many sessions may be opened; 0 sets no limit. Resuming one is free. */
  readonly uses: number;
  /** How long from now sessions may be opened. */
  readonly newSessionMs: number;
  /** How long from now sessions may be resumed. */
  readonly lifetimeMs: number;
}

interface Token {
  usesLeft: number;
  readonly newSessionUntilMs: number;
  readonly untilMs: number;
}

export class Tokens {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, Token>();

  constructor({ clock, known }: { clock: Clock; known: Readonly<Record<string, number>> }) {
    this.#clock = clock;
    for (const [name, uses] of Object.entries(known))
      this.#add(name, { uses, newSessionMs: Infinity, lifetimeMs: Infinity });
  }

  /** A new one, in the form of real ones: `auth_tokens/…`. */
  mint(terms: TokenTerms): string {
    const name = `auth_tokens/${randomBytes(32).toString('hex')}`;
    this.#add(name, terms);
    return name;
  }

  /** Whether it is one of ours that has not expired. */
  knows(name: string): boolean {
    const token = this.#tokens.get(name);
    return token !== undefined && this.#clock.now() <= token.untilMs;
  }

  /** Takes one of its uses; false when there is none left, or it is too late for a new session. */
  spend(name: string): boolean {
    const token = this.#tokens.get(name);
    if (token === undefined || token.usesLeft === 0) return false;
    if (this.#clock.now() > token.newSessionUntilMs) return false;
    token.usesLeft -= 1;
    return true;
  }

  #add(name: string, { uses, newSessionMs, lifetimeMs }: TokenTerms): void {
    const nowMs = this.#clock.now();
    this.#tokens.set(name, {
      usesLeft: uses === 0 ? Infinity : uses,
      newSessionUntilMs: nowMs + newSessionMs,
      untilMs: nowMs + lifetimeMs,
    });
  }
}
