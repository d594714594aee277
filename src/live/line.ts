/**
 * The line to the service: one connection at a time. Before the next one is dialled, the old socket is
 * gone (the service refuses a session that is still carried elsewhere), and before a connection is given
 * up the handle that leads back into the conversation is on the disk.
 */
import type { LiveConnector, LiveSession, OpenOptions, SessionEvent } from './session.ts';

export interface LineParts {
  readonly connector: LiveConnector;
  /** Resolves, within seconds, when the newest handle is on the disk or cannot be brought there. */
  readonly handleKept: () => Promise<void>;
  readonly heard: (event: SessionEvent) => void;
}

type State =
  | { readonly name: 'free' }
  | { readonly name: 'in-use'; readonly session: LiveSession }
  /** `next` is dialled when the old connection is gone, unless it is given up before. */
  | {
      readonly name: 'clearing';
      readonly gone: Promise<void>;
      readonly next: OpenOptions | undefined;
    };

export class Line {
  readonly #parts: LineParts;
  #state: State = { name: 'free' };

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  /** The connection in use, open or not. */
  get session(): LiveSession | undefined {
    return this.#state.name === 'in-use' ? this.#state.session : undefined;
  }

  /** Dials, at once or as soon as the old connection is gone. */
  open(options: OpenOptions): void {
    if (this.#state.name === 'clearing') this.#state = { ...this.#state, next: options };
    else this.#dial(options);
  }

  /** Nothing more is heard from the connection in use; resolves when it is gone. */
  close(): Promise<void> {
    if (this.#state.name === 'free') return Promise.resolve();
    if (this.#state.name === 'clearing') {
      this.#state = { ...this.#state, next: undefined };
      return this.#state.gone;
    }
    const { session } = this.#state;
    const gone = this.#parts
      .handleKept()
      .then(() => session.close())
      .then(() => this.#cleared());
    this.#state = { name: 'clearing', gone, next: undefined };
    return gone;
  }

  #dial(options: OpenOptions): void {
    const session: LiveSession = this.#parts.connector.open(options, (event) => {
      if (this.session !== session) return;
      // It ended by itself: there is nothing to wait for.
      if (event.type === 'closed') this.#state = { name: 'free' };
      this.#parts.heard(event);
    });
    this.#state = { name: 'in-use', session };
  }

  #cleared(): void {
    if (this.#state.name !== 'clearing') return;
    const { next } = this.#state;
    this.#state = { name: 'free' };
    if (next !== undefined) this.#dial(next);
  }
}
