/**
 * A conversation in writing, one turn after the other, on a connection of its own: dialled for the first
 * question, kept for the next ones, and dialled again, with the way back into the conversation, when it
 * was lost meanwhile. Every wait has a limit.
 */
import { Line } from '../live/line.ts';
import type { Closed, LiveConnector, SessionEvent, ToolAnswer, ToolCall } from '../live/session.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import { CallsInHand } from '../tools/calls-in-hand.ts';
import type { Toolbox } from '../tools/toolbox.ts';
import { Answer, type Answered } from './answer.ts';

export interface TextTalkParts {
  readonly connector: LiveConnector;
  readonly toolbox: Toolbox;
  readonly clock: Clock;
  readonly tell: (news: News) => void;
}

/** What happens while a question is being answered. */
export type News =
  /** A piece of the answer, to be put after the one before as it is. */
  | { readonly type: 'said'; readonly text: string }
  | { readonly type: 'called'; readonly call: ToolCall; readonly answer: ToolAnswer }
  /** The service goes on without these settings. */
  | { readonly type: 'simplified'; readonly fields: readonly string[]; readonly reason: string }
  /** The service does not know this conversation any more; a new one begins. */
  | { readonly type: 'begun-anew' };

/** What became of a question. */
export type TurnEnd =
  | Answered
  | (Pick<Closed, 'cause' | 'reason' | 'by'> & { readonly type: 'lost' })
  /** Nothing, or nothing more, came from the service for too long. */
  | { readonly type: 'silence'; readonly afterMs: number }
  | { readonly type: 'stopped' };

interface Turn {
  readonly text: string;
  /** Asked on a connection that stood already: it may have died unnoticed. */
  readonly line: 'new' | 'kept';
  readonly answer: Answer;
  readonly cancelLimit: Cancel;
  readonly end: (end: TurnEnd) => void;
}

export class TextTalk {
  readonly #parts: TextTalkParts;
  readonly #line: Line;
  readonly #calls: CallsInHand;
  /** `leaving`: the service is about to end it. */
  #connection: 'none' | 'dialling' | 'open' | 'leaving' | 'closed' = 'none';
  #handle: string | undefined;
  #turn: Turn | undefined;

  constructor(parts: TextTalkParts) {
    this.#parts = parts;
    this.#calls = new CallsInHand({
      toolbox: parts.toolbox,
      ran: (call, answer) => parts.tell({ type: 'called', call, answer }),
    });
    this.#line = new Line({
      connector: parts.connector,
      handleKept: () => Promise.resolve(),
      heard: (event) => this.#heard(event),
    });
  }

  /** One question at a time; never rejects. */
  ask(text: string): Promise<TurnEnd> {
    if (this.#connection === 'closed') return Promise.resolve({ type: 'stopped' });
    if (this.#connection === 'leaving') this.#hangUp();
    const line = this.#connection === 'open' ? 'kept' : 'new';
    return new Promise((end) => {
      this.#begin({ text, line, answer: new Answer(), cancelLimit: () => {}, end });
    });
  }

  /** Ends the question that is being answered; resolves, within seconds, when the connection is gone. */
  async close(): Promise<void> {
    this.#calls.cancel();
    this.#end({ type: 'stopped' });
    this.#connection = 'closed';
    await this.#line.close();
  }

  #begin(turn: Turn): void {
    this.#turn = turn;
    if (turn.line === 'kept') this.#line.session?.ask(turn.text);
    else {
      this.#connection = 'dialling';
      const tools = this.#parts.toolbox.declarations;
      this.#line.open({ handle: this.#handle, tools, recap: [] });
    }
    this.#limit();
  }

  #heard(event: SessionEvent): void {
    switch (event.type) {
      case 'opened':
        this.#connection = 'open';
        if (this.#turn !== undefined) this.#line.session?.ask(this.#turn.text);
        this.#limit();
        break;
      case 'closed':
        this.#closed(event);
        break;
      case 'resumable':
        this.#handle = event.handle;
        break;
      case 'goAway':
        this.#connection = 'leaving';
        break;
      case 'simplified':
        this.#parts.tell(event);
        this.#limit();
        break;
      case 'toolCancelled':
        this.#calls.withdraw(event.ids);
        break;
      case 'transcript':
        if (event.speaker === 'model' && this.#turn !== undefined)
          this.#parts.tell({ type: 'said', text: event.text });
        this.#answering(event);
        break;
      case 'toolCall':
        this.#answering(event);
        if (this.#turn !== undefined) this.#run(this.#turn.answer, event.calls);
        break;
      case 'audio':
      case 'generationComplete':
      case 'turnComplete':
      case 'usage':
      case 'sources':
        this.#answering(event);
        break;
      case 'interrupted':
      case 'malformed':
        break;
    }
  }

  #answering(event: SessionEvent): void {
    if (this.#turn === undefined) return;
    const { answer } = this.#turn;
    answer.heard(event);
    this.#limit();
    this.#endIfOver(answer);
  }

  #run(answer: Answer, calls: readonly ToolCall[]): void {
    const taken = this.#calls.take(calls, {
      answer: (answers) => this.#line.session?.answer(answers),
      over: (_, next) => {
        if (answer !== this.#turn?.answer) return;
        answer.acted(next);
        this.#limit();
        this.#endIfOver(answer);
      },
    });
    if (taken === 'taken') answer.acting();
  }

  #closed(closed: Closed): void {
    const { cause } = closed;
    const isForgotten = cause === 'refused' && this.#handle !== undefined;
    this.#connection = 'none';
    this.#calls.orphan();
    if (isForgotten) this.#handle = undefined;
    if (this.#turn === undefined) return;
    const { line, answer } = this.#turn;
    if (answer.phase === 'asked' && (line === 'kept' || isForgotten)) {
      if (isForgotten) this.#parts.tell({ type: 'begun-anew' });
      this.#begin({ ...this.#turn, line: 'new' });
    } else this.#end({ ...closed, type: 'lost' });
  }

  /** What it took may be told after its end, in the same message. */
  #endIfOver(answer: Answer): void {
    if (answer.phase !== 'over') return;
    queueMicrotask(() => {
      if (answer === this.#turn?.answer) this.#end(answer.result);
    });
  }

  #limit(): void {
    if (this.#turn === undefined) return;
    const { cancelLimit, answer } = this.#turn;
    cancelLimit();
    const { limitMs } = answer;
    const cancel = this.#parts.clock.after(limitMs, () => {
      // What comes late is not for the next question.
      this.#hangUp();
      this.#end(answer.isUsable ? answer.result : { type: 'silence', afterMs: limitMs });
    });
    this.#turn = { ...this.#turn, cancelLimit: cancel };
  }

  #hangUp(): void {
    this.#connection = 'none';
    this.#calls.orphan();
    void this.#line.close();
  }

  #end(end: TurnEnd): void {
    const turn = this.#turn;
    this.#turn = undefined;
    turn?.cancelLimit();
    turn?.end(end);
  }
}
