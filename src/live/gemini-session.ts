/**
 * ADAPTER: the Live API through `@google/genai` 2.x. What it contains of the SDK:
 * `connect()` never settles when it is refused or nobody answers, and has no timeout; a frame that is
 * not JSON, or an exception in a callback, becomes an unhandled rejection; sending on a closed socket
 * is silent; `close()` waits up to 30 s for the other side; the key is part of the address.
 */
import { GoogleGenAI, type LiveConnectConfig, type Session } from '@google/genai';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../system/clock.ts';
import { closeCause } from './close-cause.ts';
import { decode } from './decode.ts';
import { type RawSocket, takeSocket } from './raw-socket.ts';
import type {
  CloseCause,
  KeySource,
  LiveConnector,
  LiveSession,
  OpenOptions,
  SessionEvent,
  ToolAnswer,
} from './session.ts';
import { setupFor } from './setup.ts';

export interface GeminiOptions {
  readonly live: Config['live'];
  readonly instruction: string;
  /** Asked at every dial, so that a key that is put in place later is picked up. */
  readonly key: KeySource;
  readonly clock: Clock;
}

const SERVICE_URL = 'https://generativelanguage.googleapis.com';
/** Longer than any handshake seen (0.5 s), shorter than anybody's patience. */
const CONNECT_TIMEOUT_MS = 10_000;
/** How long the other side may take to answer our goodbye. */
const GOODBYE_MS = 1_000;
/** Replies come in pieces of some 10 kB; nothing sensible is larger. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

export const geminiConnector = (options: GeminiOptions): LiveConnector => ({
  open: (open, emit) => new GeminiSession(options, open, emit),
});

type Phase =
  | { readonly name: 'dialling'; readonly early: SessionEvent[] }
  | { readonly name: 'open'; readonly session: Session }
  | { readonly name: 'closed' };

class GeminiSession implements LiveSession {
  readonly #options: GeminiOptions;
  readonly #resumed: boolean;
  readonly #emit: (event: SessionEvent) => void;
  readonly #cancelTimeout: () => void;
  #phase: Phase = { name: 'dialling', early: [] };
  #socket: RawSocket | undefined;
  #lastError = '';
  #key = '';

  constructor(options: GeminiOptions, open: OpenOptions, emit: (event: SessionEvent) => void) {
    this.#options = options;
    this.#resumed = open.handle !== undefined;
    this.#emit = emit;
    this.#cancelTimeout = options.clock.after(CONNECT_TIMEOUT_MS, () =>
      this.#end('network', `the service did not answer within ${CONNECT_TIMEOUT_MS / 1000} s`),
    );
    // Never in the same breath: whoever opens must hold the session before it hears of it.
    queueMicrotask(() => this.#dial(open));
  }

  startActivity(): void {
    this.#send((session) => session.sendRealtimeInput({ activityStart: {} }));
  }

  sendAudio(pcm: Buffer): void {
    const audio = { data: pcm.toString('base64'), mimeType: 'audio/pcm;rate=16000' };
    this.#send((session) => session.sendRealtimeInput({ audio }));
  }

  endActivity(): void {
    this.#send((session) => session.sendRealtimeInput({ activityEnd: {} }));
  }

  answer(answers: readonly ToolAnswer[]): void {
    const functionResponses = answers.map((answer) => ({ ...answer }));
    this.#send((session) => session.sendToolResponse({ functionResponses }));
  }

  close(): void {
    if (this.#phase.name === 'closed') return;
    this.#phase = { name: 'closed' };
    this.#cancelTimeout();
    const socket = this.#socket;
    if (socket === undefined) return;
    const cancel = this.#options.clock.after(GOODBYE_MS, () => socket.terminate());
    socket.sayGoodbye(cancel);
  }

  #dial(open: OpenOptions): void {
    if (this.#phase.name === 'closed') return;
    const key = this.#options.key();
    if ('missing' in key) {
      this.#end('key', key.missing);
      return;
    }
    this.#key = key.value;
    const { baseUrl, apiVersion, model } = this.#options.live;
    try {
      const ai = new GoogleGenAI({
        apiKey: key.value,
        // Both could be changed by variables of the SDK's own, and the key would go elsewhere.
        vertexai: false,
        httpOptions: { apiVersion, baseUrl: baseUrl ?? SERVICE_URL },
      });
      takeSocket(ai.live, {
        taken: (socket) => {
          this.#socket = socket;
        },
        frame: (frame) => this.#frame(frame),
      });
      const callbacks = {
        onmessage: () => {},
        onerror: ({ message }: { message?: string }) => {
          this.#lastError = message ?? '';
        },
        onclose: ({ code, reason }: { code: number; reason: string }) => this.#closed(code, reason),
      };
      const config: LiveConnectConfig = setupFor({ ...open, ...this.#options });
      ai.live.connect({ model, config, callbacks }).then(
        (session) => this.#opened(session),
        (error: unknown) => this.#end('setup', `the setup could not be made: ${error}`),
      );
    } catch (error) {
      this.#end('setup', `the setup could not be made: ${error}`);
    }
  }

  #opened(session: Session): void {
    if (this.#phase.name !== 'dialling') return;
    const { early } = this.#phase;
    this.#cancelTimeout();
    this.#phase = { name: 'open', session };
    for (const event of [{ type: 'opened' } as const, ...early]) this.#tell(event);
  }

  #frame(frame: string | Buffer): 'pass' | 'drop' {
    if (frame.length > MAX_FRAME_BYTES) return this.#drop('a message larger than 4 MiB');
    let message: unknown;
    try {
      message = JSON.parse(frame.toString());
    } catch {
      return this.#drop('a message that is not JSON');
    }
    for (const event of decode(message)) this.#tell(event);
    // The SDK waits for `setupComplete` in it; later it has nothing to do with messages.
    return this.#phase.name === 'dialling' ? 'pass' : 'drop';
  }

  #drop(reason: string): 'drop' {
    this.#tell({ type: 'malformed', reason });
    return 'drop';
  }

  #tell(event: SessionEvent): void {
    if (this.#phase.name === 'dialling') this.#phase.early.push(event);
    else if (this.#phase.name === 'open') this.#emit(event);
  }

  #send(send: (session: Session) => void): void {
    if (this.#phase.name !== 'open') return;
    try {
      send(this.#phase.session);
    } catch (error) {
      this.#end('network', `the service could not be told: ${error}`);
    }
  }

  #closed(code: number, words: string): void {
    const reason = words || this.#lastError || 'the connection ended without a word';
    const during = this.#phase.name === 'open' ? 'life' : 'setup';
    this.#end(closeCause({ during, code, reason, resumed: this.#resumed }), `${reason} (${code})`);
  }

  #end(cause: CloseCause, reason: string): void {
    if (this.#phase.name === 'closed') return;
    this.#phase = { name: 'closed' };
    this.#cancelTimeout();
    this.#socket?.terminate();
    const safe = this.#key === '' ? reason : reason.replaceAll(this.#key, '[secret]');
    this.#emit({ type: 'closed', cause, reason: safe });
  }
}
