/** What is said on one connection: turns are recorded, answered one after the other, and remembered. */
import type { ClientMessage, Content, FunctionResponse } from './client-message.ts';
import { imagesOf, saidIn, textOf } from './content.ts';
import type { Dialect } from './dialect.ts';
import type { FunctionCall, Image, ReplyRecord, Said, ToolAnswer, UserTurn } from './model.ts';
import type { ModelRules } from './models.ts';
import type { PendingCall, Prompt, TurnEffect } from './protocol-state.ts';
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
  readonly model: ModelRules;
  readonly dialect: Dialect;
  readonly send: (frame: Frame) => void;
  /** Whether the session could be resumed elsewhere: not while a reply or a call is under way. */
  readonly resumable: () => boolean;
  readonly called: (calls: readonly PendingCall[]) => void;
  readonly replied: () => void;
  /** The model threw. */
  readonly failed: (error: unknown) => void;
}

/** Of a model that is kept from growing. */
const REMEMBERED_TURNS = 10;

export class Dialogue {
  readonly turns: UserTurn[] = [];
  readonly replies: ReplyRecord[] = [];
  /** What was told as said before, on this connection. */
  readonly seeded: Said[] = [];
  /** Answers to calls that nobody made, or that were over. */
  readonly strayAnswers: FunctionResponse[] = [];
  readonly #options: DialogueOptions;
  readonly #waiting: UserTurn[] = [];
  /** Told since the last turn: the end of it may be the beginning of the next. */
  #told: readonly Content[] = [];
  /** Seen since the last turn. */
  #images: readonly Image[] = [];
  /** Answers that no reply has been told of. */
  #learned: readonly ToolAnswer[] = [];
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
        this.#recording().hear(effect.sound);
        break;
      case 'see':
        this.#images = [...this.#images, effect.image];
        break;
      case 'read':
        this.#recording().read(effect.text);
        break;
      case 'endTurn':
        this.#endTurn();
        break;
      case 'type':
        this.#type(effect.contents);
        break;
      case 'seed':
        this.#seed(effect.contents);
        break;
      case 'reply':
        this.#startReply(effect.to);
        break;
      case 'interrupt':
        this.#reply?.interrupt(effect.cancelledIds);
        break;
      case 'answer':
        this.#reply?.answer(effect.answers);
        this.tellHandle();
        break;
      case 'learn':
        this.#learned = [...this.#learned, ...effect.answers];
        this.tellHandle();
        break;
      case 'stray':
        this.strayAnswers.push(...effect.responses);
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
    const recorder = this.#recording();
    this.#recorder = undefined;
    for (const image of this.#images) recorder.see(image);
    this.#images = [];
    this.#await(recorder);
  }

  #seed(contents: readonly Content[]): void {
    const { session } = this.#options;
    this.#told = [...this.#told, ...contents];
    this.seeded.push(...saidIn(contents));
    session.seeded = [...session.seeded, ...saidIn(contents)];
  }

  /** A turn of its own; an activity that is going on goes on. The turn begins after what the model said last. */
  #type(contents: readonly Content[]): void {
    const { session, settings } = this.#options;
    const all = [...this.#told, ...contents];
    const before = all.slice(0, all.findLastIndex(({ role }) => role === 'model') + 1);
    const earlier = session.seeded.slice(0, session.seeded.length - this.#told.length);
    session.seeded = [...earlier, ...saidIn(before)];
    const recorder = new TurnRecorder(settings.clock.now());
    for (const content of all.slice(before.length)) {
      recorder.read(textOf(content));
      for (const image of imagesOf(content)) recorder.see(image);
    }
    this.#await(recorder);
  }

  /** What stands for the user in a reply to something else. */
  #nothingSaid(): UserTurn {
    const nowMs = this.#options.settings.clock.now();
    return new TurnRecorder(nowMs).finish(nowMs);
  }

  /** What was said is to be replied to. */
  #await(recorder: TurnRecorder): void {
    const turn = recorder.finish(this.#options.settings.clock.now());
    this.#told = [];
    const { keeps } = this.#options.settings;
    this.turns.push(
      keeps === 'everything' ? turn : { ...turn, audio: Buffer.alloc(0), images: [] },
    );
    this.#waiting.push(turn);
  }

  #startReply(to: Prompt): void {
    const { settings, session, model, dialect, send, failed } = this.#options;
    const { id, history, seeded } = session;
    const resumedWith = this.#setup.sessionResumption?.handle || undefined;
    const turn = (to === 'turn' ? this.#waiting.shift() : undefined) ?? this.#nothingSaid();
    const answers = this.#learned;
    this.#learned = [];
    this.#reply = new Reply({
      settings,
      dialect,
      interactions: model.interactions,
      turn: {
        ...turn,
        answers,
        setup: this.#setup,
        session: { id, resumedWith, history, seeded },
      },
      transcripts: this.#transcripts(),
      send,
      began: () => this.tellHandle(),
      called: (calls, awaitedBy) => this.#called(calls, awaitedBy),
      over: (reply) => this.#over(turn, reply),
      failed,
    });
    void this.#reply.run();
  }

  #called(calls: readonly FunctionCall[], awaitedBy: PendingCall['awaitedBy']): void {
    const { model, called } = this.#options;
    const behavior = (name: string) => behaviorOf(this.#setup.tools ?? [], name, model);
    called(calls.map(({ id, name }) => ({ id, name, behavior: behavior(name), awaitedBy })));
    this.tellHandle();
  }

  #over(user: UserTurn, reply: ReplyRecord): void {
    const { settings, session, replied } = this.#options;
    const kept = settings.keeps === 'everything' ? Infinity : REMEMBERED_TURNS;
    session.history = [...session.history, { user, reply }].slice(-kept);
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
