/**
 * The WebSocket under an SDK session. The SDK keeps it private, but it is the only way to give up a
 * connection at once, to ping, and to look at a frame before the SDK stumbles over it.
 */

export interface RawSocket {
  /** Does nothing on a connection that is being closed. */
  ping(): void;
  /** Ends the connection without a word, also one that is still being made. Nothing is told after it. */
  terminate(): void;
  /** Starts the closing handshake. Nothing is told after it. */
  startClosing(): void;
  /** Resolves when the connection is over, whoever ended it. */
  readonly gone: Promise<void>;
}

export interface SocketUser {
  /**
   * The SDK wants to dial, and shows `secret` in a header; that it wants to may come long after it was
   * asked to. `leave` keeps it from dialling.
   */
  taken(socket: RawSocket, secret: string | undefined): 'dial' | 'leave';
  /** After `set-up` the SDK is told that the setup is complete; it never sees a frame of the service. */
  frame(frame: string | Buffer): 'set-up' | 'read';
  /** Something has come that is no frame: a ping or a pong. */
  alive(): void;
  /** The other side, or the way to it, has ended the connection; told once. */
  ended(end: SocketEnd): void;
}

export interface SocketEnd {
  /** WebSocket close code; 1006 when the connection broke or was never made. */
  readonly code: number;
  /** The words of the other side, or of the error; empty when there are none. */
  readonly reason: string;
  readonly setup: 'sent' | 'unsent';
}

/** The part of `ws` that is used. */
interface WebSocketLike {
  readonly readyState: number;
  readonly OPEN: number;
  readonly CLOSED: number;
  ping(): void;
  terminate(): void;
  close(code: number): void;
  on(event: 'ping' | 'pong', listener: () => void): void;
  onopen: unknown;
  onmessage: unknown;
  onerror: unknown;
  onclose: unknown;
}

/** The part of the SDK that is used: the same in 2.x from 2.11 on. */
interface Connection {
  ws?: WebSocketLike;
  connect(): void;
  send(message: string): void;
}

interface Callbacks {
  onmessage(event: { data: unknown }): void;
  onerror(event: { message?: string }): void;
  onclose(event: { code: number; reason: string }): void;
}

interface Factory {
  create(url: string, headers: Record<string, string>, callbacks: Callbacks): Connection;
}

/** In place of what the service sent: the SDK trips over shapes that it does not expect. */
const SETUP_COMPLETE = '{"setupComplete":{}}';

/** From here on, the sockets that `live` makes are the user's. */
export function takeSocket(live: object, user: SocketUser): void {
  const owner = live as { webSocketFactory: Factory };
  const original = owner.webSocketFactory;
  if (typeof original?.create !== 'function')
    throw new Error('this version of @google/genai makes its sockets in another way');
  owner.webSocketFactory = {
    create: (url, headers, sdk) => {
      let setup: SocketEnd['setup'] = 'unsent';
      const connection = original.create(url, headers, {
        ...sdk,
        onmessage: ({ data }) => {
          if (typeof data !== 'string' && !Buffer.isBuffer(data)) return;
          // Before it has sent the setup, the SDK fails on the answer to it.
          if (user.frame(data) === 'set-up' && setup === 'sent')
            sdk.onmessage({ data: SETUP_COMPLETE });
        },
        // What closes after an error is this side, and it may take its time.
        onerror: ({ message = '' }) => end({ code: 1006, reason: message, setup }),
        onclose: ({ code, reason }) => end({ code, reason, setup }),
      });
      const { connect, send } = connection;
      connection.connect = () => {
        connect.call(connection);
        connection.ws?.on('ping', () => user.alive());
        connection.ws?.on('pong', () => user.alive());
      };
      connection.send = (message) => {
        setup = 'sent';
        send.call(connection, message);
      };
      const socket = new SdkSocket(connection);
      const end = (how: SocketEnd) => {
        socket.terminate();
        user.ended(how);
      };
      if (user.taken(socket, bearer(headers)) === 'leave')
        throw new Error('nobody waits for this connection');
      return connection;
    },
  };
}

class SdkSocket implements RawSocket {
  readonly #connection: Connection;
  readonly gone: Promise<void>;
  #isGone: () => void = () => {};

  constructor(connection: Connection) {
    this.#connection = connection;
    this.gone = new Promise((resolve) => {
      this.#isGone = resolve;
    });
  }

  ping(): void {
    const { ws } = this.#connection;
    if (ws?.readyState === ws?.OPEN) ws?.ping();
  }

  terminate(): void {
    this.#leave()?.terminate();
  }

  startClosing(): void {
    this.#leave()?.close(1000);
  }

  /** Nothing is heard from it any more; undefined when it was never dialled or is gone. */
  #leave(): WebSocketLike | undefined {
    const { ws } = this.#connection;
    if (ws === undefined || ws.readyState === ws.CLOSED) {
      this.#isGone();
      return undefined;
    }
    ws.onopen = ws.onmessage = null;
    // Without a listener an error would end the process.
    ws.onerror = () => {};
    ws.onclose = this.#isGone;
    return ws;
  }
}

/** What is shown in the way of RFC 6750; the SDK may have got it from somewhere else. */
const bearer = (headers: Readonly<Record<string, string>>): string | undefined =>
  /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
