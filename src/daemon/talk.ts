/**
 * Where the conversation meets the world: performs its effects and tells it what happened. Sound passes
 * by on its own way: microphone → uplink → session, and session → downlink → playback.
 */
import type { Playback } from '../audio/playback.ts';
import { Conversation } from '../conversation/conversation.ts';
import type { Cue, Effect } from '../conversation/effect.ts';
import type { Event } from '../conversation/event.ts';
import type { Times } from '../conversation/needs.ts';
import type { State } from '../conversation/step.ts';
import * as downlink from '../live/downlink.ts';
import type {
  LiveConnector,
  LiveSession,
  SessionEvent,
  ToolAnswer,
  ToolCall,
} from '../live/session.ts';
import type { Uplink } from '../live/uplink.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { CallsInHand } from '../tools/calls-in-hand.ts';
import type { Toolbox } from '../tools/toolbox.ts';

export interface TalkParts {
  readonly clock: Clock;
  readonly times: Times;
  /** Resumes the session of an earlier run. */
  readonly handle: string | undefined;
  readonly connector: LiveConnector;
  readonly toolbox: Toolbox;
  readonly uplink: Uplink;
  readonly playback: Playback;
  readonly log: Log;
  readonly happened: (happening: Happening) => void;
}

/** What an onlooker may want to know: the lamp, the broker, the journal, the demo. */
export type Happening =
  | { readonly type: 'changed'; readonly from: State; readonly to: State; readonly event: Event }
  | { readonly type: 'cue'; readonly cue: Cue }
  | { readonly type: 'session'; readonly event: SessionEvent }
  | { readonly type: 'tool'; readonly call: ToolCall; readonly answer: ToolAnswer };

export class Talk {
  readonly #parts: TalkParts;
  readonly #conversation: Conversation;
  readonly #calls: CallsInHand;
  #session: LiveSession | undefined;
  #downlink = downlink.noReply;

  constructor(parts: TalkParts) {
    this.#parts = parts;
    const { clock, times, handle, happened, toolbox } = parts;
    this.#conversation = new Conversation({
      clock,
      times,
      handle,
      perform: (effect) => this.#perform(effect),
      changed: (change) => happened({ type: 'changed', ...change }),
    });
    this.#calls = new CallsInHand({
      toolbox,
      ran: (call, answer) => happened({ type: 'tool', call, answer }),
    });
  }

  get state(): State {
    return this.#conversation.state;
  }

  /** From the button, the microphone and the playback. */
  handle(event: Event): void {
    this.#conversation.handle(event);
  }

  /** The user's turn has been sent, whole: a reply is due. */
  turnSent(): void {
    this.#downlink = downlink.turnSent(this.#downlink, this.#parts.clock.now());
  }

  close(): void {
    this.#hangUp();
    this.#conversation.close();
  }

  #perform(effect: Effect): void {
    const { uplink, playback, toolbox, happened } = this.#parts;
    switch (effect.type) {
      case 'record':
        uplink.record(effect.before);
        playback.prepare();
        break;
      case 'beginTurn':
        uplink.beginTurn();
        break;
      case 'endTurn':
        uplink.endTurn();
        break;
      case 'dropTurn':
        uplink.dropTurn();
        break;
      case 'cutReply':
        this.#downlink = downlink.abandoned(this.#downlink);
        this.#calls.cancel();
        playback.cut();
        break;
      case 'openSession': {
        const open = { handle: effect.handle, tools: toolbox.declarations };
        this.#session = this.#parts.connector.open(open, (event) => this.#heard(event));
        break;
      }
      case 'closeSession':
        this.#hangUp();
        break;
      case 'cue':
        playback.cue(effect.cue);
        happened({ type: 'cue', cue: effect.cue });
        break;
    }
  }

  #heard(event: SessionEvent): void {
    this.#parts.happened({ type: 'session', event });
    switch (event.type) {
      case 'opened':
        if (this.#session) this.#parts.uplink.attach(this.#session);
        this.#conversation.handle({ type: 'opened' });
        break;
      case 'closed':
        this.#forgetSession();
        this.#conversation.handle({ type: 'closed', cause: event.cause });
        break;
      case 'goAway':
      case 'resumable':
        this.#conversation.handle(event);
        break;
      case 'audio':
        if (this.#isForUs('content')) this.#parts.playback.reply(event.pcm);
        break;
      case 'toolCall':
        if (this.#isForUs('content')) this.#act(event.calls);
        else this.#session?.answer(this.#calls.refuse(event.calls));
        break;
      case 'toolCancelled':
        this.#calls.withdraw(event.ids);
        break;
      case 'interrupted':
        this.#arrived('interrupted');
        break;
      case 'turnComplete':
        if (this.#arrived('turnComplete') !== 'reply-ended') break;
        this.#conversation.handle({ type: 'replyEnded' });
        this.#parts.playback.replyComplete();
        break;
      case 'malformed':
        this.#parts.log.warn('the service sent something that is not understood', {
          reason: event.reason,
        });
        break;
      // A hint that the end is near, and facts for onlookers.
      case 'generationComplete':
      case 'transcript':
      case 'usage':
        break;
    }
  }

  #act(calls: readonly ToolCall[]): void {
    const session = this.#session;
    this.#conversation.handle({ type: 'toolCalled' });
    this.#calls.take(calls, (answers, end) => {
      // Whoever did not ask is not answered: the connection may be another one by then.
      if (this.#session === session && answers.length > 0) session?.answer(answers);
      if (end === 'wanted') this.#conversation.handle({ type: 'toolsAnswered' });
    });
  }

  #isForUs(arrival: downlink.Arrival): boolean {
    if (this.#arrived(arrival) !== 'reply') return false;
    this.#parts.uplink.answered();
    return true;
  }

  #arrived(arrival: downlink.Arrival): downlink.Meaning {
    const [next, meaning] = downlink.arrived(this.#downlink, arrival, this.#parts.clock.now());
    this.#downlink = next;
    return meaning;
  }

  #hangUp(): void {
    this.#session?.close();
    this.#forgetSession();
  }

  #forgetSession(): void {
    this.#session = undefined;
    this.#downlink = downlink.noReply;
    this.#parts.uplink.detach();
    this.#calls.cancel();
    // What has arrived is played to its end; nothing follows it.
    this.#parts.playback.replyComplete();
  }
}
