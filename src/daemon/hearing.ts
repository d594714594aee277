/**
 * What the service says, and whom it concerns: the conversation, the loudspeaker, the tools. What belongs
 * to a reply that nobody wants any more goes nowhere.
 */

import type { Event } from '../conversation/event.ts';
import * as downlink from '../live/downlink.ts';
import type { SessionEvent, ToolAnswer, ToolCall } from '../live/session.ts';
import type { Uplink } from '../live/uplink.ts';
import type { Playback } from '../loudspeaker/playback.ts';
import type { Clock } from '../system/clock.ts';
import type { CallsInHand } from '../tools/calls-in-hand.ts';

export interface HearingParts {
  readonly clock: Clock;
  readonly uplink: Uplink;
  readonly playback: Playback;
  readonly calls: CallsInHand;
  /** On the connection that is in use when it is called. */
  readonly answer: (answers: readonly ToolAnswer[]) => void;
  readonly tell: (event: Event) => void;
}

export class Hearing {
  readonly #parts: HearingParts;
  #downlink: downlink.Downlink = downlink.noReply;

  constructor(parts: HearingParts) {
    this.#parts = parts;
  }

  /** The user's turn has been sent, whole: a reply is due. */
  turnSent(): void {
    this.#downlink = downlink.turnSent(this.#downlink, this.#parts.clock.now());
  }

  /** From here on the user may say something at any time. */
  microphoneOpened(): void {
    this.#downlink = downlink.microphoneOpened(this.#downlink, this.#parts.clock.now());
  }

  /** Nobody wants the reply any more. */
  abandon(): void {
    this.#downlink = downlink.abandoned(this.#downlink, this.#parts.clock.now());
  }

  /** The connection is gone, while the microphone is or is not open. What has arrived is played to its end, what runs is run to its end. */
  lost(turn: 'open' | 'closed'): void {
    this.#downlink =
      turn === 'open' ? downlink.microphoneOpened(downlink.noReply, 0) : downlink.noReply;
    this.#parts.calls.orphan();
    this.#parts.playback.replyComplete();
  }

  heard(event: SessionEvent): void {
    const { playback, calls, tell } = this.#parts;
    switch (event.type) {
      case 'audio':
        if (this.#isForUs()) playback.reply(event.pcm);
        break;
      case 'toolCall':
        if (this.#isForUs()) this.#act(event.calls);
        break;
      case 'toolCancelled':
        calls.withdraw(event.ids);
        break;
      case 'interrupted':
        if (this.#arrived('interrupted') === 'cut-off') playback.cut();
        break;
      case 'generationComplete':
        if (this.#arrived('generated') === 'reply-generated') tell({ type: 'replyGenerated' });
        break;
      case 'turnComplete':
        if (this.#arrived('turnComplete') !== 'reply-ended') break;
        tell({ type: 'replyEnded' });
        playback.replyComplete();
        break;
      default:
    }
  }

  #act(calls: readonly ToolCall[]): void {
    const { tell, answer } = this.#parts;
    const taken = this.#parts.calls.take(calls, {
      answer,
      over: (outcome, next) => tell({ type: 'toolsAnswered', outcome, next }),
    });
    if (taken === 'taken') tell({ type: 'toolCalled' });
  }

  #isForUs(): boolean {
    if (this.#arrived('content') !== 'reply') return false;
    this.#parts.uplink.answered();
    return true;
  }

  #arrived(arrival: downlink.Arrival): downlink.Meaning {
    const [next, meaning] = downlink.arrived(this.#downlink, arrival, this.#parts.clock.now());
    this.#downlink = next;
    return meaning;
  }
}
