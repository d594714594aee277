import type {
  LiveConnector,
  LiveSession,
  OpenOptions,
  SessionEvent,
  ToolAnswer,
} from '../../src/live/session.ts';

/** A service that does only what the test says, and takes down what it is sent. */
export class ScriptedConnector implements LiveConnector {
  readonly sessions: ScriptedSession[] = [];
  /** When the sockets are gone after a goodbye. */
  goodbye: Promise<void> = Promise.resolve();
  /** Called when somebody hangs up. */
  hungUp: () => void = () => {};

  open(options: OpenOptions, emit: (event: SessionEvent) => void): LiveSession {
    const session = new ScriptedSession(options, emit, () => {
      this.hungUp();
      return this.goodbye;
    });
    this.sessions.push(session);
    return session;
  }

  /** The newest connection. */
  get last(): ScriptedSession {
    const session = this.sessions.at(-1);
    if (session === undefined) throw new Error('nothing was dialled');
    return session;
  }
}

export class ScriptedSession implements LiveSession {
  readonly options: OpenOptions;
  /** What was sent, in order: `start`, `audio <bytes>`, `end`, `close` …; sound one after the other is summed up. */
  readonly sent: string[] = [];
  readonly answers: ToolAnswer[] = [];
  audio = Buffer.alloc(0);
  readonly #emit: (event: SessionEvent) => void;
  readonly #hangUp: () => Promise<void>;

  constructor(
    options: OpenOptions,
    emit: (event: SessionEvent) => void,
    hangUp: () => Promise<void> = async () => {},
  ) {
    this.options = options;
    this.#emit = emit;
    this.#hangUp = hangUp;
  }

  /** The service says something. */
  says(...events: SessionEvent[]): void {
    for (const event of events) this.#emit(event);
  }

  startActivity(): void {
    this.sent.push('start');
  }

  sendAudio(pcm: Buffer): void {
    const before = /^audio (\d+)$/.exec(this.sent.at(-1) ?? '')?.[1];
    if (before !== undefined) this.sent.pop();
    this.sent.push(`audio ${Number(before ?? 0) + pcm.length}`);
    this.audio = Buffer.concat([this.audio, pcm]);
  }

  sendImage(jpeg: Buffer): void {
    this.sent.push(`image ${jpeg.length}`);
  }

  pauseAudio(): void {
    this.sent.push('pause');
  }

  ask(text: string): void {
    this.sent.push(`ask ${text}`);
  }

  endActivity(): void {
    this.sent.push('end');
  }

  answer(answers: readonly ToolAnswer[]): void {
    this.answers.push(...answers);
  }

  close(): Promise<void> {
    this.sent.push('close');
    return this.#hangUp();
  }
}
