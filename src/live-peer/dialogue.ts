/** What is said on one connection: turns are recorded, answered one after the other, and remembered. */
import type { ClientMessage } from './client-message.ts';
import type { FunctionCall, ReplyRecord, UserTurn } from './model.ts';
import type { PendingCall, TurnEffect } from './protocol-state.ts';
import { Reply } from './reply.ts';
import type { Frame } from './server-message.ts';
import type { Session, Sessions } from './sessions.ts';
import type { PeerSettings } from './settings.ts';
import type { Setup } from './setup-message.ts';
import { behaviorOf } from './setup-rules.ts';
import { TurnRecorder } from './turn-recorder.ts';

export interface DialogueOptions {
  readonly settings: PeerSettings;
  readonly sessions: Sessions;
  readonly session: Session;
  readonly setup: Setup;
  readonly send: (frame: Frame) => void;
  /** Whether the session could be resumed elsewhere: not while a reply or a call is under way. */
  readonly resumable: () => boolean;
  readonly called: (calls: readonly PendingCall[]) => void;
  readonly replied: () => void;
  /** The model threw. */
  readonly failed: (error: unknown) => void;
}

export class Dialogue {
  readonly turns: UserTurn[] = [];
  readonly replies: ReplyRecord[] = [];
  readonly #options: DialogueOptions;
  readonly #waiting: UserTurn[] = [];
  #setup: Setup;
  #recorder: TurnRecorder | undefined;
  #reply: Reply | undefined;

  constructor(options: DialogueOptions) {
    this.#options = options;
    this.#setup = options.setup;
  }

  /** As the client sent it, with the changes it made since. */
  get setup(): Setup {
    return this.#setup;
  }

  perform(effect: TurnEffect): void {
    switch (effect.type) {
      case 'startTurn':
        this.#recording();
        break;
      case 'hear':
        this.#recording().hear(effect.audio);
        break;
      case 'read':
        this.#recording().read(effect.text);
        break;
      case 'endTurn':
        this.#endTurn();
        break;
      case 'reply':
        this.#startReply();
        break;
      case 'interrupt':
        this.#reply?.interrupt(effect.cancelledIds);
        break;
      case 'answer':
        this.#reply?.answer(effect.responses);
        this.tellHandle();
        break;
      case 'updateContext':
        this.#updateContext(effect.update);
        break;
    }
  }

  /** Tells the client the handle of this moment, or that there is none. */
  tellHandle(): void {
    const { settings, sessions, session, send, resumable } = this.#options;
    if (this.#setup.sessionResumption === undefined && settings.extras === 'asked') return;
    const newHandle = resumable() ? sessions.handleFor(session) : '';
    send({ sessionResumptionUpdate: { newHandle, resumable: resumable() } });
  }

  close(): void {
    this.#reply?.abandon();
  }

  #recording(): TurnRecorder {
    this.#recorder ??= new TurnRecorder(this.#options.settings.clock.now());
    return this.#recorder;
  }

  #endTurn(): void {
    const turn = this.#recording().finish(this.#options.settings.clock.now());
    this.#recorder = undefined;
    this.turns.push(turn);
    this.#waiting.push(turn);
  }

  #startReply(): void {
    const { settings, session, send, failed } = this.#options;
    const turn = this.#waiting.shift();
    if (turn === undefined) return;
    const { id, history } = session;
    const resumedWith = this.#setup.sessionResumption?.handle || undefined;
    this.#reply = new Reply({
      settings,
      turn: { ...turn, setup: this.#setup, session: { id, resumedWith, history } },
      transcripts: this.#transcripts(),
      send,
      began: () => this.tellHandle(),
      called: (calls) => this.#called(calls),
      over: (reply) => this.#over(turn, reply),
      failed,
    });
    void this.#reply.run();
  }

  #called(calls: readonly FunctionCall[]): void {
    const behavior = (name: string) => behaviorOf(this.#setup.tools ?? [], name);
    this.#options.called(calls.map(({ id, name }) => ({ id, name, behavior: behavior(name) })));
    this.tellHandle();
  }

  #over(user: UserTurn, reply: ReplyRecord): void {
    const { session, replied } = this.#options;
    session.history = [...session.history, { user, reply }];
    this.replies.push(reply);
    if (reply.ended === 'complete') replied();
    this.tellHandle();
  }

  #updateContext({ systemInstruction, tools }: NonNullable<ClientMessage['contextUpdate']>): void {
    this.#setup = {
      ...this.#setup,
      ...(systemInstruction && { systemInstruction }),
      ...(tools && { tools: tools.tools }),
    };
  }

  #transcripts(): ReadonlySet<'user' | 'model'> {
    const { extras } = this.#options.settings;
    const { inputAudioTranscription, outputAudioTranscription } = this.#setup;
    const wanted = new Set<'user' | 'model'>();
    if (inputAudioTranscription || extras === 'always') wanted.add('user');
    if (outputAudioTranscription || extras === 'always') wanted.add('model');
    return wanted;
  }
}
