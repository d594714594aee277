/** The calls of the model that are being run, and what becomes of them when nobody waits any more. */
import type { AfterTools, ToolOutcome } from '../conversation/event.ts';
import type { ToolAnswer, ToolCall } from '../live/session.ts';
import type { Toolbox } from './toolbox.ts';

/**
 * Who heard of the answer: the model (`told`), or nobody, because the connection was gone by then
 * (`lost`) or because the call had been taken back (`cancelled`).
 */
export type Fate = 'told' | 'lost' | 'cancelled';

export interface CallsInHandParts {
  readonly toolbox: Toolbox;
  readonly ran: (call: ToolCall, answer: ToolAnswer, fate: Fate) => void;
}

/** What is done about the calls of one message. */
export interface Handling {
  /** To be told to the model now; once for each call, and before that for one that takes its time. */
  readonly answer: (answers: readonly ToolAnswer[]) => void;
  /** None of them runs any more; never told of calls that the user cancelled. */
  readonly over: (outcome: ToolOutcome, next: AfterTools) => void;
}

interface Batch {
  readonly stop: Map<string, AbortController>;
  /** `orphaned`: the connection that asked is gone. */
  asker: 'waiting' | 'orphaned' | 'cancelled' | 'forgotten';
}

/** Of one connection, far more than it ever has. */
const MAX_KNOWN_IDS = 1_000;

export class CallsInHand {
  readonly #parts: CallsInHandParts;
  readonly #batches = new Set<Batch>();
  /** Of the connection in use: no call is ever run twice. */
  readonly #knownIds = new Set<string>();

  constructor(parts: CallsInHandParts) {
    this.#parts = parts;
  }

  /** Runs `calls` side by side, less those that it has run already; says whether any is left. */
  take(calls: readonly ToolCall[], { answer, over }: Handling): 'taken' | 'known' {
    const news = calls.filter(
      ({ id }, at) => !this.#knownIds.has(id) && calls.findIndex((call) => call.id === id) === at,
    );
    if (news.length === 0) return 'known';
    if (this.#knownIds.size > MAX_KNOWN_IDS) this.#knownIds.clear();
    for (const { id } of news) this.#knownIds.add(id);
    const stop = new Map(news.map((call) => [call.id, new AbortController()]));
    const batch: Batch = { stop, asker: 'waiting' };
    this.#batches.add(batch);
    const give = (answers: readonly ToolAnswer[]) => {
      if (batch.asker === 'waiting' && answers.length > 0) answer(answers);
    };
    give(news.flatMap((call) => this.#parts.toolbox.beginning(call)));
    void Promise.all(news.map((call) => this.#run(call, batch))).then((answers) => {
      this.#batches.delete(batch);
      const told = answers.filter(({ id }) => batch.stop.has(id));
      give(told);
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
    for (const batch of this.#batches) {
      batch.asker = batch.asker === 'orphaned' ? 'forgotten' : 'cancelled';
      for (const controller of batch.stop.values()) controller.abort();
    }
  }

  /** The connection is gone: what runs comes to its end, and is answered to nobody. */
  orphan(): void {
    this.#knownIds.clear();
    for (const batch of this.#batches) if (batch.asker === 'waiting') batch.asker = 'orphaned';
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

  #run(call: ToolCall, batch: Batch): Promise<ToolAnswer> {
    const signal = batch.stop.get(call.id)?.signal ?? AbortSignal.abort();
    return this.#parts.toolbox.run(call, signal);
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
