/** The calls of the model that are being run, and what becomes of them when nobody waits any more. */
import type { ToolAnswer, ToolCall } from '../live/session.ts';
import type { Toolbox } from './toolbox.ts';

export interface CallsInHandParts {
  readonly toolbox: Toolbox;
  readonly ran: (call: ToolCall, answer: ToolAnswer) => void;
}

/** `unwanted`: the user interrupted meanwhile. */
export type End = 'wanted' | 'unwanted';

interface Batch {
  readonly stop: Map<string, AbortController>;
  end: End;
}

export class CallsInHand {
  readonly #parts: CallsInHandParts;
  readonly #batches = new Set<Batch>();

  constructor(parts: CallsInHandParts) {
    this.#parts = parts;
  }

  /** Runs `calls` side by side; `answered` gets all answers but those of withdrawn calls. */
  take(
    calls: readonly ToolCall[],
    answered: (answers: readonly ToolAnswer[], end: End) => void,
  ): void {
    const stop = new Map(calls.map((call) => [call.id, new AbortController()]));
    const batch: Batch = { stop, end: 'wanted' };
    this.#batches.add(batch);
    void Promise.all(calls.map((call) => this.#run(call, batch))).then((answers) => {
      this.#batches.delete(batch);
      answered(answers.flat(), batch.end);
    });
  }

  /** The user interrupted: whatever still runs is answered as cancelled. */
  cancel(): void {
    for (const batch of this.#batches) {
      batch.end = 'unwanted';
      for (const controller of batch.stop.values()) controller.abort();
    }
  }

  /** The service took calls back: they are stopped and not answered. */
  withdraw(ids: readonly string[]): void {
    for (const { stop } of this.#batches)
      for (const id of ids) {
        const controller = stop.get(id);
        stop.delete(id);
        controller?.abort();
      }
  }

  /** Answers for calls of a reply that nobody wants: nothing is run. */
  refuse(calls: readonly ToolCall[]): ToolAnswer[] {
    const response = { status: 'cancelled', message: 'The user interrupted; nothing was done.' };
    return calls.map(({ id, name }) => ({ id, name, response }));
  }

  async #run(call: ToolCall, { stop }: Batch): Promise<ToolAnswer[]> {
    const signal = stop.get(call.id)?.signal ?? AbortSignal.abort();
    const answer = await this.#parts.toolbox.run(call, signal);
    this.#parts.ran(call, answer);
    return stop.has(call.id) ? [answer] : [];
  }
}
