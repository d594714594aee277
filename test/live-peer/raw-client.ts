import { once } from 'node:events';
import type { LiveServerMessage } from '@google/genai';
import { WebSocket } from 'ws';
import type { LivePeer } from '../../src/live-peer/server.ts';
import { Watch } from '../../src/live-peer/watch.ts';

export const METHOD =
  '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';

export const MANUAL = {
  model: 'models/gemini-3.8-live',
  realtimeInputConfig: { automaticActivityDetection: { disabled: true } },
};

/** As the SDK describes what comes from the service. */
export type Received = Omit<LiveServerMessage, 'text' | 'data'>;

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** A client that knows nothing of the protocol: it sends what it is told and keeps what comes. */
export class RawClient {
  readonly socket: WebSocket;
  readonly frames: { readonly data: Buffer; readonly isBinary: boolean }[] = [];
  readonly messages: Received[] = [];
  readonly closed: Promise<Closed>;
  readonly #watch: Watch<RawClient> = new Watch<RawClient>(this);

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.frames.push({ data, isBinary });
      if (isBinary) this.messages.push(JSON.parse(data.toString()));
      this.#watch.changed();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        this.#watch.over(`The peer closed: ${code} ${reason}`);
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  static async dial(
    peer: LivePeer,
    path = `${METHOD}?key=k`,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawClient> {
    const client = new RawClient(`${peer.url.replace('http', 'ws')}${path}`, headers);
    await once(client.socket, 'open');
    return client;
  }

  /** Dials and is set up. */
  static async setUp(peer: LivePeer, setup: object = MANUAL): Promise<RawClient> {
    const client = await RawClient.dial(peer);
    client.send({ setup });
    await client.message((message) => message.setupComplete);
    return client;
  }

  send(...messages: (object | string)[]): void {
    for (const message of messages)
      this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The first message that `matches`, whether it came already or comes yet. */
  message(matches: (message: Received) => unknown): Promise<Received> {
    return this.#watch.waitFor((client) => client.messages.find((message) => matches(message)));
  }

  /** Resolves when so many turns are complete. */
  turns(count: number): Promise<true> {
    return this.#watch.waitFor(
      ({ messages }) =>
        messages.filter((message) => message.serverContent?.turnComplete).length >= count,
    );
  }

  /** The messages from `index` on, named by what is in them; bare and empty ones left out. */
  kinds(index = 0): string[] {
    return this.messages
      .slice(index)
      .map(({ serverContent, ...rest }) =>
        [...Object.keys(serverContent ?? {}), ...Object.keys(rest)].join('+'),
      )
      .filter(Boolean);
  }
}

export const START = { realtimeInput: { activityStart: {} } };
export const END = { realtimeInput: { activityEnd: {} } };

/** Whole turns, in writing. */
export const typed = (text: string, turnComplete = true) => ({
  clientContent: { turns: [{ role: 'user', parts: [{ text }] }], turnComplete },
});

export const answer = (
  { id, name }: { readonly id?: string; readonly name?: string } = {},
  more: object = {},
) => ({
  toolResponse: { functionResponses: [{ id, name, response: { output: 'done' }, ...more }] },
});

/** 20 ms of silence, or the given bytes. */
export const audio = (pcm: Buffer = Buffer.alloc(640)) => ({
  realtimeInput: { audio: { data: pcm.toString('base64'), mimeType: 'audio/pcm;rate=16000' } },
});
