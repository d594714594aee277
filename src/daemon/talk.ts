/**
 * Where the conversation meets the world: performs its effects and tells it what happened. Sound passes
 * by on its own way: microphone → uplink → session, and session → hearing → playback.
 */

import { Conversation, type Overdue } from '../conversation/conversation.ts';
import type { Cue, Effect } from '../conversation/effect.ts';
import type { Event } from '../conversation/event.ts';
import type { Times } from '../conversation/needs.ts';
import type { State } from '../conversation/step.ts';
import type { Deed } from '../devices/acts/deed.ts';
import type { Argument } from '../live/call-words.ts';
import { Line } from '../live/line.ts';
import { Recap } from '../live/recap.ts';
import type { LiveConnector, Said, SessionEvent, ToolAnswer, ToolCall } from '../live/session.ts';
import type { Uplink } from '../live/uplink.ts';
import type { Playback } from '../loudspeaker/playback.ts';
import type { Clock } from '../system/clock.ts';
import { CallsInHand, type CallsMemory, type Fate } from '../tools/calls-in-hand.ts';
import type { Toolbox } from '../tools/toolbox.ts';
import { Hearing } from './hearing.ts';

export interface TalkParts {
  readonly clock: Clock;
  readonly times: Times;
  readonly memory: TalkMemory;
  readonly connector: LiveConnector;
  readonly toolbox: Toolbox;
  readonly uplink: Uplink;
  readonly playback: Playback;
  /** Somebody is about to speak; called before what was heard before is taken. */
  readonly attend: () => void;
  /** The button is down, and the recording has begun. */
  readonly acknowledge: () => void;
  /** The model calls tools, which may act. */
  readonly foresee: () => void;
  readonly happened: (happening: Happening) => void;
}

/** What outlives the daemon. */
export interface TalkMemory extends CallsMemory {
  /** Resumes the session of an earlier run. */
  readonly handle: string | undefined;
  readonly recap: readonly Said[];
  keepRecap(recap: readonly Said[]): void;
  /** Resolves, within seconds, when the newest handle is on the disk or cannot be brought there. */
  handleKept(): Promise<void>;
}

/** What an onlooker may want to know: the lamp, the broker, the journal, the demo. */
export type Happening =
  | { readonly type: 'changed'; readonly from: State; readonly to: State; readonly event: Event }
  | { readonly type: 'cue'; readonly cue: Cue }
  /** A device was to do something; it is over, or waits for a hand on the button. */
  | { readonly type: 'act'; readonly deed: Deed }
  | { readonly type: 'session'; readonly event: SessionEvent }
  | {
      readonly type: 'tool';
      readonly call: ToolCall;
      readonly answer: ToolAnswer;
      readonly fate: Fate;
      readonly told: readonly Argument[];
    };

export class Talk {
  readonly #parts: TalkParts;
  readonly #conversation: Conversation;
  readonly #calls: CallsInHand;
  readonly #line: Line;
  readonly #recap: Recap;
  readonly #hearing: Hearing;

  constructor(parts: TalkParts) {
    this.#parts = parts;
    const { clock, times, memory, happened, toolbox, uplink, playback, connector } = parts;
    this.#conversation = new Conversation({
      clock,
      times,
      handle: memory.handle,
      perform: (effect) => this.#perform(effect),
      changed: (change) => this.#changed(change),
    });
    this.#recap = new Recap({
      before: memory.recap,
      changed: (recap) => memory.keepRecap(recap),
    });
    this.#calls = new CallsInHand({
      toolbox,
      memory,
      foresee: () => this.#parts.foresee(),
      left: (call) => this.#recap.begun(call),
      ran: (call, answer, fate) => {
        if (fate !== 'cancelled') this.#recap.did(call, answer, fate);
        happened({ type: 'tool', call, answer, fate, told: toolbox.told(call) });
      },
      repeated: (call, answer) =>
        happened({ type: 'tool', call, answer, fate: 'told', told: toolbox.told(call) }),
    });
    this.#line = new Line({
      connector,
      handleKept: () => memory.handleKept(),
      heard: (event) => this.#heard(event),
    });
    this.#hearing = new Hearing({
      clock,
      uplink,
      playback,
      calls: this.#calls,
      answer: (answers) => this.#line.session?.answer(answers),
      tell: (event) => this.#conversation.handle(event),
    });
  }

  get state(): State {
    return this.#conversation.state;
  }

  /** What of the conversation should have happened by now and has not. */
  get overdue(): Overdue | undefined {
    return this.#conversation.overdue;
  }

  /** From the button, the microphone and the playback. */
  handle(event: Event): void {
    this.#conversation.handle(event);
  }

  /** The user's turn has been sent, whole: a reply is due. */
  turnSent(): void {
    this.#hearing.turnSent();
  }

  /** Resolves, within seconds, when the connection is gone. */
  async close(): Promise<void> {
    this.#conversation.close();
    this.#calls.cancel();
    this.#recap.turnOver();
    await this.#line.close();
  }

  #perform(effect: Effect): void {
    const { uplink, playback, toolbox, attend, acknowledge, happened } = this.#parts;
    switch (effect.type) {
      case 'record':
        this.#hearing.abandon();
        // A sign of an earlier turn may still be heard.
        playback.cut();
        attend();
        uplink.record(effect.before);
        playback.prepare();
        acknowledge();
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
      case 'sendText':
        this.#recap.turnOver();
        this.#recap.heard('user', effect.text);
        uplink.write(effect.text);
        playback.prepare();
        break;
      case 'openMicrophone':
        this.#hearing.microphoneOpened();
        attend();
        uplink.openMicrophone();
        break;
      case 'pauseMicrophone':
        uplink.pauseMicrophone();
        break;
      case 'closeMicrophone':
        uplink.closeMicrophone();
        break;
      case 'cutReply':
        this.#hearing.abandon();
        this.#calls.cancel();
        playback.cut();
        break;
      case 'openSession': {
        const { handle } = effect;
        const recap = this.#recap.for(handle === undefined ? 'fresh' : 'resumed');
        this.#line.open({ handle, recap, tools: toolbox.declarations });
        break;
      }
      case 'closeSession':
        this.#lostLine();
        void this.#line.close();
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
        this.#recap.told();
        if (this.#line.session) this.#parts.uplink.attach(this.#line.session);
        this.#conversation.handle({ type: 'opened' });
        break;
      case 'closed':
        this.#lostLine();
        this.#conversation.handle({ type: 'closed', cause: event.cause });
        break;
      case 'resumable':
        this.#recap.saved();
        this.#conversation.handle(event);
        break;
      case 'goAway':
        this.#conversation.handle(event);
        break;
      case 'transcript':
        this.#recap.heard(event.speaker, event.text);
        break;
      default:
        this.#hearing.heard(event);
        if (event.type === 'turnComplete' && this.state.turn.name === 'open')
          this.#recap.turnOver();
    }
  }

  #changed(change: { from: State; to: State; event: Event }): void {
    const { from, to } = change;
    // From one turn to the next, also where a press leads from one straight into another.
    if (from.turn.name !== to.turn.name && ['idle', 'muted', 'pressed'].includes(to.turn.name))
      this.#recap.turnOver();
    this.#parts.happened({ type: 'changed', ...change });
  }

  #lostLine(): void {
    this.#parts.uplink.detach();
    this.#hearing.lost(this.state.turn.name === 'open' ? 'open' : 'closed');
  }
}
