/**
 * The tools that the model is offered, and the running of its calls: every call is validated, bounded
 * in time and answered with its id and name, whatever happens; a call that nobody waits for any more
 * is stopped.
 */
import { z } from 'zod';
import type { Answer } from '../consent/consent.ts';
import { type Argument, argumentsTold } from '../live/call-words.ts';
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
  /** A call of it may be run again: it only tells. */
  readonly changes?: 'nothing';
  /** What the arguments must look like; they come from the model and are never trusted. */
  readonly parameters: z.ZodType<Readonly<Record<string, unknown>>>;
  /** Answers with what really happened, also when that is nothing; stops at the signal. */
  run(args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Outcome>;
}

/** What the model is told: `status` is a word for it, `message` a sentence. */
export type Outcome = Answer;

export interface ToolboxParts {
  /** Those that are always there; their names are theirs. */
  readonly tools: readonly Tool[];
  /** Those that come and go with what is in the home; asked for whenever they are wanted. */
  readonly changing?: () => readonly Tool[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Longer than any tool of ours waits for a device, shorter than the conversation waits for tools. */
const TOOL_TIMEOUT_MS = 12_000;

const CANCELLED: Outcome = {
  status: 'cancelled',
  message: 'The user interrupted; nothing was done.',
};
const BROKEN_OFF: Outcome = {
  status: 'cancelled',
  message:
    'The user interrupted before the answer was known; what was sent by then may have been done. Look at the state before you do it again.',
};
const BEGUN: Outcome = { status: 'begun', message: 'It is being seen to; the result follows.' };
const TIMED_OUT: Outcome = {
  status: 'timeout',
  message:
    'It took too long; whether it was done is not known. Look at the state before you do it again.',
};

const UNFIT: Outcome = {
  status: 'invalid_argument',
  message:
    'Nothing was done: the arguments are no object, or longer or deeper than any tool takes. Call it again with short ones.',
};

const GONE: Outcome = {
  status: 'gone',
  message: 'What this was for is not there any more; nothing was done.',
};

/** A question to the user is told, also where the result itself would be kept to the model. */
const schedulingOf = ({ status }: Outcome, scheduling: Tool['scheduling']) =>
  status === 'needs_confirmation' && scheduling === 'SILENT' ? 'WHEN_IDLE' : scheduling;

export class Toolbox {
  readonly #fixed: readonly Tool[];
  readonly #changing: () => readonly Tool[];
  /** The names of tools that were offered at any time. */
  readonly #offered = new Set<string>();
  readonly #clock: Clock;
  readonly #log: Log;

  constructor({ tools, changing = () => [], clock, log }: ToolboxParts) {
    this.#fixed = tools;
    this.#changing = changing;
    this.#clock = clock;
    this.#log = log;
  }

  /** As they are at this moment; to be told to the service at each connection. */
  get declarations(): readonly ToolDeclaration[] {
    const declarations = [...this.#tools().values()].map((tool) => tool.declaration);
    for (const { name } of declarations) this.#offered.add(name);
    return declarations;
  }

  /** Never rejects. An abort of `signal` ends the call early; what it did by then stays done. */
  async run(call: ToolCall, signal: AbortSignal): Promise<ToolAnswer> {
    const tool = this.#tools().get(call.name);
    const outcome =
      tool === undefined ? this.#withoutTool(call.name) : await this.#outcome(tool, call, signal);
    this.#log.info('tool answered', { tool: call.name.slice(0, 64), status: outcome.status });
    const scheduling = schedulingOf(outcome, tool?.scheduling);
    return {
      id: call.id,
      name: call.name,
      response: outcome,
      ...(scheduling === undefined ? {} : { scheduling }),
    };
  }

  /** Whether a call may change anything. */
  acts({ name, unfit }: ToolCall): boolean {
    const tool = this.#tools().get(name);
    return tool !== undefined && unfit === undefined && tool.changes !== 'nothing';
  }

  /** What a call brought of what its tool takes, as far as others than the model may learn of it. */
  told({ name, args }: ToolCall): readonly Argument[] {
    return argumentsTold(args, this.#tools().get(name)?.declaration.parameters);
  }

  /** What the model is told before the answer is known, if anything. */
  beginning({ id, name, unfit }: ToolCall): ToolAnswer[] {
    if (unfit !== undefined || this.#tools().get(name)?.announces === undefined) return [];
    return [{ id, name, response: BEGUN, scheduling: 'SILENT', willContinue: true }];
  }

  /** By name: the service takes no two of one name. */
  #tools(): ReadonlyMap<string, Tool> {
    const tools = new Map(this.#fixed.map((tool) => [tool.declaration.name, tool]));
    for (const tool of this.#changing())
      if (!tools.has(tool.declaration.name)) tools.set(tool.declaration.name, tool);
    return tools;
  }

  #withoutTool(name: string): Outcome {
    if (this.#offered.has(name)) return GONE;
    const names = [...this.#tools().keys()].join(', ') || 'none';
    return { status: 'unknown_tool', message: `There is no such tool. There are: ${names}.` };
  }

  async #outcome(tool: Tool, { args, unfit }: ToolCall, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) return CANCELLED;
    if (unfit !== undefined) return UNFIT;
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
    const cancel = () => give(tool.changes === 'nothing' ? CANCELLED : BROKEN_OFF);
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
