/**
 * What is told to the service on one open connection, in its words. The service closes a connection on
 * which something comes where it does not belong (1007, 1008); here it is not sent at all.
 */

import type { Said, ToolAnswer } from '../live/session.ts';
import { wireId } from './decode-calls.ts';
import type { ModelTraits } from './model-traits.ts';
import { recapTurns, type Turn } from './recap-turns.ts';

/** The part of the SDK's session that is used. */
export interface Channel {
  sendRealtimeInput(input: RealtimeInput): void;
  sendClientContent(content: { turns: Turn[]; turnComplete: boolean }): void;
  sendToolResponse(answer: { functionResponses: object[] }): void;
}

interface RealtimeInput {
  readonly activityStart?: object;
  readonly activityEnd?: object;
  readonly audio?: { readonly data: string; readonly mimeType: string };
  readonly video?: { readonly data: string; readonly mimeType: string };
  readonly text?: string;
  readonly audioStreamEnd?: boolean;
}

/** Who says when somebody speaks: we do, in windows, or the service, which then refuses windows. */
export type Activity = 'manual' | 'automatic';

/** What the model takes with the answer to a call, and when it takes turns in writing. */
export type Taken = Pick<ModelTraits, 'scheduling' | 'behaviors' | 'contentAtAnyTime'>;

type Window = 'shut' | 'open' | 'needless';

export class Outgoing {
  readonly #channel: Channel;
  readonly #taken: Taken;
  #window: Window;

  constructor(parts: { channel: Channel; activity: Activity; taken: Taken }) {
    const { channel, activity, taken } = parts;
    this.#channel = channel;
    this.#taken = taken;
    this.#window = activity === 'manual' ? 'shut' : 'needless';
  }

  startActivity(): void {
    if (this.#window !== 'shut') return;
    this.#window = 'open';
    this.#channel.sendRealtimeInput({ activityStart: {} });
  }

  /** 16 kHz s16le mono. */
  sendAudio(pcm: Buffer): void {
    if (this.#window === 'shut' || pcm.length === 0) return;
    const audio = { data: pcm.toString('base64'), mimeType: 'audio/pcm;rate=16000' };
    this.#channel.sendRealtimeInput({ audio });
  }

  sendImage(jpeg: Buffer): void {
    if (this.#window === 'shut' || jpeg.length === 0) return;
    const video = { data: jpeg.toString('base64'), mimeType: 'image/jpeg' };
    this.#channel.sendRealtimeInput({ video });
  }

  endActivity(): void {
    if (this.#window !== 'open') return;
    this.#window = 'shut';
    this.#channel.sendRealtimeInput({ activityEnd: {} });
  }

  pauseAudio(): void {
    if (this.#window === 'needless') this.#channel.sendRealtimeInput({ audioStreamEnd: true });
  }

  /** A whole turn; nothing is sent amid a spoken one. */
  ask(text: string): void {
    switch (this.#window) {
      case 'open':
        return;
      case 'shut':
        this.startActivity();
        this.#channel.sendRealtimeInput({ text });
        this.endActivity();
        return;
      case 'needless':
        this.#channel.sendClientContent({
          turns: [{ role: 'user', parts: [{ text }] }],
          turnComplete: true,
        });
    }
  }

  /** A model that waits for every answer takes none that is not the last. */
  answer(answers: readonly ToolAnswer[]): void {
    const { behaviors, scheduling } = this.#taken;
    const taken = behaviors.includes('NON_BLOCKING')
      ? answers
      : answers.filter(({ willContinue }) => willContinue === undefined);
    if (taken.length === 0) return;
    const functionResponses = taken.map(({ id, scheduling: when, ...answer }) => ({
      id: wireId(id),
      ...answer,
      ...(scheduling && when !== undefined && { scheduling: when }),
    }));
    this.#channel.sendToolResponse({ functionResponses });
  }

  /** What was said elsewhere; the turn that follows is the one to answer. */
  recall(recap: readonly Said[]): void {
    if (recap.length === 0) return;
    this.#channel.sendClientContent({ turns: recapTurns(recap), turnComplete: false });
  }
}
