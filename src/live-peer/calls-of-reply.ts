/** The function calls of one reply, and their answers as they come. */
import { orAborted } from './abortable.ts';
import type { AnsweredCall, FunctionCall, ToolAnswer } from './model.ts';

export class CallsOfReply {
  readonly #calls: FunctionCall[] = [];
  readonly #answers = new Map<string, ToolAnswer>();
  #changed: () => void = () => {};

  add(calls: readonly FunctionCall[]): void {
    this.#calls.push(...calls);
  }

  answer(answers: readonly ToolAnswer[]): void {
    for (const answer of answers) this.#answers.set(answer.id, answer);
    this.#changed();
  }

  /** The answers to `calls`, in their order, when all have come. */
  async answered(
    calls: readonly FunctionCall[],
    signal: AbortSignal,
  ): Promise<readonly ToolAnswer[]> {
    while (calls.some(({ id }) => !this.#answers.has(id))) {
      const more = new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
      await orAborted(more, signal);
    }
    return calls.flatMap(({ id }) => this.#answers.get(id) ?? []);
  }

  record(): readonly AnsweredCall[] {
    return this.#calls.map((call) => ({ ...call, response: this.#answers.get(call.id)?.response }));
  }
}
