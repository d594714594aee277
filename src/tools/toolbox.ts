/**
 * The tools that the model is offered, and the running of its calls: every call is validated, bounded
 * in time and answered with its id and name, whatever happens; a call that nobody waits for any more
 * is stopped.
 */
import { z } from 'zod';
import type { ToolAnswer, ToolCall, ToolDeclaration } from '../live/session.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';

/** One thing that the model can do. */
export interface Tool {
  readonly declaration: ToolDeclaration;
  /** How the model takes the answer, if it does not wait for it (`NON_BLOCKING`). */
  readonly scheduling?: ToolAnswer['scheduling'];
  /** Whether the model is told at once that it has begun. */
  readonly announces?: 'beginning';
  /** What the arguments must look like; they come from the model and are never trusted. */
  readonly parameters: z.ZodType<Readonly<Record<string, unknown>>>;
  /** Answers with what really happened, also when that is nothing; stops at the signal. */
  run(args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Outcome>;
}

/** What the model is told: `status` is a word for it, `message` a sentence. */
export type Outcome = { readonly status: string; readonly message: string };

export interface ToolboxParts {
  readonly tools: readonly Tool[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Longer than any tool of ours waits for a device, shorter than the conversation waits for tools. */
const TOOL_TIMEOUT_MS = 12_000;

const CANCELLED: Outcome = {
  status: 'cancelled',
  message: 'The user interrupted before the answer was known.',
};
const BEGUN: Outcome = { status: 'begun', message: 'It has begun; the result follows.' };
const TIMED_OUT: Outcome = {
  status: 'timeout',
  message: 'It took too long; whether it was done is not known.',
};

export class Toolbox {
  readonly #tools: ReadonlyMap<string, Tool>;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor({ tools, clock, log }: ToolboxParts) {
    this.#tools = new Map(tools.map((tool) => [tool.declaration.name, tool]));
    this.#clock = clock;
    this.#log = log;
  }

  get declarations(): readonly ToolDeclaration[] {
    return [...this.#tools.values()].map((tool) => tool.declaration);
  }

  /** Never rejects. An abort of `signal` ends the call early; what it did by then stays done. */
  async run(call: ToolCall, signal: AbortSignal): Promise<ToolAnswer> {
    const outcome = await this.#outcome(call, signal);
    this.#log.info('tool answered', { tool: call.name.slice(0, 64), status: outcome.status });
    return { id: call.id, name: call.name, response: outcome, ...this.#scheduling(call.name) };
  }

  /** What the model is told before the answer is known, if anything. */
  beginning({ id, name }: ToolCall): ToolAnswer[] {
    if (this.#tools.get(name)?.announces === undefined) return [];
    return [{ id, name, response: BEGUN, scheduling: 'SILENT', willContinue: true }];
  }

  #scheduling(name: string): Pick<ToolAnswer, 'scheduling'> {
    const scheduling = this.#tools.get(name)?.scheduling;
    return scheduling === undefined ? {} : { scheduling };
  }

  async #outcome({ name, args }: ToolCall, signal: AbortSignal): Promise<Outcome> {
    const tool = this.#tools.get(name);
    if (signal.aborted) return CANCELLED;
    if (tool === undefined) {
      const names = [...this.#tools.keys()].join(', ') || 'none';
      return { status: 'unknown_tool', message: `There is no such tool. There are: ${names}.` };
    }
    const checked = tool.parameters.safeParse(args);
    if (!checked.success)
      return {
        status: 'invalid_argument',
        message: z.prettifyError(checked.error).slice(0, 2_000),
      };
    return this.#inTime(tool, checked.data, signal);
  }

  async #inTime(
    tool: Tool,
    args: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const stop = new AbortController();
    let give: (outcome: Outcome) => void = () => {};
    const stopped = new Promise<Outcome>((resolve) => {
      give = (outcome) => {
        resolve(outcome);
        stop.abort();
      };
    });
    const cancel = () => give(CANCELLED);
    const cancelTimer = this.#clock.after(TOOL_TIMEOUT_MS, () => give(TIMED_OUT));
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await Promise.race([stopped, tool.run(args, stop.signal)]);
    } catch (error) {
      this.#log.error('a tool broke', { tool: tool.declaration.name, error: String(error) });
      return { status: 'failed', message: 'It failed inside the device; nothing is known of it.' };
    } finally {
      cancelTimer();
      signal.removeEventListener('abort', cancel);
    }
  }
}
