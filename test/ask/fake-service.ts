import type {
  LiveConnector,
  LiveSession,
  OpenOptions,
  SessionEvent,
  ToolAnswer,
} from '../../src/live/session.ts';
import type { Tokens, Usage } from '../../src/live/usage.ts';

/** A service that is written to, and says only what the test says. */
export class FakeService implements LiveConnector {
  readonly connections: FakeConnection[] = [];

  open(options: OpenOptions, emit: (event: SessionEvent) => void): LiveSession {
    const connection = new FakeConnection(options, emit);
    this.connections.push(connection);
    return connection;
  }

  /** The newest connection. */
  get last(): FakeConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('nothing was dialled');
    return connection;
  }
}

export class FakeConnection implements LiveSession {
  readonly options: OpenOptions;
  readonly asked: string[] = [];
  readonly answers: ToolAnswer[] = [];
  state: 'used' | 'closed' = 'used';
  readonly #emit: (event: SessionEvent) => void;

  constructor(options: OpenOptions, emit: (event: SessionEvent) => void) {
    this.options = options;
    this.#emit = emit;
  }

  says(...events: SessionEvent[]): void {
    for (const event of events) if (this.state === 'used') this.#emit(event);
  }

  ask(text: string): void {
    this.asked.push(text);
  }

  answer(answers: readonly ToolAnswer[]): void {
    this.answers.push(...answers);
  }

  async close(): Promise<void> {
    this.state = 'closed';
  }

  startActivity(): void {}
  sendAudio(): void {}
  sendImage(): void {}
  endActivity(): void {}
  pauseAudio(): void {}
}

export const opened: SessionEvent = { type: 'opened' };
export const generated: SessionEvent = { type: 'generationComplete' };
export const complete: SessionEvent = { type: 'turnComplete' };
export const said = (text: string): SessionEvent => ({
  type: 'transcript',
  speaker: 'model',
  text,
});

export const lost = (reason = 'gone (1006)'): SessionEvent => ({
  type: 'closed',
  cause: 'network',
  reason,
});

export const refused: SessionEvent = {
  type: 'closed',
  cause: 'refused',
  reason: 'session not found (1008)',
};

export const calls = (...ids: string[]): SessionEvent => ({
  type: 'toolCall',
  calls: ids.map((id) => ({ id, name: 'lamp', args: { state: 'ON' } })),
});

const none: Tokens = { text: 0, audio: 0, image: 0, video: 0 };

export const used = (text: number, audio: number): Usage => ({
  prompt: { ...none, text },
  toolUse: none,
  response: { ...none, audio },
  thoughts: 0,
  cached: 0,
  total: text + audio,
});
