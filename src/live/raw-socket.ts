/**
 * The WebSocket under an SDK session. The SDK keeps it private, but it is the only way to give up a
 * connection at once, and to look at a frame before the SDK stumbles over it.
 */

/** What a guard decides about a frame: whether the SDK may see it. */
export type Guard = (frame: string | Buffer) => 'pass' | 'drop';

export interface RawSocket {
  /** Ends the connection without a word, also one that is still being made. */
  terminate(): void;
  /** Starts the closing handshake; `gone` is called when it is over. */
  sayGoodbye(gone: () => void): void;
}

/** The part of `ws` that is used. */
interface WebSocketLike {
  terminate(): void;
  close(code: number): void;
  onopen: unknown;
  onmessage: unknown;
  onerror: unknown;
  onclose: unknown;
}

/** The part of the SDK that is used: the same in 2.x from 2.11 on. */
interface Connection {
  ws?: WebSocketLike;
  callbacks: { onmessage: (event: { data: unknown }) => void };
}

interface Factory {
  create(url: string, headers: unknown, callbacks: Connection['callbacks']): Connection;
}

/** From here on, the socket that `live` makes is handed over, and its frames are guarded. */
export function takeSocket(
  live: object,
  { taken, frame }: { taken: (socket: RawSocket) => void; frame: Guard },
): void {
  const owner = live as { webSocketFactory: Factory };
  const original = owner.webSocketFactory;
  if (typeof original?.create !== 'function')
    throw new Error('this version of @google/genai makes its sockets in another way');
  owner.webSocketFactory = {
    create: (url, headers, callbacks) => {
      const onmessage = (event: { data: unknown }) => {
        const { data } = event;
        const text = typeof data === 'string' || Buffer.isBuffer(data) ? data : undefined;
        if (text !== undefined && frame(text) === 'pass') callbacks.onmessage(event);
      };
      const connection = original.create(url, headers, { ...callbacks, onmessage });
      taken(rawSocket(connection));
      return connection;
    },
  };
}

function rawSocket(connection: Connection): RawSocket {
  const quiet = (socket: WebSocketLike, gone: () => void) => {
    socket.onopen = socket.onmessage = null;
    // Without a listener an error would end the process.
    socket.onerror = () => {};
    socket.onclose = gone;
  };
  return {
    terminate: () => {
      if (connection.ws === undefined) return;
      quiet(connection.ws, () => {});
      connection.ws.terminate();
    },
    sayGoodbye: (gone) => {
      if (connection.ws === undefined) return gone();
      quiet(connection.ws, gone);
      connection.ws.close(1000);
    },
  };
}
