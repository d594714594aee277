/**
 * The ids of the calls that were run, over all connections: a resumed session may bring a call again. The service
 * draws ids at random (64 bits, or a UUID), so two sessions never give the same one.
 */
import type { ToolAnswer, ToolCall } from '../live/session.ts';
import type { Outcome } from './toolbox.ts';

/** Far more than the service could have in mind. */
const MOST_KNOWN = 1_000;

/** The first connection is 0. */
const NOWHERE = -1;

const UNKNOWN: Outcome = {
  status: 'unknown',
  message:
    'This was asked for before the device was restarted, and it is not known whether it was done. Nothing was done now. Look at the state, or say so and ask.',
};

interface KnownCall {
  /** `undefined`: it was run before the last start, and what came of it is not known. */
  readonly answer: Promise<ToolAnswer> | undefined;
  /** The connection on which the answer is on its way. */
  awaitedOn: number;
}

export class KnownCalls {
  /** By id, the oldest first. */
  readonly #calls = new Map<string, KnownCall>();
  #connection = 0;

  /** `former`: ids of calls that were run before the last start. */
  constructor(former: readonly string[] = []) {
    for (const id of former) this.#calls.set(id, { answer: undefined, awaitedOn: NOWHERE });
  }

  has(id: string): boolean {
    return this.#calls.has(id);
  }

  /** It is being run; `answer` never rejects. Gives back what to call when it was told to who asked, or never will be. */
  add(id: string, answer: Promise<ToolAnswer>): () => void {
    const oldest = this.#calls.keys().next();
    if (this.#calls.size >= MOST_KNOWN && !oldest.done) this.#calls.delete(oldest.value);
    const call: KnownCall = { answer, awaitedOn: this.#connection };
    this.#calls.set(id, call);
    return told(call, this.#connection);
  }

  /**
   * The answer to a call that came again, to be told when it is there. `undefined`: it is not known, or its answer is
   * on its way on this connection.
   */
  again({ id, name }: Pick<ToolCall, 'id' | 'name'>): Again | undefined {
    const call = this.#calls.get(id);
    if (call === undefined || call.awaitedOn === this.#connection) return undefined;
    call.awaitedOn = this.#connection;
    const unknown: ToolAnswer = { id, name, response: UNKNOWN };
    return {
      answer: call.answer ?? Promise.resolve(unknown),
      told: told(call, this.#connection),
    };
  }

  /** Another connection: it waits for nothing. */
  reconnected(): void {
    this.#connection++;
  }
}

export interface Again {
  /** Never rejects. */
  readonly answer: Promise<ToolAnswer>;
  /** To be called when it was told, or never will be: whoever asks once more is answered once more. */
  readonly told: () => void;
}

const told = (call: KnownCall, connection: number) => (): void => {
  if (call.awaitedOn === connection) call.awaitedOn = NOWHERE;
};
