/** Conversations and their handles; they outlive the connections that carry them. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../system/clock.ts';
import type { Exchange, Said } from './model.ts';
import { internalError, invalidArgument, type Refusal } from './refusal.ts';

export interface Session {
  readonly id: string;
  readonly model: string;
  history: readonly Exchange[];
  /** What clients have told as said before. */
  seeded: readonly Said[];
  carrier: Carrier | undefined;
  /** When its last connection ended. */
  endedAtMs: number;
}

/** Whoever carries a session at present. */
export interface Carrier {
  /** False from the moment that either side has begun to close. */
  readonly open: boolean;
}

interface Handle {
  readonly session: Session;
  /** The conversation when the handle was given out: resuming loses what was said after. */
  readonly history: readonly Exchange[];
  readonly seeded: readonly Said[];
}

export type Opened =
  | { readonly type: 'opened'; readonly session: Session }
  | { readonly type: 'refused'; readonly refusal: Refusal };

export class Sessions {
  readonly #clock: Clock;
  readonly #handleLifetimeMs: number;
  readonly #deadHandle: Refusal;
  readonly #handles = new Map<string, Handle>();

  constructor(options: { clock: Clock; handleLifetimeMs: number; deadHandle: Refusal }) {
    this.#clock = options.clock;
    this.#handleLifetimeMs = options.handleLifetimeMs;
    this.#deadHandle = options.deadHandle;
  }

  /** A new session, or with a handle the one that it stands for, as it was then. */
  open(request: { handle: string | undefined; model: string; carrier: Carrier }): Opened {
    const { handle, model, carrier } = request;
    if (!handle) {
      const id = randomUUID();
      const session = { id, model, history: [], seeded: [], carrier, endedAtMs: 0 };
      return { type: 'opened', session };
    }
    const known = this.#handles.get(handle);
    if (known === undefined || this.#expired(known.session)) return refused(this.#deadHandle);
    const { session, history, seeded } = known;
    if (session.carrier?.open) return refused(internalError);
    // Anything may change when a session is resumed but the model (ai.google.dev/api/live).
    if (session.model !== model) return refused(invalidArgument);
    session.carrier = carrier;
    session.history = history;
    session.seeded = seeded;
    return { type: 'opened', session };
  }

  /** A new handle for the conversation as it is; older ones stay valid. */
  handleFor(session: Session): string {
    const handle = randomUUID();
    const { history, seeded } = session;
    this.#handles.set(handle, { session, history, seeded });
    return handle;
  }

  /** The connection has ended; its session can be resumed for as long as handles live. */
  release(session: Session, carrier: Carrier): void {
    if (session.carrier !== carrier) return;
    session.carrier = undefined;
    session.endedAtMs = this.#clock.now();
  }

  /** Every handle given out so far is dead from here on. */
  forgetHandles(): void {
    this.#handles.clear();
  }

  #expired({ carrier, endedAtMs }: Session): boolean {
    return carrier === undefined && this.#clock.now() - endedAtMs > this.#handleLifetimeMs;
  }
}

const refused = (refusal: Refusal): Opened => ({ type: 'refused', refusal });
