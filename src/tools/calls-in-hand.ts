/** The calls of the model that are being run, and what becomes of them when nobody waits any more. */
import type { AfterTools, ToolOutcome } from '../conversation/event.ts';
import type { ToolAnswer, ToolCall } from '../live/session.ts';
import { KnownCalls } from './known-calls.ts';
import type { Toolbox } from './toolbox.ts';

/**
 * Who heard of the answer: the model (`told`), or nobody, because the connection was gone by then
 * (`lost`) or because the call had been taken back (`cancelled`).
 */
export type Fate = 'told' | 'lost' | 'cancelled';

export interface CallsInHandParts {
  readonly toolbox: Toolbox;
  /** Called first: calls have come, which may act. */
  readonly foresee?: () => void;
  readonly ran: (call: ToolCall, answer: ToolAnswer, fate: Fate) => void;
  /** A call that came again has been answered with what came of it before. */
  readonly repeated?: (call: ToolCall, answer: ToolAnswer) => void;
  /**
   * The connection is gone while a call runs that may change something: the next one may be opened before it has
   * ended, and must not take it for undone.
   */
  readonly left?: (call: ToolCall) => void;
  /** Without it nothing is known of calls of an earlier run. */
  readonly memory?: CallsMemory;
}

/** What outlives this run. */
export interface CallsMemory {
  /** Ids of the calls of earlier runs. */
  readonly calls: readonly string[];
  /** Told of calls before they act; they do when this resolves, or at once. Never rejects. */
  keepCalls(ids: readonly string[]): Promise<void> | undefined;
}

/** What is done about the calls of one message. */
export interface Handling {
  /** To be told to the model now; once for each call, and before that for one that takes its time. */
  readonly answer: (answers: readonly ToolAnswer[]) => void;
  /** None of them runs any more; never told of calls that the user cancelled. */
  readonly over: (outcome: ToolOutcome, next: AfterTools) => void;
}

interface Batch {
  readonly calls: readonly ToolCall[];
  readonly stop: Map<string, AbortController>;
  /** `orphaned`: the connection that asked is gone. */
  asker: 'waiting' | 'orphaned' | 'cancelled' | 'forgotten';
}

export class CallsInHand {
  readonly #parts: CallsInHandParts;
  readonly #batches = new Set<Batch>();
  /** No call is ever run twice, whichever connection brings it. */
  readonly #known: KnownCalls;
  /** By id, the calls that came again and wait for what comes of them. */
  readonly #repeated = new Map<string, object>();

  constructor(parts: CallsInHandParts) {
    this.#parts = parts;
    this.#known = new KnownCalls(parts.memory?.calls);
  }

  /**
   * Runs `calls` side by side, less those that it has run already; says whether any is left. What is asked for
   * again, on this connection or another, is answered with what came of it then, as soon as that is known.
   */
  take(calls: readonly ToolCall[], { answer, over }: Handling): 'taken' | 'known' {
    this.#parts.foresee?.();
    for (const call of calls) void this.#again(call, answer);
    const news = calls.filter(
      ({ id }, at) => !this.#known.has(id) && calls.findIndex((call) => call.id === id) === at,
    );
    if (news.length === 0) return 'known';
    const stop = new Map(news.map((call) => [call.id, new AbortController()]));
    const batch: Batch = { calls: news, stop, asker: 'waiting' };
    this.#batches.add(batch);
    const give = (answers: readonly ToolAnswer[]) => {
      if (batch.asker === 'waiting' && answers.length > 0) answer(answers);
    };
    give(news.flatMap((call) => this.#parts.toolbox.beginning(call)));
    const kept = this.#keep(news);
    const toldAll: (() => void)[] = [];
    const running = news.map((call) => {
      const answered = this.#run(call, batch, kept);
      toldAll.push(this.#known.add(call.id, answered));
      return answered;
    });
    void Promise.all(running).then((answers) => {
      this.#batches.delete(batch);
      const told = answers.filter(({ id }) => batch.stop.has(id));
      give(told);
      for (const isTold of toldAll) isTold();
      for (const [at, call] of news.entries()) {
        const answer = answers[at] as ToolAnswer;
        this.#parts.ran(call, answer, batch.stop.has(call.id) ? FATES[batch.asker] : 'cancelled');
      }
      if (batch.asker === 'waiting' || batch.asker === 'orphaned')
        over(outcomeOf(told, news.length), nextOf(told));
    });
    return 'taken';
  }

  /** The user interrupted: whatever still runs is stopped, and not answered. */
  cancel(): void {
    this.#repeated.clear();
    for (const batch of this.#batches) {
      batch.asker = batch.asker === 'orphaned' ? 'forgotten' : 'cancelled';
      for (const controller of batch.stop.values()) controller.abort();
    }
  }

  /** The connection is gone: what runs comes to its end, and is answered to nobody. */
  orphan(): void {
    this.#repeated.clear();
    this.#known.reconnected();
    for (const batch of this.#batches) {
      if (batch.asker !== 'waiting') continue;
      batch.asker = 'orphaned';
      for (const call of batch.calls)
        if (batch.stop.has(call.id) && this.#parts.toolbox.acts(call)) this.#parts.left?.(call);
    }
  }

  /** The service took calls back: they are stopped and not answered. */
  withdraw(ids: readonly string[]): void {
    for (const id of ids) this.#repeated.delete(id);
    for (const { stop } of this.#batches)
      for (const id of ids) {
        const controller = stop.get(id);
        stop.delete(id);
        controller?.abort();
      }
  }

  async #again(call: ToolCall, answer: Handling['answer']): Promise<void> {
    const again = this.#known.again(call);
    if (again === undefined) return;
    this.#repeated.set(call.id, again);
    const former = await again.answer;
    if (this.#repeated.get(call.id) === again) {
      this.#repeated.delete(call.id);
      answer([former]);
      this.#parts.repeated?.(call, former);
    }
    again.told();
  }

  /** What acts twice does harm, and a resumed session may bring a call again after a restart. */
  #keep(calls: readonly ToolCall[]): Promise<void> | undefined {
    const { toolbox, memory } = this.#parts;
    const ids = calls.filter((call) => toolbox.acts(call)).map(({ id }) => id);
    return ids.length > 0 ? memory?.keepCalls(ids) : undefined;
  }

  async #run(call: ToolCall, batch: Batch, kept: Promise<void> | undefined): Promise<ToolAnswer> {
    const { toolbox } = this.#parts;
    const signal = batch.stop.get(call.id)?.signal ?? AbortSignal.abort();
    if (kept !== undefined && toolbox.acts(call)) await kept;
    return toolbox.run(call, signal);
  }
}

const FATES: Readonly<Record<Batch['asker'], Fate>> = {
  waiting: 'told',
  orphaned: 'lost',
  cancelled: 'cancelled',
  forgotten: 'lost',
};

const outcomeOf = (answers: readonly ToolAnswer[], calls: number): ToolOutcome =>
  answers.length === calls && answers.every(({ response }) => response['status'] === 'done')
    ? 'done'
    : 'not-done';

const nextOf = (answers: readonly ToolAnswer[]): AfterTools =>
  answers.every(({ scheduling }) => scheduling === 'SILENT') ? 'silence' : 'reply';
