/** Follows the conversation and tells of every turn, once it is over, what it was and what it cost. */
import type { Cue } from '../conversation/effect.ts';
import { type Event, isDemand } from '../conversation/event.ts';
import type { State } from '../conversation/step.ts';
import type { SessionEvent } from '../live/session.ts';
import { linkOf } from './public-state.ts';
import type { Happening } from './talk.ts';
import { TurnBill, type TurnBillParts } from './turn-bill.ts';
import { type AnsweredCall, TurnDraft } from './turn-draft.ts';
import { type TurnPhase, turnPhase } from './turn-phase.ts';
import type { Outcome } from './turn-record.ts';

export interface TurnRecorderParts extends TurnBillParts {
  /** The time of day: `() => new Date()`. */
  readonly date: () => Date;
  /** `privacy.transcripts`: the records hold the words only with `mqtt`. */
  readonly transcripts: 'off' | 'mqtt' | 'disk';
}

interface Change {
  readonly from: State;
  readonly to: State;
  readonly event: Event;
}

const isOnline = ({ link }: State): boolean => linkOf(link) === 'online';

export class TurnRecorder {
  readonly #parts: TurnRecorderParts;
  readonly #bill: TurnBill;
  #phase: TurnPhase = 'rest';
  #draft: TurnDraft | undefined;
  /** The last sign that the draft's turn gave. */
  #cue: Cue | undefined;
  /** Calls of the turn before: what became of them may be told late. */
  #formerCalls: ReadonlySet<string> = new Set();

  constructor(parts: TurnRecorderParts) {
    this.#parts = parts;
    this.#bill = new TurnBill(parts);
  }

  heard(happening: Happening): void {
    switch (happening.type) {
      case 'changed':
        this.#changed(happening);
        break;
      case 'cue':
        this.#cue = happening.cue;
        if (happening.cue === 'denied') this.#denied();
        break;
      case 'session':
        this.#session(happening.event);
        break;
      case 'tool':
        this.#answered(happening);
        break;
      case 'act':
        (this.#replying ?? this.#bill.turn)?.acted(happening.deed);
        break;
    }
  }

  /** Tells of what is over; a turn that is still going on is paid for, and not told of. */
  close(): void {
    this.#bill.settle();
    this.#bill.pay();
    this.#draft = undefined;
  }

  #changed({ from, to, event }: Change): void {
    const before = turnPhase(from.turn);
    this.#phase = turnPhase(to.turn);
    if (isOnline(from) && !isOnline(to)) this.#disconnected();
    if (this.#phase === 'rest' || (before === 'reply' && isDemand(event))) this.#end(event);
    if (this.#phase === 'press' || this.#phase === 'speech' || this.#phase === 'reply')
      this.#draft ??= this.#begin();
    if (this.#draft) this.#follow(this.#draft, { from, to, event });
  }

  #follow(draft: TurnDraft, { from, to, event }: Change): void {
    const nowMs = this.#parts.clock.now();
    if (event.type === 'ask' && draft.stage === 'tentative') draft.asked(event.text);
    if (from.turn.name === 'listening' && to.turn.name !== 'listening') draft.releasedAt(nowMs);
    if (this.#phase === 'speech') draft.stage = 'spoken';
    if (this.#phase === 'reply') {
      const isQuestion = turnPhase(from.turn) === 'speech' || event.type === 'ask';
      this.#replies(draft);
      if (isQuestion && isOnline(to)) this.#sent(draft);
    }
    if (event.type === 'soundStarted') draft.soundedAt(nowMs);
    this.#endInOpen();
  }

  #session(event: SessionEvent): void {
    const { meter } = this.#bill;
    const draft = this.#replying;
    switch (event.type) {
      case 'opened':
        this.#disconnected();
        // Nothing is sent again once the model has begun to answer.
        if (draft?.reply === 'none') this.#sent(draft);
        break;
      case 'closed':
        this.#disconnected();
        break;
      case 'audio':
        this.#sound();
        break;
      case 'toolCall':
        this.#content()?.called(event.calls);
        break;
      case 'transcript':
        if (event.speaker === 'user') this.#userSaid(event.text);
        else this.#content()?.said('model', event.text);
        break;
      case 'sources':
        if (!meter.isBehind) draft?.restsOn(event.sources);
        break;
      case 'interrupted':
        meter.interrupted();
        break;
      case 'generationComplete':
        if (draft && !meter.isBehind) draft.reply = 'whole';
        break;
      case 'turnComplete':
        if (draft && !meter.isBehind) draft.complete(event.why);
        meter.turnComplete();
        this.#bill.settleIfComplete();
        this.#endInOpen();
        break;
      case 'usage':
        meter.report(event.usage);
        if (draft === undefined && this.#bill.turn === undefined) this.#bill.pay();
        this.#bill.settleIfComplete();
        break;
      case 'simplified':
      case 'goAway':
      case 'resumable':
      case 'toolCancelled':
      case 'malformed':
        break;
    }
  }

  get #replying(): TurnDraft | undefined {
    return this.#draft?.stage === 'sent' ? this.#draft : undefined;
  }

  /** Something of a reply has arrived; gives back the turn that it belongs to. */
  #content(): TurnDraft | undefined {
    const { meter } = this.#bill;
    meter.content();
    if (this.#phase === 'open') {
      this.#draft ??= this.#begin();
      this.#replies(this.#draft);
    }
    const draft = this.#replying;
    if (draft === undefined || meter.isBehind) return undefined;
    draft.reply = 'part';
    return draft;
  }

  #sound(): void {
    const draft = this.#content();
    if (draft && this.#phase === 'open') draft.sound = 'due';
  }

  #userSaid(text: string): void {
    if (this.#phase === 'open') this.#draft ??= this.#begin();
    if (this.#phase !== 'press') this.#draft?.said('user', text);
  }

  #answered(answered: AnsweredCall): void {
    const { id } = answered.call;
    const { turn } = this.#bill;
    const wereWaiting = [turn, this.#replying].filter((one) => one?.pendingCalls.has(id));
    for (const one of wereWaiting) one?.answered(answered);
    if (wereWaiting.length === 0 && !this.#formerCalls.has(id)) this.#replying?.answered(answered);
  }

  #begin(): TurnDraft {
    const { clock, date, transcripts } = this.#parts;
    this.#cue = undefined;
    return new TurnDraft({ date: date(), nowMs: clock.now(), words: transcripts === 'mqtt' });
  }

  /** The whole question is on its way to the service; with an open microphone nobody can tell when. */
  #sent(draft: TurnDraft): void {
    this.#bill.meter.sent();
    draft.sentAt(this.#parts.clock.now());
  }

  /** A reply comes, or is due. */
  #replies(draft: TurnDraft): void {
    if (draft.stage === 'sent') return;
    this.#bill.settle();
    draft.stage = 'sent';
  }

  #disconnected(): void {
    if (this.#draft?.reply === 'part') this.#draft.reply = 'lost';
    this.#bill.meter.disconnected();
    this.#bill.settle();
  }

  /** A press that came to nothing because no money is left. */
  #denied(): void {
    if (this.#draft) this.#over(this.#draft, 'interrupted');
    const press = this.#begin();
    press.complete('BUDGET');
    this.#bill.wait(press, { atMs: this.#parts.clock.now(), outcome: 'refused' });
  }

  /** With an open microphone a turn is over when all has been heard and done. */
  #endInOpen(): void {
    const draft = this.#replying;
    if (this.#phase !== 'open' || draft === undefined || draft.sound === 'due') return;
    if (draft.reply === 'whole' || draft.reply === 'lost') this.#end();
  }

  #end(event?: Event): void {
    if (this.#draft) this.#over(this.#draft, this.#outcomeOf(this.#draft, event));
  }

  #over(draft: TurnDraft, outcome: Outcome): void {
    this.#draft = undefined;
    if (draft.stage === 'tentative') return;
    this.#formerCalls = draft.pendingCalls;
    this.#bill.wait(draft, { atMs: this.#parts.clock.now(), outcome });
  }

  #outcomeOf(draft: TurnDraft, event: Event | undefined): Outcome {
    if (draft.why !== undefined) return 'refused';
    if (event && (isDemand(event) || event.type === 'mute')) return 'interrupted';
    if (this.#cue === 'error') return 'failed';
    return this.#cue !== 'done' && draft.reply === 'lost' ? 'failed' : 'answered';
  }
}
